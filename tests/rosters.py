"""Rosters: real publications, and a source that gives them out, altered on the way."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from kiosk.clock import system_clock
from kiosk.protocol.roster import KNOWN, TIMESTAMP
from kiosk.sync import roster
from kiosk.sync.fault import Fault
from kiosk.sync.roster import Delivered
from kiosk.sync.transport import Reply
from province.contents import Contents
from province.keys import KeyFolder
from province.publishing import Publication

DAY = timedelta(days=1)
Alter = Callable[[bytes], Reply | Fault]


@dataclass
class Files:
    """Gives out what a real publication holds; a name may be altered on the way."""

    publication: Publication
    alter: dict[str, Alter] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def get(self, path: str) -> Reply | Fault:
        """Answer as a province does."""
        path, _, query = path.partition("?")
        kind, name = path.split("/")[-2:]
        self.asked.append(name)
        for pattern, alter in self.alter.items():
            if re.search(pattern, name):
                return alter(self._read(kind, name) or b"")
        state = self.publication.hash_state()
        if name == TIMESTAMP and query == f"{KNOWN}={state}":
            return answer(b"", 204)
        published = self._read(kind, name)
        return answer(published or b"", 404 if published is None else 200)

    def _read(self, kind: str, name: str) -> bytes | None:
        if kind == "metadata":
            return self.publication.read_metadata(name)
        return self.publication.read_target(name)


def answer(body: bytes, status: int = 200) -> Reply:
    return Reply(
        status=status, content_type="", body=body, date=None, retry_after_s=None
    )


def publish(data: Path, keys: KeyFolder, *ages: timedelta) -> Files:
    """Publish once at each age, the oldest first."""
    publication = Publication(data, keys)
    for age in ages:
        assert publication.publish_if_due(system_clock()().wall - age)
    return Files(publication)


def publish_files(data: Path, keys: KeyFolder, named: dict[str, bytes]) -> Files:
    """Publish a roster that carries `named`, which may be changed for the next one."""
    publication = Publication(data, keys, lambda: Contents(files=named, watch="ab"))
    assert publication.publish_if_due(system_clock()().wall)
    return Files(publication)


def get_root(files: Files) -> bytes:
    root = files.publication.read_metadata("1.root.json")
    assert root is not None
    return root


def fetch(files: Files, kept: Path) -> Delivered | Fault:
    return roster.fetch(files, kept, get_root(files))
