"""Tests of the days of points against a count of the raw entries, on both databases."""

import contextlib
import random
import threading
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from msgspec.structs import replace
from sqlalchemy import create_engine, delete, insert, select, update

from kiosk.protocol.batch import Health, Row, SignedBatch
from province.ledger import held, rollups
from province.ledger.arrivals import Way, append_batch
from province.ledger.columns import to_us
from province.ledger.database import FILE_NAME, Database, open_database
from province.ledger.entry_tables import entries, worded
from province.ledger.place_tables import HOURS, point_days, point_units
from tests.province.builders import NOW, FakeKiosk, add_point, an_entry, enrol, revoke
from tests.province.ledger.summing import assert_summed_up

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
TODAY = date(2026, 11, 20)
HEALTH = Health(
    app_version="0.1.0", clock="unknown", pending=0, roster_version=1, disk_free=1
)

Days = dict[tuple[date, str], Counter[str]]
"""The figures above nothing of each day and point; each look holds the summaries against them."""


@pytest.fixture
def kiosk(ledger: Database) -> FakeKiosk:
    """Return a kiosk that may send to `ledger`."""
    made = FakeKiosk()
    enrol(ledger, made, add_point(ledger))
    return made


def an_act(number: int, name: str, refers: Row, **changes: object) -> Row:
    return an_entry(number, act=name, outcome="", refers=refers.entry_id, **changes)


def read(ledger: Database) -> Days:
    with ledger.reading() as connection:
        found = connection.execute(select(point_days)).mappings().all()
        assert_summed_up(connection)
    names = ("entries", "admitted", "refused", *HOURS)
    return {
        (row["day"], row["point_id"]): +Counter({name: row[name] for name in names})
        for row in found
    }


def recount(ledger: Database) -> Days:
    """Count the entries one by one, in words of our own."""
    with ledger.reading() as connection:
        kept = connection.execute(select(worded)).all()
    acts: dict[tuple[bytes | None, str, str], list[bytes]] = {}
    for row in kept:
        if row.status == "accepted":
            told = (row.refers, row.act, row.point_id)
            acts.setdefault(told, []).append(row.entry_id)
    made: Days = {}
    for row in kept:
        local = (row.placed_at or row.decided_at) + 7 * HOUR
        day = made.setdefault((local.date(), row.point_id), Counter())
        day["entries"] += 1
        stands = row.act == "presented" and row.status == "accepted"
        if not stands or (row.entry_id, "void", row.point_id) in acts:
            continue
        settled = any(
            (one, "void", row.point_id) not in acts
            for one in acts.get((row.entry_id, "admitted", row.point_id), ())
        )
        if row.outcome == "allow" or (row.outcome == "check" and settled):
            day["admitted"] += 1
            day[f"h{local.hour:02}"] += 1
        day["refused"] += row.outcome == "deny"
    return {day: +figures for day, figures in made.items()}


def test_a_day_counts_what_came_and_what_was_let_in(
    ledger: Database, kiosk: FakeKiosk
) -> None:
    rows = an_entry(1), an_entry(2, outcome="check"), an_entry(3, outcome="deny")
    append_batch(ledger, kiosk.sign(*rows), NOW)
    append_batch(ledger, kiosk.sign(an_act(4, "admitted", rows[1])), NOW)

    figures = Counter(entries=4, admitted=2, refused=1, h12=2)
    assert read(ledger) == {(TODAY, "P000001"): figures}


def test_a_local_day_begins_at_17_hours_utc(ledger: Database, kiosk: FakeKiosk) -> None:
    midnight = NOW - 12 * HOUR
    times = midnight - timedelta(microseconds=1), midnight
    rows = (an_entry(n, decided_at_us=to_us(at)) for n, at in enumerate(times))
    append_batch(ledger, kiosk.sign(*rows), NOW)

    assert read(ledger) == {
        (TODAY - DAY, "P000001"): Counter(entries=1, admitted=1, h23=1),
        (TODAY, "P000001"): Counter(entries=1, admitted=1, h00=1),
    }


def test_a_repeated_batch_changes_no_day(ledger: Database, kiosk: FakeKiosk) -> None:
    signed = kiosk.sign(an_entry(1), an_entry(2))
    append_batch(ledger, signed, NOW)
    before = read(ledger)

    append_batch(ledger, signed, NOW)

    assert read(ledger) == before


def test_a_day_lies_in_the_unit_of_that_day(ledger: Database, kiosk: FakeKiosk) -> None:
    """The point moved on the day before today."""
    with ledger.writing() as connection:
        connection.execute(delete(point_units))
        moves = [(date(1970, 1, 1), "04"), (TODAY - DAY, "05")]
        connection.execute(
            insert(point_units),
            [
                {"point_id": "P000001", "valid_from": day, "unit": unit}
                for day, unit in moves
            ],
        )
    times = (NOW - 2 * DAY, NOW - DAY, NOW)
    rows = (an_entry(n, decided_at_us=to_us(at)) for n, at in enumerate(times))
    append_batch(ledger, kiosk.sign(*rows), NOW)

    query = select(point_days.c.unit).order_by(point_days.c.day)
    with ledger.reading() as connection:
        assert list(connection.scalars(query)) == ["04", "05", "05"]


def test_days_are_counted_anew(ledger: Database, kiosk: FakeKiosk) -> None:
    """The backfill of a migration."""
    append_batch(ledger, kiosk.sign(*make_rows(random.Random(1), 40)), NOW)
    right = read(ledger)
    with ledger.writing() as connection:
        connection.execute(update(point_days).values(entries=7, admitted=7, h03=9))
        rollups.rebuild(connection)

    assert read(ledger) == right == recount(ledger)


def test_before_1970_is_a_day_too(ledger: Database, kiosk: FakeKiosk) -> None:
    """A count of ninety years, from a kiosk without a battery."""
    old = an_entry(1, clock="unknown", boot="b", monotonic_ms=90 * 366 * 86_400_000)
    health = replace(HEALTH, boot="b", monotonic_ms=99 * 366 * 86_400_000)
    signed = kiosk.sign(old, an_entry(2, decided_at_us=0), health=health)
    append_batch(ledger, signed, NOW)
    with ledger.writing() as connection:
        connection.execute(update(entries).values(placed_at=NOW - 60 * 366 * DAY))
        rollups.rebuild(connection)

    assert read(ledger) == recount(ledger)
    assert min(read(ledger))[0] < date(1970, 1, 1)


def make_rows(chance: random.Random, count: int, first: int = 0) -> list[Row]:
    """Return entries of three days and acts on any of them, some of doubtful clocks."""
    rows: list[Row] = []
    for number in range(first, first + count):
        at = NOW - chance.uniform(0, 3) * DAY
        told: dict[str, object] = {"decided_at_us": to_us(at)}
        if chance.random() < 0.2:
            boot = f"boot{number // 40}"
            counted = chance.randrange(72 * 3_600_000)
            told |= {"clock": "unknown", "boot": boot, "monotonic_ms": counted}
        if rows and chance.random() < 0.4:
            name = chance.choice(["void", "admitted", "turned_away", "void"])
            rows.append(an_act(number, name, chance.choice(rows), **told))
        else:
            outcome = chance.choice(["allow", "allow", "check", "check", "deny"])
            rows.append(an_entry(number, outcome=outcome, **told))
    return rows


def make_batches(chance: random.Random) -> list[tuple[SignedBatch, Way]]:
    """Return batches of two kiosks of a point and one of another, in any order.

    Their entries are dealt out at random, so an act comes before what it refers to,
    from another kiosk, or not from the same point at all.
    """
    rows = make_rows(chance, 90)
    chance.shuffle(rows)
    made = []
    kiosks = [FakeKiosk(seed) for seed in (1, 2, 3)]
    while rows:
        size = chance.randint(1, 8)
        several, rows = rows[:size], rows[size:]
        health = replace(
            HEALTH,
            boot=f"boot{chance.randrange(3)}",
            monotonic_ms=chance.randrange(90 * 3_600_000),
        )
        signed = chance.choice(kiosks).sign(*several, health=health)
        made.append((signed, chance.choice(list(Way))))
    chance.shuffle(made)
    return [*made, *chance.sample(made, 3)]


@pytest.mark.parametrize("seed", range(4))
def test_days_stay_in_step_whatever_comes(ledger: Database, seed: int) -> None:
    chance = random.Random(seed)
    points = [add_point(ledger, name) for name in ("A", "B")]
    for number, point_id in ((1, points[0]), (2, points[0]), (3, points[1])):
        enrol(ledger, FakeKiosk(number), point_id)
    batches = make_batches(chance)
    for number, (signed, way) in enumerate(batches):
        if number == len(batches) // 2:
            revoke(ledger, FakeKiosk(2))
        append_batch(ledger, signed, NOW + number * timedelta(minutes=1), way=way)
        assert read(ledger) == recount(ledger), f"after batch {number}"
    with ledger.writing() as connection:
        before = held.count_by_kiosk(connection)[FakeKiosk(2).kiosk_id]
        assert held.accept(connection, FakeKiosk(2).kiosk_id) == before
    assert read(ledger) == recount(ledger)


def test_kiosks_of_one_point_may_send_at_once(ledger: Database) -> None:
    """One brings what the other voids, in either order, a hundred times."""
    point_id = add_point(ledger)
    kiosks = [FakeKiosk(1), FakeKiosk(2)]
    for one in kiosks:
        enrol(ledger, one, point_id)
    rows = [an_entry(number) for number in range(100)]
    voids = [an_act(1000 + n, "void", row) for n, row in enumerate(rows)]
    ready = threading.Barrier(2)

    def send(kiosk: FakeKiosk, sent: list[Row]) -> None:
        for row in sent:
            ready.wait(60)
            append_batch(ledger, kiosk.sign(row), NOW)

    threads = [
        threading.Thread(target=send, args=pair, name="kiosk")
        for pair in zip(kiosks, (rows, voids), strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert read(ledger) == {(TODAY, point_id): Counter(entries=200)} == recount(ledger)


def test_an_older_ledger_has_its_days_once_it_is_brought_up_to_date(
    tmp_path: Path,
) -> None:
    """As version 0007 left it: two entries and a void, and nothing that counts them."""
    engine = create_engine(f"sqlite:///{tmp_path / FILE_NAME}")
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", "province:migrations")
        config.set_main_option("path_separator", "os")
        config.attributes["connection"] = connection
        command.upgrade(config, "0007")
        for statement in OLD_ROWS:
            connection.exec_driver_sql(statement)
        for values in OLD_ENTRIES:
            connection.exec_driver_sql(OLD_ENTRY, values)
    engine.dispose()

    with contextlib.closing(open_database(tmp_path)) as ledger:
        figures = Counter(entries=3, admitted=1, h12=1)
        assert read(ledger) == {(TODAY, "P1"): figures} == recount(ledger)


OLD_ROWS = (
    "INSERT INTO points VALUES ('P1', 'Cổng chợ', 'market', '04', 0, NULL)",
    """INSERT INTO kiosks (kiosk_id, public_key, point_id, gate, machine, enrolled_at,
    last_pending) VALUES ('KAAAAAAAAAAAB', '', 'P1', 'G1', '', 0, 0)""",
    """INSERT INTO batches VALUES (1, '', 'KAAAAAAAAAAAB', 'e1', 1, 1, 3, '', '', '', 0, 0, 0, '',
    '', 0, 0, 0, 0)""",
)
OLD_ENTRY = """
INSERT INTO entries (entry_id, batch_id, kiosk_id, point_id, position, act, decided_at,
    received_at, direction, gate, outcome, kind, verified, reasons, claims, refers, text,
    status, commitment)
VALUES (?, 1, 'KAAAAAAAAAAAB', 'P1', ?, ?, ?, 0, 'in', 'G1', ?, '', 0, '[]', '{}', ?, '', 'accepted', '')
"""
OLD_ENTRIES = (
    (b"1" * 16, 1, "presented", to_us(NOW), "allow", None),
    (b"2" * 16, 2, "presented", to_us(NOW), "allow", None),
    (b"3" * 16, 3, "void", to_us(NOW), "", b"1" * 16),
)
