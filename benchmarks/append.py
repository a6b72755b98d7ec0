"""Append: a durable entry against the least that keeping it could cost.

Bounds (issue 6): p50 ≤ 1.6 × the same row into plain unencrypted sqlite3 with
the same pragmas, tables and indexes, and ≤ 2.0 × a bare 200-byte append with
fdatasync, interleaved in one run; p95 with 1,000,000 entries within 1.2 × of
1,000. An append is the entry, its row in the outbox and the chain's head,
encrypted, as one commit; plain sqlite3 keeps the entry alone. The same with
the outbox, and a whole decision, are printed to see where time goes.
"""

import sqlite3
import statistics
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.rounds import ROUNDS, get_percentile, judge, time_appends, time_calls
from kiosk.clock import system_clock
from kiosk.commands.running import freeze_start
from kiosk.entry import Entry
from kiosk.lane import Lane
from kiosk.place import make_lane, open_place
from kiosk.protocol import chain
from kiosk.storage import entries
from kiosk.storage.database import PRAGMAS, Database
from kiosk.storage.folder import Folder, open_or_make
from kiosk.storage.migration import upgrade
from kiosk.storage.tables import ENTRIES
from tests.backlog import fill, make_entries
from tests.builders import a_card, a_payload

FEW, MANY = 1_000, 1_000_000
CODES = 400
_COLUMNS = tuple(column.name for column in ENTRIES.c)
_INSERT = f"INSERT INTO entries VALUES ({', '.join('?' * len(_COLUMNS))})"  # noqa: S608 - a mark a column
_INSERT_OUTBOX = "INSERT INTO outbox VALUES (?, 'pending', '')"


def main() -> None:
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder:
        few, many = Bench(Path(folder, "few"), FEW), Bench(Path(folder, "many"), MANY)
        freeze_start()  # as the kiosk does once it is ready
        rounds = [
            measure(few, many, Path(folder), number) for number in range(-1, ROUNDS)
        ]
        few.close()
        many.close()
    del rounds[0]  # it warmed all up
    for name in rounds[0]:
        print(
            f"{name}: p50 {take(rounds, name, 50):.3f} ms, p95 {take(rounds, name, 95):.3f} ms"
        )
    print(
        "append / plain entry and outbox, p50: "
        f"{compare(rounds, 'append', 'plain entry and outbox', 50):.3f} ×"
    )
    judge(
        "append / plain entry, p50",
        compare(rounds, "append", "plain entry", 50),
        1.6,
        "×",
    )
    judge(
        "append / append and fdatasync, p50",
        compare(rounds, "append", "fdatasync", 50),
        2.0,
        "×",
    )
    judge(
        f"append p95, {MANY:,} / {FEW:,}",
        compare(rounds, "append to many", "append", 95),
        1.2,
        "×",
    )


Round = dict[str, list[float]]


def measure(few: "Bench", many: "Bench", folder: Path, number: int) -> Round:
    first = (number + 1) * CODES
    return {
        "append": few.time_entries(few.append, first),
        "plain entry": few.time_entries(few.insert, first),
        "fdatasync": time_appends(folder / "limit", CODES),
        "append to many": many.time_entries(many.append, first),
        "plain entry and outbox": few.time_entries(few.insert_both, first),
        "decision": few.time_decisions(first),
    }


class Bench:
    """A kiosk that holds `count` entries, and the same in plain SQLite."""

    def __init__(self, path: Path, count: int) -> None:
        folder = Folder(path)
        self._database = open_or_make(folder, upgrade)
        fill(self._database, count, settled=True)
        place = open_place(folder, self._database, system_clock())
        self._lane: Lane = make_lane(place)
        self._plain = make_plain(self._database, path / "plain.db")
        self._both = make_plain(self._database, path / "both.db")
        self._position = 0

    def close(self) -> None:
        with self._lane:
            self._plain.close()
            self._both.close()
        self._database.close()

    def time_entries(self, keep: Callable[[Entry], None], seed: int) -> list[float]:
        made = list(make_entries(seed * 7 + 5_000_000, CODES))
        return time_calls(lambda number: keep(made[number]), CODES)

    def append(self, entry: Entry) -> None:
        holder = entry.salt
        self._lane.write(lambda connection: entries.append(connection, entry, holder))

    def insert(self, entry: Entry) -> None:
        """Keep the entry, without an outbox."""
        self._plain.execute(_INSERT, self._make_row(entry))

    def insert_both(self, entry: Entry) -> None:
        row = self._make_row(entry)
        self._both.execute("BEGIN IMMEDIATE")
        self._both.execute(_INSERT, row)
        self._both.execute(_INSERT_OUTBOX, row[:1])
        self._both.execute("COMMIT")

    def time_decisions(self, first: int) -> list[float]:
        return time_calls(
            lambda number: self._lane.present(a_payload(a_card(first + number))), CODES
        )

    def _make_row(self, entry: Entry) -> tuple[object, ...]:
        self._position += 1
        facts = entry.content
        return (
            self._position,
            entry.entry_id,
            facts.decided_at_us,
            facts.act,
            facts.outcome,
            facts.direction,
            facts.gate,
            facts.kind,
            entry.salt,
            None,
            entry.salt * 2,
            chain.GENESIS,
            entry.salt,
            entry.encoded,
        )


def make_plain(database: Database, path: Path) -> sqlite3.Connection:
    """Return a plain database with the kiosk's tables, indexes and pragmas."""
    with database.read() as connection:
        made = connection.exec_driver_sql(
            "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND type IN ('table', 'index')"
        )
        statements = list(made.scalars())
    plain = sqlite3.connect(path, isolation_level=None)
    for statement in (*PRAGMAS, *statements):
        plain.execute(statement)
    return plain


def take(rounds: Sequence[Round], name: str, percent: float) -> float:
    return statistics.median(get_percentile(one[name], percent) for one in rounds)


def compare(rounds: Sequence[Round], name: str, limit: str, percent: float) -> float:
    """Return the median of the rounds' ratios."""
    return statistics.median(
        get_percentile(one[name], percent) / get_percentile(one[limit], percent)
        for one in rounds
    )


if __name__ == "__main__":
    main()
