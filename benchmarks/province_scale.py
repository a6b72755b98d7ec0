"""Scale: a province's figures out of its days, against the same out of its raw entries.

Bounds (issue 9): each question at most 1/20 of the same answer from raw rows; rollup
upkeep at most 10 % of ingest; ingest at least 0.8 of its idle rate while an officer
looks at the dashboard; both flat as entries grow tenfold; at most 290 bytes an entry on
disk. All but the bytes is measured in turn within one run; medians count.

`--entries 20000000` is the real size (about 12 minutes); 1,000,000 go in by default.
"""

import argparse
import contextlib
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import text

from benchmarks.rounds import judge
from kiosk.protocol.batch import Row, SignedBatch
from province.footfall import Newcomers
from province.ingest import Sender, ingest
from province.ledger import figures, rollups
from province.ledger.arrivals import append_batch
from province.ledger.columns import to_day_number, to_us
from province.ledger.database import Database, open_database
from province.ledger.scope import WHOLE
from province.ledger.steps import tell_minute
from province.period import Period
from tests.province import scale
from tests.province.builders import FakeKiosk, an_entry, enrol
from tests.province.postgres import run_cluster

ENTRIES = 1_000_000
ROUNDS = 7
BATCH = 1000
BATCHES = 12
"""Of each round; a kiosk's own, sent one after another."""
LOOK_S = 1.0
"""How often somebody looks at the dashboard while batches come."""

RAW_SHARE = 1 / 20
UPKEEP_SHARE = 0.1
MEANWHILE = 0.8
FLAT = 1.5
"""How much slower it may be at ten times as many entries; rounds differ by as much."""
ENTRY_BYTES = 290

_COUNTS = """
    act = 'presented' AND status = 'accepted' AND (outcome = 'allow' OR outcome = 'check'
        AND EXISTS (SELECT FROM worded AS a WHERE a.refers = e.entry_id AND a.act = 'admitted'
            AND a.point_id = e.point_id AND a.status = 'accepted'))
    AND NOT EXISTS (SELECT FROM worded AS v WHERE v.refers = e.entry_id AND v.act = 'void'
        AND v.point_id = e.point_id AND v.status = 'accepted')
"""
"""Which entry was admitted; that a settling act may be voided is left out in its favour."""

PARTS = {
    "days": "point_days WHERE day >= :first AND day < :after",
    # Of which pages read days and hours (decision 0038).
    "unit_days": "unit_days WHERE day >= :first AND day < :after",
    "raw": f"minute BETWEEN :start AND :last AND {_COUNTS}",
    "both_raw": f"minute BETWEEN :before AND :last AND {_COUNTS}",
    "hours": ", ".join(f"sum(h{hour:02})" for hour in range(24)),
    "raw_hour": "(decided_at + 25200000000) / 3600000000",
}

QUESTIONS = {
    "active in 7 days": (
        # By point, as the pages ask; PostgreSQL 15 sorts for a count of distinct ones.
        """SELECT count(*) FROM (SELECT point_id FROM {days} GROUP BY point_id
        HAVING sum(admitted) > 0) AS active""",
        """SELECT count(*) FROM (SELECT point_id FROM worded AS e WHERE {raw}
        GROUP BY point_id) AS active""",
    ),
    "by day": (
        "SELECT day, sum(admitted) FROM {unit_days} GROUP BY 1 ORDER BY 1",
        """SELECT {raw_hour} / 24, count(*) FROM worded AS e WHERE {raw}
        GROUP BY 1 ORDER BY 1""",
    ),
    "by category": (
        """SELECT category, sum(admitted) FROM points JOIN (SELECT * FROM {days}) AS days
        USING (point_id) GROUP BY 1 ORDER BY 1""",
        """SELECT category, count(*) FROM worded AS e JOIN points USING (point_id)
        WHERE {raw} GROUP BY 1 ORDER BY 1""",
    ),
    "by hour": (
        "SELECT unnest(ARRAY[{hours}]) FROM {unit_days}",
        """SELECT count(*) FROM worded AS e WHERE {raw}
        GROUP BY {raw_hour} % 24 ORDER BY {raw_hour} % 24""",
    ),
    "week over week by unit": (
        """SELECT unit, sum(CASE WHEN day >= :first THEN admitted ELSE -admitted END)
        FROM point_days WHERE day >= :first - 7 AND day < :after GROUP BY 1 ORDER BY 1""",
        """SELECT unit, sum(CASE WHEN minute >= :start THEN 1 ELSE -1 END)
        FROM worded AS e JOIN points USING (point_id) WHERE {both_raw}
        GROUP BY 1 ORDER BY 1""",
    ),
}
"""What pages ask, of the days and of the entries themselves; the answers must be equal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A province's ledger of some size, and one of its kiosks."""

    ledger: Database
    url: str
    kiosk: FakeKiosk


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Medians of the rounds' ratios, and what an entry takes on disk."""

    shares: Mapping[str, float]
    upkeep: float
    meanwhile: float
    batch: float
    figures: float
    entry_bytes: float


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--entries", type=int, default=ENTRIES)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--look", metavar="URL", help="only look at the dashboard")
    asked = parser.parse_args()
    if asked.look:
        look(asked.look)
    tell(measure(asked.entries, asked.rounds))


def tell(measured: Measured) -> bool:
    """Judge all of it; return whether all but the bytes holds."""
    holds = [
        judge(f"{name}, of raw rows", share, RAW_SHARE, "times")
        for name, share in measured.shares.items()
    ]
    holds += [
        judge("rollup upkeep, of ingest", measured.upkeep, UPKEEP_SHARE, "times"),
        judge("ingest, looked at of idle", measured.meanwhile, 1 / MEANWHILE, "times"),
        judge("a batch, of a tenth's", measured.batch, FLAT, "times"),
        judge("figures, of a tenth's", measured.figures, FLAT, "times"),
    ]
    judge("an entry on disk", measured.entry_bytes, ENTRY_BYTES, "bytes")
    return all(holds)


def measure(entries: int, rounds: int) -> Measured:
    """Measure a province of so many entries, in turn with one of a tenth of them."""
    # Fewer entries over fewer days: the days of so many points are as many as ever.
    period = scale.MONTH if entries > ENTRIES else scale.FORTNIGHT
    with open_site(entries // 10, period) as small, open_site(entries, period) as large:
        return measure_sites(small, large, rounds)


def measure_sites(small: Site, large: Site, rounds: int) -> Measured:
    """Measure `large`, in turn with `small`, which has a tenth of its entries."""
    shares = {
        name: compare(large.ledger, [one.format(**PARTS) for one in pair], rounds)
        for name, pair in QUESTIONS.items()
    }
    measured = [measure_round(small, large) for _ in range(rounds + 1)][1:]
    upkeep, batch, looked, meanwhile = map(
        statistics.median, zip(*measured, strict=True)
    )
    return Measured(
        shares=shares,
        upkeep=upkeep,
        meanwhile=meanwhile,
        batch=batch,
        figures=looked,
        entry_bytes=read_entry_bytes(large.ledger),
    )


@contextlib.contextmanager
def open_site(entries: int, period: Period) -> Iterator[Site]:
    """Give a province with so many entries, written out so that nothing of it is measured."""
    with (
        tempfile.TemporaryDirectory() as folder,
        run_cluster() as url,
        contextlib.closing(open_database(Path(folder), url)) as ledger,
    ):
        kiosk = FakeKiosk()
        with ledger.writing() as connection:
            scale.lay_province(connection)
        enrol(ledger, kiosk, "P000001")
        with ledger.writing() as connection:
            scale.fill(connection, 1, entries, period)
        with ledger.writing() as connection:
            connection.execute(text("CHECKPOINT"))
        yield Site(ledger=ledger, url=url, kiosk=kiosk)


def read_entry_bytes(ledger: Database) -> float:
    with ledger.reading() as connection:
        size = connection.scalar(
            text(
                "SELECT pg_total_relation_size('entries') + "
                "pg_total_relation_size('wordings')"
            )
        )
        return int(size or 0) / int(
            connection.scalar(text("SELECT count(*) FROM entries")) or 1
        )


def measure_round(small: Site, large: Site) -> tuple[float, float, float, float]:
    """Return the upkeep's share, batch and figures of a tenth's, and batches looked at of idle."""
    pairs = zip(make_batches(small.kiosk), make_batches(large.kiosk), strict=True)
    upkeep, batch = [], []
    for one, other in pairs:
        kept_s = time_upkeep(large, other)
        small_s, large_s = time_send(small, one), time_send(large, other)
        upkeep.append(kept_s / large_s)
        batch.append(large_s / small_s)
    looked = [time_ask(large.ledger) / time_ask(small.ledger) for _ in range(3)]
    return (
        statistics.median(upkeep),
        statistics.median(batch),
        statistics.median(looked),
        measure_meanwhile(large),
    )


def compare(ledger: Database, pair: Sequence[str], rounds: int) -> float:
    """Return what asking the days costs of asking the entries; raw rows take long."""
    days, raw = pair
    answers: list[object] = []

    def put(question: str) -> None:
        told = {
            name: at for name, at in list_moments().items() if f":{name}" in question
        }
        with ledger.reading() as connection:
            found = connection.execute(text(question), told)
            answers.append([tuple(row) for row in found])

    put(raw)
    shares = []
    for _ in range(max(3, rounds // 2)):
        asked = statistics.median(time_of(lambda: put(days)) for _ in range(3))
        shares.append(asked / time_of(lambda: put(raw)))
    assert all(answer == answers[0] for answer in answers), "the answers differ"
    return statistics.median(shares)


def list_moments() -> dict[str, int]:
    week = scale.WEEK
    return {
        "start": tell_minute(week.start),
        "last": tell_minute(week.end) - 1,
        "before": tell_minute(week.start - timedelta(days=7)),
        "first": to_day_number(week.first),
        "after": to_day_number(week.last) + 1,
    }


def time_ask(ledger: Database) -> float:
    """Return how long all figures of the province take, in seconds."""
    with ledger.reading() as connection:
        return time_of(
            lambda: figures.read(connection, WHOLE, scale.WEEK, scale.WEEK.end)
        )


def time_upkeep(site: Site, signed: SignedBatch) -> float:
    """Do what keeps the days in step with a batch, and undo it: the commit is the batch's."""
    sender = Sender(
        kiosk_id=site.kiosk.kiosk_id,
        point_id="P000001",
        public_key=site.kiosk.public_key,
        is_revoked=False,
    )
    at = scale.WEEK.end + timedelta(days=2)
    new = ingest(signed, sender, {}, received_at_us=to_us(at)).new
    with site.ledger.writing() as connection, connection.begin_nested() as undone:
        connection.execute(text("SET LOCAL plan_cache_mode = force_custom_plan"))
        begun = time.perf_counter()
        newcomers = Newcomers("P000001", new)
        rollups.lock_point(connection, "P000001", is_shared=True)
        rollups.settle(connection, rollups.foresee(connection, newcomers))
        took = time.perf_counter() - begun
        undone.rollback()
    return took


def measure_meanwhile(site: Site) -> float:
    """Return how much longer batches take while somebody looks than with nobody."""
    command = [sys.executable, "-m", "benchmarks.province_scale", "--look", site.url]
    idle_s = [time_send(site, one) for one in make_batches(site.kiosk)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as looking:
        assert looking.stdout is not None
        looking.stdout.readline()  # it has looked once
        looked_s = [time_send(site, one) for one in make_batches(site.kiosk)]
        looking.kill()
    return sum(looked_s) / sum(idle_s)


def look(url: str) -> None:
    """Look at the dashboard's figures again and again, until killed."""
    with contextlib.closing(open_database(Path(tempfile.gettempdir()), url)) as ledger:
        while True:
            begun = time.perf_counter()
            time_ask(ledger)
            print("looked", flush=True)
            time.sleep(max(0.0, LOOK_S - (time.perf_counter() - begun)))


def make_batches(kiosk: FakeKiosk) -> list[SignedBatch]:
    return [
        kiosk.sign(*(make_row(kiosk.size + 1 + row) for row in range(BATCH)))
        for _ in range(BATCHES)
    ]


def make_row(number: int) -> Row:
    at = scale.WEEK.end + timedelta(days=1, milliseconds=number)
    claims = {"document": f"{number:012}", "name": f"NGUYỄN VĂN MẪU {number % 977}"}
    return an_entry(10**9 + number, decided_at_us=to_us(at), claims=claims)


def time_send(site: Site, signed: SignedBatch) -> float:
    at = scale.WEEK.end + timedelta(days=2)
    return time_of(lambda: append_batch(site.ledger, signed, at))


def time_of(call: Callable[[], object]) -> float:
    """Return how long `call` took, in seconds."""
    begun = time.perf_counter()
    call()
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
