"""Provinces: real provincial servers for tests of the kiosk, each a process of its own."""

import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec
from sqlalchemy import select

from kiosk.protocol import content
from province.ledger import vault
from province.ledger.database import open_database
from province.ledger.entry_tables import entries
from province.ledger.tables import admin_log
from province.ledger.vault import Opener, Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Province:
    """A running province and its data folder."""

    url: str
    data: Path
    database: str | None = None
    """The URL of its ledger, None for SQLite in `data`."""

    def add_point(self, name: str = "Chốt Thử") -> str:
        answer = self.ask(
            *("point", "add", "--name", name),
            *("--category", "checkpoint", "--unit", "08"),
        )
        return str(answer["point"])

    def make_code(self, point: str, gate: str = "A") -> str:
        return str(self.ask("enrol", point, "--gate", gate)["code"])

    def count_entries(self) -> int:
        return int(str(self.ask("stats")["entries"]))

    def read_admin_log(self, kiosk_id: str) -> list[str]:
        """Return the texts of what admins did at a kiosk."""
        with closing(open_database(self.data)) as ledger, ledger.reading() as reading:
            opener = vault.open_sealed(reading)
            columns = admin_log.c.entry_id, admin_log.c.sealed
            query = select(*columns).where(admin_log.c.kiosk_id == kiosk_id)
            return [_read_act(opener, *row) for row in reading.execute(query)]

    def read_placed(self, entry_ids: Iterable[bytes]) -> list[tuple[int, datetime]]:
        """Return the positions of entries and when they really were."""
        columns = entries.c.position, entries.c.placed_at, entries.c.decided_at
        query = select(*columns).where(entries.c.entry_id.in_(list(entry_ids)))
        with closing(open_database(self.data)) as ledger, ledger.reading() as reading:
            return [
                (row.position, row.placed_at or row.decided_at)
                for row in reading.execute(query.order_by(entries.c.position))
            ]

    def fail(self, *command: str) -> tuple[int, str]:
        """Run a `province` command that says no; return its exit code and words."""
        done = subprocess.run(
            [sys.executable, "-m", "province", *command, "--data", str(self.data)],
            capture_output=True,
            check=False,
        )
        return done.returncode, done.stderr.decode("utf-8")

    def ask(self, *command: str) -> dict[str, object]:
        """Run a `province` command beside the server and return its answer."""
        (answer,) = self.ask_all(*command)
        return answer

    def ask_all(self, *command: str) -> list[dict[str, object]]:
        """Run a `province` command that answers with any number of lines."""
        where = ["--data", str(self.data), *_name_ledger(self.database)]
        done = subprocess.run(
            [sys.executable, "-m", "province", *command, *where],
            stdout=subprocess.PIPE,
            check=True,
        )
        lines = done.stdout.splitlines()
        return [msgspec.json.decode(line, type=dict[str, object]) for line in lines]


def _read_act(opener: Opener, entry_id: bytes, sealed: bytes) -> str:
    opened = opener.open_content(Place.ACT, entry_id, sealed)
    assert opened is not None
    said = content.decode(opened[1])
    assert said is not None
    return said.text


@contextmanager
def serve(data: Path, *options: str, database: str | None = None) -> Iterator[Province]:
    """Run a province on a free port of loopback until the block ends."""
    server = subprocess.Popen(
        [
            *(sys.executable, "-m", "province", "serve"),
            *("--data", str(data), "--port", "0", *options),
            *_name_ledger(database),
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    try:
        line = server.stdout.readline() if server.stdout else b""
        listening = msgspec.json.decode(line, type=dict[str, str])["listening"]
        yield Province(url=listening, data=data, database=database)
    finally:
        server.terminate()
        server.wait()
        if server.stdout is not None:
            server.stdout.close()


def _name_ledger(database: str | None) -> list[str]:
    return [] if database is None else ["--database", database]
