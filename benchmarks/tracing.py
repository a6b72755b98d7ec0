"""Tracing: whom a person met among 20,000,000 entries, against a bare count of the same ranges.

    python -m benchmarks.tracing [--entries 20000000] [--scale]

The province of `benchmarks.province_scale` is laid in a private PostgreSQL, with stays
of 2,000,000 people over its entries, half as many. Asked are typical people and one who
was everywhere, warm and after a start with nothing in memory; the contacts of 1,000
contacts; the week's report. `--scale` measures the figures too, in the same province.
20,000,000 entries take 19 GB. Bounds: issue 10, reference/scale.md 4.
"""

import argparse
import hashlib
import logging
import random
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial

from sqlalchemy import Connection, func, select, text

from benchmarks import province_scale
from benchmarks.cold import make_cold
from benchmarks.province_scale import Site
from benchmarks.rounds import ROUNDS, get_percentile, judge
from province import tracing as look_up
from province.drafting import draft
from province.ledger import cases, tracing
from province.ledger.cases import Case
from province.ledger.circles import list_circles
from province.ledger.columns import to_us
from province.ledger.database import Database
from province.ledger.scope import WHOLE
from province.ledger.trace_tables import stays
from province.ledger.tracing import Tally, Wanted
from province.report_commands import make_document
from province.stays import Stay, Sureness
from province.tracing import MOST_EACH, TOGETHER, Progress
from tests.province import scale

PEOPLE = 2_000_000
ASKED = 60
"""People traced in a round: 14 days of each, two hours around."""
STARTS = 3
"""Starts with nothing in memory; after each a third of `ASKED` are traced."""
WINDOW_US = 2 * 3_600_000_000
MONTH = scale.MONTH
START = MONTH.start
PERIOD = START + timedelta(days=10), START + timedelta(days=24)
PAGE = Wanted(limit=50)
REPORT_S = 5.0
SECOND_S = 5.0
HEAVIEST_MS = 1000.0
WARM_MS, COLD_MS = 25.0, 100.0

# A person of the entries was there from one hour of the day to the next ones; nobody
# goes out between ten in the evening and six. Twenty people are everywhere.
FILL = """
INSERT INTO stays (person_key, in_id, out_id, since, until, marks, sureness, span, point_id)
SELECT md5('p' || person)::uuid, entry_id, NULL, since, since + length, 131200, 2,
  CASE WHEN length <= 3600000000 THEN 0 WHEN length <= 14400000000 THEN 1 ELSE 2 END,
  point_id
FROM (
  SELECT entry_id, point_id,
    floor(random() * CASE WHEN random() < 0.0005 THEN 20 ELSE :people END)::bigint AS person,
    decided_at - (decided_at + 25200000000) % 86400000000 + 21600000000
      + (decided_at + 25200000000) % 86400000000 * 2 / 3 AS since,
    (300 + floor(random() * 14000))::bigint * 1000000 AS length
  FROM worded
  WHERE direction = 'in' AND outcome = 'allow' AND hashtext(entry_id::text) & 1023 < 788
) AS made
"""
INDEXES = ("ix_stays_person_key_since", "ix_stays_point")


def main() -> int:
    """Measure and judge; return the process's exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=20_000_000)
    parser.add_argument("--scale", action="store_true", help="its figures too")
    options = parser.parse_args()
    # What the entries say was never sealed, so each that is opened is told as altered.
    logging.getLogger("province.ledger.vault").setLevel(logging.ERROR)
    began = time.monotonic()
    with province_scale.open_site(options.entries, MONTH) as site:
        print(f"{options.entries:,} entries in {time.monotonic() - began:.0f} s")
        fill(site.ledger, options.entries)
        held = [measure_cold(site), measure(site.ledger), measure_report(site)]
        if options.scale:
            with province_scale.open_site(options.entries // 10, MONTH) as small:
                rounds = province_scale.ROUNDS
                figures = province_scale.measure_sites(small, site, rounds)
                held.append(province_scale.tell(figures))
    print(f"all of it took {(time.monotonic() - began) / 60:.0f} min")
    return 0 if all(held) else 1


def fill(database: Database, entries: int) -> None:
    """Put stays in over the entries that are there, and their indexes after them."""
    began = time.monotonic()
    with database.writing() as connection:
        made = [
            connection.scalar(
                text("SELECT pg_get_indexdef(CAST(:n AS regclass))"), {"n": name}
            )
            for name in INDEXES
        ]
        for name in INDEXES:
            connection.execute(text(f"DROP INDEX {name}"))
        count = connection.execute(text(FILL), {"people": PEOPLE}).rowcount
        connection.execute(text("SET LOCAL maintenance_work_mem = '1GB'"))
        for definition in made:
            connection.execute(text(str(definition)))
    engine = database._engine  # noqa: SLF001 - VACUUM runs in no transaction
    with engine.connect() as bare:
        plain = bare.execution_options(isolation_level="AUTOCOMMIT")
        plain.execute(text("VACUUM ANALYZE stays"))
    with database.reading() as connection:
        size = connection.scalar(text("SELECT pg_total_relation_size('stays')")) or 0
    took_s = time.monotonic() - began
    print(f"{count:,} stays in {took_s:.0f} s; {size / entries:.0f} bytes an entry")


def measure_cold(site: Site) -> bool:
    """Trace people right after starts with nothing in memory, each for the first time."""
    chance = random.Random(20261121)
    taken, named = [], []
    with site.ledger.reading() as connection:
        for _ in range(ASKED):  # the questions themselves are known
            trace(connection, chance.randrange(20, PEOPLE))
    for _ in range(STARTS):
        site.ledger.close()
        how = make_cold(site.url)
        with site.ledger.reading() as connection:
            for _ in range(ASKED // STARTS):
                person = chance.randrange(20, PEOPLE)
                taken.append(time_ms(partial(trace, connection, person)))
                named.append(time_ms(partial(name, connection, person)))
    print(
        f"cold ({how}): p50 {statistics.median(taken):.1f} ms; the names of the page "
        f"after it p50 {statistics.median(named):.1f}, p95 {get_percentile(named, 95):.1f} ms"
    )
    return judge("cold, p95", get_percentile(taken, 95), COLD_MS)


def measure_report(site: Site) -> bool:
    """Draft the week's report with its documents, cold and warm."""
    times = []
    for is_cold in (True, False, False):
        if is_cold:
            site.ledger.close()
            make_cold(site.url)
        times.append(time_ms(partial(make_report, site.ledger)) / 1000)
    print(f"the week's report, cold: {times[0]:.2f} s")
    return judge("the week's report", max(times), REPORT_S, "s")


def make_report(database: Database) -> int:
    """Draft last week's report of the province; return how long its documents are."""
    now = scale.WEEK.end + timedelta(days=1)
    with database.writing() as connection:
        report = draft(connection, "", scale.WEEK, made_by="nva", now=now).report
    endings = (".docx", ".xlsx")
    return sum(len(make_document(report, ending)) for ending in endings)


def measure(database: Database) -> bool:
    """Trace typical people and the heaviest, each beside a count of the same ranges."""
    ratios, warm, sizes = [], [], []
    chance = random.Random(20261120)
    with database.reading() as connection:
        for _ in range(ROUNDS):
            people = [chance.randrange(20, PEOPLE) for _ in range(ASKED)]
            traced, counted = [], []
            for person in people:
                sizes.append(trace(connection, person))
                counted.append(time_ms(partial(count, connection, person)))
                traced.append(time_ms(partial(trace, connection, person)))
            warm.append(get_percentile(traced, 95))
            ratios.append(warm[-1] / get_percentile(counted, 95))
        print(f"typical: {statistics.median(sizes):.0f} people met")
        found = trace(connection, 1)
        print(f"the heaviest: {found} people met")
        heavy = [time_ms(partial(trace, connection, 1)) for _ in range(3)]
        second_s = time_second(connection, chance)
    progress = measure_progress(database)
    held = [
        judge("trace, p95, against a bare count", statistics.median(ratios), 2, "x"),
        judge("the heaviest person", statistics.median(heavy), HEAVIEST_MS),
    ]
    # What follows is time alone: to be believed where nothing else runs.
    judge("warm, p95", statistics.median(warm), WARM_MS)
    judge("contacts of 1,000 contacts", second_s, SECOND_S, "s")
    print(progress)
    return all(held)


def trace(connection: Connection, person: int) -> int:
    """Return how many people a person met: their stays, and the first page of contacts."""
    key = find_key(person)
    mine = list_mine(connection, key)
    return tracing.list_contacts(
        connection, mine, [key], window_us=WINDOW_US, wanted=PAGE
    ).people


def count(connection: Connection, person: int) -> int:
    """Return how many stays lie in the ranges that a trace looks into, and nothing else."""
    mine = list_mine(connection, find_key(person))
    if not mine:
        return 0
    asked = tracing.list_mine(connection.dialect.name)
    query = select(func.count()).select_from(
        asked.join(stays, tracing.lies_near(asked))
    )
    return connection.scalar(query, tracing.bind(mine, WINDOW_US)) or 0


def name(connection: Connection, person: int) -> int:
    """Read who the contacts of a page are, and by which stays they were met."""
    key = find_key(person)
    mine = list_mine(connection, key)
    found = tracing.list_contacts(
        connection, mine, [key], window_us=WINDOW_US, wanted=PAGE
    )
    keys = [one.person_key for one in found.tallies]
    met = tracing.list_meeting_stays(connection, mine, keys, window_us=WINDOW_US)
    return len(tracing.describe(connection, keys)) + len(met)


def list_mine(connection: Connection, key: bytes) -> Sequence[Stay]:
    """Return a person's stays of 14 days."""
    return [stay for _, stay in tracing.list_stays(connection, [key], PERIOD, WHOLE)]


def find_key(person: int) -> bytes:
    """Return the join key of a made-up person."""
    return hashlib.md5(f"p{person}".encode(), usedforsecurity=False).digest()


def time_second(connection: Connection, chance: random.Random) -> float:
    """Return how many seconds the contacts of 1,000 contacts take, the median of three."""
    took = []
    for _ in range(3):
        firsts = [
            Tally(
                person_key=find_key(chance.randrange(20, PEOPLE)),
                since_us=to_us(PERIOD[0]),
                overlap_us=0,
                sureness=Sureness.HIGH,
            )
            for _ in range(1000)
        ]
        took.append(time_ms(partial(ask_second, connection, firsts)) / 1000)
    return statistics.median(took)


def ask_second(connection: Connection, firsts: Sequence[Tally]) -> int:
    """Ask for the contacts of `firsts` as a case does; return how many they are."""
    found = 0
    for first in range(0, len(firsts), TOGETHER):
        circles = list_circles(
            connection,
            firsts[first : first + TOGETHER],
            PERIOD[1],
            WHOLE,
            window_us=WINDOW_US,
            most=MOST_EACH,
        )
        found += sum(map(len, circles.values()))
    return found


def measure_progress(database: Database) -> str:
    """Ask for the second degree of who was everywhere, as officers do; tell how it went."""
    case = Case(
        case_id="V0",
        made_at=PERIOD[1],
        made_by="y.te",
        unit="",
        reason="benchmark",
        way="document",
        persons=(find_key(1),),
        since=PERIOD[0],
        until=PERIOD[1],
        window=timedelta(microseconds=WINDOW_US),
    )
    with database.writing() as connection:
        cases.add(connection, case)
    took, progress = [], Progress(done=0, total=1)
    while not progress.is_over:
        began = time.perf_counter()
        progress = look_up.ask_second(database, case)
        took.append(time.perf_counter() - began)
        case = replace(case, second_done=progress.done)
    with database.reading() as connection:
        found = cases.count_second(connection, case.case_id)
    return (
        f"a case of {progress.total} contacts: {found} of theirs in {sum(took):.1f} s, "
        f"told of {len(took)} times, after {max(took):.1f} s at the latest"
    )


def time_ms(call: Callable[[], object]) -> float:
    """Return how long `call` took."""
    began = time.perf_counter()
    call()
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    sys.exit(main())
