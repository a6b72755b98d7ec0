"""Ingest: 100,000 entries over HTTP into the ledger, against the database's own bulk load.

Bounds (issue 7). PostgreSQL: at least 0.35 of one raw COPY of the same rows into
the same indexed table, at most 3.2 times its CPU; a backlog of seven closed days,
into a table that holds them already, at least 0.25 of that COPY. SQLite: at least
0.8 of `executemany` of the same rows in the same batches. A replay is no slower
than the first time and changes no row. All of a round is measured in turn, and
the median of the rounds' ratios counts.

Kiosks send over keep-alive connections of their own, each batch after the
receipt of the one before, as large as a kiosk makes them on a good line
(`kiosk.sync.pace`); every receipt's signature is checked afterwards.
"""

import argparse
import contextlib
import http.client
import os
import sqlite3
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from sqlalchemy import make_url

from benchmarks.costs import Cost, measure
from benchmarks.rounds import judge
from kiosk.protocol import receipt, signature
from kiosk.sync.pace import Pace
from province.keys import KeyFolder, KeyName
from province.ledger.columns import to_us
from province.ledger.database import FILE_NAME, open_database
from province.ledger.entry_tables import entries
from tests.province.builders import NOW, FakeKiosk, add_point, an_entry, enrol
from tests.province.postgres import run_cluster
from tests.province.processes import Running, serve

KIOSKS = 4
EACH = 25_000
ENTRIES = KIOSKS * EACH
GOOD_S = 0.1
"""What a batch takes on a good line."""
ALONE = 200
"""Entries sent one by one, as clients do that check in over HTTP."""
PRELOADED = 300_000
DAYS = 7
WORKERS = 2
ROUNDS = 7
_COLUMNS = ", ".join(f'"{one.name}"' for one in entries.c if one.computed is None)
"""Of `entries`, but what the database reckons itself."""
_COPY = f"COPY entries ({_COLUMNS}) FROM STDIN"
_SELECT = f"SELECT {_COLUMNS} FROM entries ORDER BY batch_id, position"  # noqa: S608 - ours
_DUMP = f"COPY ({_SELECT}) TO STDOUT"
_FILLED = (
    "entries, purge_holds, admin_log, conflicts, forks, heads, epochs, anchors, "
    "stretches, point_days, point_months, unit_days"
)

Backlog = Mapping[str, Sequence[bytes]]
"""What each kiosk sends, by its id."""


@dataclass(slots=True)
class Table:
    """The ratios of every round by name."""

    ratios: dict[str, list[float]] = field(default_factory=dict)

    def add(self, name: str, ratio: float) -> None:
        self.ratios.setdefault(name, []).append(ratio)

    def get(self, name: str) -> float:
        return statistics.median(self.ratios[name])


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--only", choices=["postgresql", "sqlite"])
    asked = parser.parse_args()
    kiosks = [FakeKiosk(seed + 1) for seed in range(KIOSKS)]
    today = make_backlog(kiosks, 0)
    table = Table()
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder:
        if asked.only != "sqlite":
            late = make_backlog([FakeKiosk(seed + 1) for seed in range(KIOSKS)], DAYS)
            measure_postgresql(Path(folder), kiosks, (today, late), asked.rounds, table)
        if asked.only != "postgresql":
            measure_sqlite(Path(folder), kiosks, today, asked.rounds, table)
    for name, ratios in table.ratios.items():
        print(f"  {name}: " + " ".join(f"{ratio:.2f}" for ratio in ratios))
    tell(table)


def tell(table: Table) -> None:
    """Judge the medians; `judge` wants bounds from above, so rates are turned over."""
    for name, at_least in (
        ("PostgreSQL, of one COPY", 0.35),
        ("PostgreSQL, seven closed days, of one COPY", 0.25),
        ("PostgreSQL, replay of the first time", 1.0),
        ("PostgreSQL, of one request an entry", 100.0),
        ("SQLite, of executemany", 0.8),
        ("SQLite, replay of the first time", 1.0),
    ):
        if name in table.ratios:
            rate = table.get(name)
            mark = "holds" if rate >= at_least else "MISSED"
            print(f"{name}: {rate:.2f}, at least {at_least:.2f}: {mark}")
    if (name := "PostgreSQL, CPU of COPY's") in table.ratios:
        judge(name, table.get(name), 3.2, "times")


def make_backlog(kiosks: Sequence[FakeKiosk], days: int) -> Backlog:
    """Return what each kiosk sends: entries of the last day, or of `days` closed ones."""
    span = timedelta(days=max(days, 1))
    first = NOW - span - timedelta(days=days)
    step = span / EACH
    made: dict[str, list[bytes]] = {}
    for index, kiosk in enumerate(kiosks):
        number = index * EACH
        packed = made.setdefault(kiosk.kiosk_id, [])
        for start, size in list_batches():
            places = range(start, start + size)
            rows = [
                an_entry(number + at, **change(number + at, first + step * at))
                for at in places
            ]
            packed.append(kiosk.pack(*rows))
    return made


def list_batches() -> list[tuple[int, int]]:
    """Return first row and size of each batch of a kiosk's backlog."""
    pace, start, made = Pace(), 0, []
    while start < EACH:
        size = min(pace.rows, EACH - start)
        made.append((start, size))
        pace = pace.grow(size, GOOD_S)
        start += size
    return made


def change(number: int, at: object) -> dict[str, object]:
    return {
        "decided_at_us": to_us(at),  # type: ignore[arg-type]  # a datetime, as built
        "claims": {
            "document": f"0010{number:08d}",
            "name": f"NGUYỄN VĂN MẪU {number % 977}",
            "sex": "male",
            "birth": "1990-02-03",
        },
    }


def measure_postgresql(
    folder: Path,
    kiosks: Sequence[FakeKiosk],
    backlogs: tuple[Backlog, Backlog],
    rounds: int,
    table: Table,
) -> None:
    today, late = backlogs
    with run_cluster() as url, contextlib.closing(open_database(folder, url)) as ledger:
        point = add_point(ledger)
        for kiosk in kiosks:
            enrol(ledger, kiosk, point)
        libpq = make_url(url).set(drivername="postgresql").render_as_string()
        options = ("--database", url, "--workers", str(WORKERS))
        with (
            serve(folder / "pg", *options) as province,
            psycopg.connect(libpq, autocommit=True) as connection,
        ):
            server = list_cluster(connection), province.process.pid
            for number in range(rounds + 1):
                one = run_round(connection, province, server, today, late)
                if number:  # the first warms everything up
                    for name, ratio in one.items():
                        table.add(name, ratio)


def list_cluster(connection: psycopg.Connection) -> int:
    """Return the process that all of the cluster's are children of."""
    with Path(f"/proc/{connection.info.backend_pid}/stat").open() as stat:
        return int(stat.read().rsplit(")", 1)[1].split()[1])


def run_round(
    connection: psycopg.Connection,
    province: Running,
    server: tuple[int, int],
    today: Backlog,
    late: Backlog,
) -> dict[str, float]:
    """Measure all in turn; return the ratios by name."""
    empty(connection)
    first = measure_sending(province, server, today)
    loaded = dump(connection)
    again = measure_sending(province, server, today)
    assert dump(connection) == loaded, "the replay changed a row"
    connection.execute("TRUNCATE entries, purge_holds")
    connection.execute("CHECKPOINT")
    copied = measure(server[:1], lambda: load(connection, loaded))
    alone = measure(server, lambda: send_alone(province))
    empty(connection)
    preload(connection)
    spread = measure_sending(province, server, late)
    print(
        f"COPY {tell_cost(copied)}; HTTP {tell_cost(first)}; "
        f"replay {tell_cost(again)}; seven days {tell_cost(spread)}"
    )
    return {
        "PostgreSQL, of one COPY": copied.wall_s / first.wall_s,
        "PostgreSQL, CPU of COPY's": first.cpu_s / copied.cpu_s,
        "PostgreSQL, seven closed days, of one COPY": copied.wall_s / spread.wall_s,
        "PostgreSQL, replay of the first time": first.wall_s / again.wall_s,
        "PostgreSQL, of one request an entry": (alone.wall_s / ALONE)
        / (first.wall_s / ENTRIES),
    }


def tell_cost(cost: Cost) -> str:
    each_us = 1e6 / ENTRIES
    return f"{cost.wall_s * each_us:.1f} µs (CPU {cost.cpu_s * each_us:.1f})"


def empty(connection: psycopg.Connection) -> None:
    connection.execute(f"TRUNCATE {_FILLED}, batches RESTART IDENTITY")
    connection.execute("CHECKPOINT")


def dump(connection: psycopg.Connection) -> bytes:
    with connection.cursor() as cursor, cursor.copy(_DUMP) as copy:
        return b"".join(bytes(part) for part in copy)


def load(connection: psycopg.Connection, rows: bytes) -> None:
    """Do the least that keeps these rows: the limit of everything else."""
    with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
        copy.write(rows)


def preload(connection: psycopg.Connection) -> None:
    """Fill the seven days with entries of another kiosk, as the days left them."""
    connection.execute(
        """
        INSERT INTO batches (hash, kiosk_id, epoch, sequence, first, count, start,
            head, signature, covered_until, sent_at, received_at, app_version, clock,
            pending, roster_version, disk_free, reader_faults)
        SELECT '\\x00', kiosk_id, 'old', 1, 1, 0, '', '', '', 0, 0, 0, '', '', 0, 0, 0, 0
        FROM kiosks LIMIT 1
        """
    )
    connection.execute(
        """
        INSERT INTO entries (entry_id, batch_id, point_id, position, decided_at,
            wording_id, sealed)
        SELECT gen_random_uuid(), batch_id, point_id, 1000000 + n,
            %(first)s + n * %(step)s, (SELECT min(wording_id) FROM wordings),
            substr(decode(repeat(md5(n::text), 7), 'hex'), 1, 108)
        FROM generate_series(1::bigint, %(count)s) AS n, batches JOIN kiosks USING (kiosk_id)
        """,
        {
            "first": to_us(NOW - timedelta(days=2 * DAYS)),
            "step": DAYS * 86_400_000_000 // PRELOADED,
            "count": PRELOADED,
        },
    )
    connection.execute("CHECKPOINT")


def send_all(province: Running, backlog: Backlog, receipts: list[bytes]) -> None:
    """Let every kiosk send all it has, at the same time; note each receipt."""
    faults: list[str] = []

    def send(batches: Sequence[bytes]) -> None:
        with connect(province) as connection:
            for batch in batches:
                status, body = post(connection, batch)
                if status == 200:
                    receipts.append(body)
                else:
                    faults.append(f"{status} {body!r}")

    threads = [
        threading.Thread(target=send, args=(batches,)) for batches in backlog.values()
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults, faults[0]


def measure_sending(province: Running, server: Sequence[int], backlog: Backlog) -> Cost:
    """Return what sending all costs; opening the receipts is the client's time."""
    receipts: list[bytes] = []
    cost = measure(server, lambda: send_all(province, backlog, receipts))
    key = signature.get_public_bytes(KeyFolder(province.data).load(KeyName.RECEIPT))
    opened = [receipt.open_receipt(one, (key,)) for one in receipts]
    assert sum(len(one.lines) for one in opened if one is not None) == ENTRIES
    return cost


def send_alone(province: Running) -> None:
    kiosk = FakeKiosk(1)
    kiosk.epoch = f"one by one {time.time_ns()}"
    batches = [
        kiosk.pack(an_entry(10**7 + time.time_ns() % 10**9)) for _ in range(ALONE)
    ]
    with connect(province) as connection:
        for batch in batches:
            assert post(connection, batch)[0] == 200


@contextlib.contextmanager
def connect(province: Running) -> Iterator[http.client.HTTPConnection]:
    parts = urlsplit(province.url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port or 80)
    with contextlib.closing(connection):
        yield connection


def post(connection: http.client.HTTPConnection, body: bytes) -> tuple[int, bytes]:
    headers = {"Content-Type": "application/vnd.kiosk.batch"}
    connection.request("POST", "/v1/batches", body, headers)
    response = connection.getresponse()
    return response.status, response.read()


def measure_sqlite(
    folder: Path,
    kiosks: Sequence[FakeKiosk],
    backlog: Backlog,
    rounds: int,
    table: Table,
) -> None:
    with serve(folder / "sqlite") as province:
        path = province.data / FILE_NAME
        with contextlib.closing(open_database(province.data)) as ledger:
            point = add_point(ledger)
            for kiosk in kiosks:
                enrol(ledger, kiosk, point)
        for number in range(rounds + 1):
            one = run_sqlite_round(path, province, backlog)
            if number:
                for name, ratio in one.items():
                    table.add(name, ratio)


def run_sqlite_round(
    path: Path, province: Running, backlog: Backlog
) -> dict[str, float]:
    server = (province.process.pid,)
    with contextlib.closing(open_file(path)) as connection:
        empty_file(connection)
        first = measure_sending(province, server, backlog)
        query = _SELECT
        rows = connection.execute(query).fetchall()
        again = measure_sending(province, server, backlog)
        assert connection.execute(query).fetchall() == rows, "the replay changed a row"
        connection.execute("DELETE FROM entries")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        limit = measure((os.getpid(),), lambda: load_file(connection, rows))
    print(
        f"executemany {tell_cost(limit)}; HTTP {tell_cost(first)}; "
        f"replay {tell_cost(again)}"
    )
    return {
        "SQLite, of executemany": limit.wall_s / first.wall_s,
        "SQLite, replay of the first time": first.wall_s / again.wall_s,
    }


def open_file(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def empty_file(connection: sqlite3.Connection) -> None:
    for name in (*_FILLED.split(", "), "batches"):
        connection.execute(f"DELETE FROM {name}")  # noqa: S608 - ours
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def load_file(
    connection: sqlite3.Connection, rows: Sequence[tuple[object, ...]]
) -> None:
    """Do the least that keeps these rows durably in the same batches."""
    places = ", ".join("?" * len(rows[0]))
    for kiosk in range(KIOSKS):
        for first, size in list_batches():
            begin = kiosk * EACH + first
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany(
                f"INSERT INTO entries ({_COLUMNS}) VALUES ({places})",  # noqa: S608 - ours
                rows[begin : begin + size],
            )
            connection.execute("COMMIT")


if __name__ == "__main__":
    main()
