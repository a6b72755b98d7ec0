"""A roster is taken only as the province published it; else the one in use stays."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.clock import system_clock
from kiosk.errors import StorageError
from kiosk.protocol import signature
from kiosk.roster import Roster
from kiosk.storage.database import Database
from kiosk.sync import roster
from kiosk.sync.fault import Fault, FaultClass
from kiosk.sync.transport import Reply, Transport
from province.keys import KeyFolder, KeyName
from province.publishing import TIMESTAMP_LIFE, Publication
from tests.provinces import Province

DAY = timedelta(days=1)
Alter = Callable[[bytes], Reply | Fault]


@dataclass
class Files:
    """Gives out what a real publication holds; a name may be altered on the way."""

    publication: Publication
    alter: dict[str, Alter] = field(default_factory=dict)

    def get(self, path: str) -> Reply | Fault:
        kind, name = path.split("/")[-2:]
        published = (
            self.publication.read_metadata(name)
            if kind == "metadata"
            else self.publication.read_target(name)
        )
        for pattern, alter in self.alter.items():
            if re.search(pattern, name):
                return alter(published or b"")
        return answer(published or b"", 404 if published is None else 200)


def answer(body: bytes, status: int = 200) -> Reply:
    return Reply(
        status=status, content_type="", body=body, date=None, retry_after_s=None
    )


def alter_a_digit(content: bytes) -> Reply:
    """Change the version or, in the target, the time of issue: it still parses."""
    return answer(re.sub(rb'("version"|"issued_at"): ?\d', rb"\1:9", content, count=1))


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> KeyFolder:
    """Return the keys of a province."""
    made = KeyFolder(tmp_path_factory.mktemp("keys"))
    made.create_missing()
    return made


def publish(data: Path, keys: KeyFolder, *ages: timedelta) -> Files:
    """Publish once at each age, the oldest first."""
    publication = Publication(data, keys)
    for age in ages:
        assert publication.publish_if_due(system_clock()().wall - age)
    return Files(publication)


@pytest.fixture
def files(tmp_path: Path, keys: KeyFolder) -> Files:
    """Return a publication of today, its second."""
    return publish(tmp_path / "province", keys, 2 * DAY, timedelta())


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """Return the folder where a kiosk keeps TUF's files."""
    return tmp_path / "kept"


def get_root(files: Files) -> bytes:
    root = files.publication.read_metadata("root.json")
    assert root is not None
    return root


def fetch(files: Files, kept: Path) -> Roster | Fault:
    return roster.fetch(files, kept, get_root(files))


def test_the_published_roster_is_taken(
    files: Files, kept: Path, keys: KeyFolder
) -> None:
    taken = fetch(files, kept)
    assert isinstance(taken, Roster)
    assert taken.version == 2
    receipt_key = signature.get_public_bytes(keys.load(KeyName.RECEIPT))
    assert taken.receipt_keys == (receipt_key,)
    assert taken.expires_at - taken.issued_at == TIMESTAMP_LIFE


def test_the_roster_of_a_running_province_is_taken(
    province: Province, kept: Path
) -> None:
    root = (province.data / "roster" / "metadata" / "root.json").read_bytes()
    transport = Transport(province.url)
    taken = roster.fetch(transport, kept, root)
    again = roster.fetch(transport, kept, root)
    transport.close()
    assert isinstance(taken, Roster)
    assert again == taken


@pytest.mark.parametrize(
    ("name", "alter", "fault_class"),
    [
        ("roster.json", alter_a_digit, FaultClass.BAD_RECEIPT),
        ("targets.json", alter_a_digit, FaultClass.BAD_RECEIPT),
        ("snapshot.json", alter_a_digit, FaultClass.BAD_RECEIPT),
        ("timestamp.json", alter_a_digit, FaultClass.BAD_RECEIPT),
        ("timestamp.json", lambda _: answer(b"<html>"), FaultClass.BAD_RECEIPT),
        ("timestamp.json", lambda body: answer(body[:-9]), FaultClass.BAD_RECEIPT),
        ("targets.json", lambda _: answer(b"", 404), FaultClass.BAD_RECEIPT),
        ("timestamp.json", lambda _: answer(b"", 500), FaultClass.SERVER),
        ("timestamp.json", lambda _: answer(b"", 302), FaultClass.CAPTIVE_PORTAL),
        ("2.root.json", lambda _: answer(b"", 500), FaultClass.SERVER),
        ("2.root.json", lambda _: answer(b"{}"), FaultClass.BAD_RECEIPT),
        ("", lambda _: Fault(fault_class=FaultClass.NO_LINK), FaultClass.NO_LINK),
    ],
)
def test_what_was_altered_or_lost_on_the_way_is_a_fault_and_the_next_try_is_good(
    files: Files, kept: Path, name: str, alter: Alter, fault_class: FaultClass
) -> None:
    files.alter[name] = alter
    fault = fetch(files, kept)
    assert isinstance(fault, Fault)
    assert fault.fault_class is fault_class
    files.alter.clear()
    assert isinstance(fetch(files, kept), Roster)


def test_an_older_roster_is_not_taken_after_a_newer_one(
    tmp_path: Path, keys: KeyFolder, files: Files, kept: Path
) -> None:
    newer = fetch(files, kept)
    older = publish(tmp_path / "older", keys, 2 * DAY)
    fault = roster.fetch(older, kept, get_root(files))
    assert isinstance(fault, Fault)
    assert fault.fault_class is FaultClass.BAD_RECEIPT
    assert fetch(files, kept) == newer


def test_a_roster_that_was_frozen_until_it_expired_is_not_taken(
    tmp_path: Path, keys: KeyFolder, kept: Path
) -> None:
    frozen = publish(tmp_path / "frozen", keys, TIMESTAMP_LIFE + DAY)
    fault = fetch(frozen, kept)
    assert isinstance(fault, Fault)
    assert "expired" in fault.detail


def test_another_provinces_roster_is_not_taken(
    tmp_path: Path, files: Files, kept: Path
) -> None:
    strange_keys = KeyFolder(tmp_path / "strange")
    strange_keys.create_missing()
    strange = publish(tmp_path / "strange", strange_keys, timedelta())
    fault = roster.fetch(strange, kept, get_root(files))
    assert isinstance(fault, Fault)
    assert fault.fault_class is FaultClass.BAD_RECEIPT


def test_an_earlier_fault_does_not_explain_a_later_one(
    files: Files, kept: Path
) -> None:
    """TUF goes on after 403 for a newer root, then meets the altered file."""
    files.alter["2.root.json"] = lambda _: answer(b"", 403)
    files.alter["timestamp.json"] = alter_a_digit
    fault = fetch(files, kept)
    assert isinstance(fault, Fault)
    assert fault.fault_class is FaultClass.BAD_RECEIPT


def test_a_folder_that_can_not_be_written_is_said(files: Files, kept: Path) -> None:
    kept.write_bytes(b"a file in its place")
    with pytest.raises(StorageError, match=f"Roster folder {kept}"):
        fetch(files, kept)


def test_signed_content_that_is_no_roster_is_a_fault(kept: Path) -> None:
    assert roster._make(b'{"version": "two"}', kept) == Fault(
        fault_class=FaultClass.BAD_RECEIPT, detail="roster unreadable"
    )


def test_a_roster_in_use_comes_back_whole(
    files: Files, kept: Path, database: Database
) -> None:
    taken = fetch(files, kept)
    assert isinstance(taken, Roster)
    with database.write() as connection:
        assert roster.read(connection) is None
        roster.put(connection, taken)
    with database.read() as connection:
        assert roster.read(connection) == taken
