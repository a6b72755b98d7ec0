"""Tests of the purge: what is past its time goes, and nothing else changes."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Table, func, select

from kiosk.protocol import chain
from kiosk.protocol.batch import Row
from kiosk.protocol.receipt import Status
from province import disposal
from province.disposal import foresee, keep_up, purge
from province.errors import LedgerError
from province.ingest import Ingested
from province.ledger import audit, purges, recoveries, rollups, settings, stays
from province.ledger.arrivals import append_batch
from province.ledger.audit import Note
from province.ledger.columns import to_us
from province.ledger.database import FILE_NAME, Database
from province.ledger.entry_tables import entries
from province.ledger.office_tables import audit as audit_table
from province.ledger.place_tables import point_days
from province.ledger.tables import admin_log, conflicts
from province.ledger.trace_tables import person_aliases
from province.ledger.trace_tables import stays as stay_table
from province.retention import LOG_DAYS, Matter, find_night
from province.services import Services
from province.upkeep import DUTIES
from tests.province.builders import NOW, FakeKiosk, add_point, an_entry, enrol, unpack
from tests.province.past import DAY, SECRET, bring, came, list_full, purge_now

UNTIL = date(2026, 10, 21)


@pytest.fixture
def kiosk(ledger: Database) -> FakeKiosk:
    """Return a kiosk of a market."""
    made = FakeKiosk()
    enrol(ledger, made, add_point(ledger))
    return made


def read_all(ledger: Database, table: Table) -> list[tuple[object, ...]]:
    with ledger.reading() as connection:
        return sorted(tuple(row) for row in connection.execute(select(table)))


def count(ledger: Database, table: Table) -> int:
    with ledger.reading() as connection:
        return connection.scalar(select(func.count()).select_from(table)) or 0


def test_what_tells_of_a_person_goes_with_its_time(
    ledger: Database, kiosk: FakeKiosk
) -> None:
    old = came(1, 31, visit={"host": "Bà Mẫu"}, text="ghi chú")
    bring(ledger, kiosk, old, came(2, 29))

    done = purge_now(ledger)

    with ledger.reading() as connection:
        this = entries.c.entry_id == old.entry_id
        row = connection.execute(select(entries).where(this)).one()
    assert (row.sealed, row.is_visit) == (None, None)
    assert row.commitment == chain.commit(old.salt, old.content)
    assert (done.is_whole, done.until, done.counts[Matter.ENTRIES]) == (True, UNTIL, 1)
    assert len(list_full(ledger)) == 1


def test_stays_and_words_of_who_went_go_too(ledger: Database, kiosk: FakeKiosk) -> None:
    bring(ledger, kiosk, came(1, 31), came(2, 29))
    assert (count(ledger, stay_table), count(ledger, person_aliases)) == (2, 4)

    done = purge_now(ledger)

    assert (count(ledger, stay_table), count(ledger, person_aliases)) == (1, 2)
    assert (done.counts[Matter.STAYS], done.counts[Matter.ALIASES]) == (1, 2)


def test_a_repeated_batch_is_a_duplicate_and_stays_empty(
    ledger: Database, kiosk: FakeKiosk
) -> None:
    packed = kiosk.pack(came(1, 31), came(2, 31))
    append_batch(ledger, unpack(packed), NOW)
    purge_now(ledger)
    before = read_all(ledger, entries)

    again = append_batch(ledger, unpack(packed), NOW)
    stays.catch_up(ledger, SECRET)

    assert isinstance(again, Ingested)
    assert [line.status for line in again.lines] == [Status.DUPLICATE] * 2
    assert read_all(ledger, entries) == before
    assert (count(ledger, conflicts), count(ledger, stay_table)) == (0, 0)


def test_a_recovering_kiosk_gets_ids_and_commitments_as_before(
    ledger: Database, kiosk: FakeKiosk
) -> None:
    bring(ledger, kiosk, came(1, 31), came(2, 29))
    with ledger.reading() as connection:
        before = recoveries.list_rows(connection, kiosk.kiosk_id, [(1, 9)])

    purge_now(ledger)

    with ledger.reading() as connection:
        assert recoveries.list_rows(connection, kiosk.kiosk_id, [(1, 9)]) == before


def test_figures_stay_even_where_they_are_counted_anew(
    ledger: Database, kiosk: FakeKiosk
) -> None:
    turned_back = came(2, 31, outcome="deny")
    checked = came(3, 31, outcome="check")
    settled = came(4, 31, act="admitted", outcome="", refers=checked.entry_id)
    bring(ledger, kiosk, came(1, 31), turned_back, checked, settled, came(5, 29))
    before = read_all(ledger, point_days)

    purge_now(ledger)

    assert read_all(ledger, point_days) == before
    with ledger.writing() as connection:
        rollups.rebuild(connection)
    assert read_all(ledger, point_days) == before


def test_a_late_void_of_a_purged_entry_counts(
    ledger: Database, kiosk: FakeKiosk
) -> None:
    old = came(1, 31)
    bring(ledger, kiosk, old, came(2, 31))
    purge_now(ledger)

    bring(ledger, kiosk, came(3, 31, act="void", outcome="", refers=old.entry_id))

    with ledger.reading() as connection:
        assert connection.scalars(select(point_days.c.admitted)).all() == [1]
    assert count(ledger, stay_table) == 0


def test_an_old_entry_that_comes_late_goes_the_next_night(
    ledger: Database, kiosk: FakeKiosk
) -> None:
    bring(ledger, kiosk, came(1, 31))
    purge_now(ledger)
    bring(ledger, kiosk, came(2, 40), came(3, 2))

    assert purge_now(ledger, 1).counts[Matter.ENTRIES] == 1
    assert list_full(ledger) == {came(3, 2).entry_id}


def test_a_point_keeps_for_its_own_days(ledger: Database, kiosk: FakeKiosk) -> None:
    bring(ledger, kiosk, came(1, 31), came(2, 50))
    with ledger.writing() as connection:
        point_id = connection.scalar(select(entries.c.point_id))
        text = f'{{"version": 1, "points": {{"{point_id}": {{"retention_days": 45}}}}}}'
        settings.store(connection, "policy", text)

    purge_now(ledger)

    assert list_full(ledger) == {came(1, 31).entry_id}


def test_longer_days_bring_nothing_back_and_take_nothing_early(
    ledger: Database, kiosk: FakeKiosk
) -> None:
    bring(ledger, kiosk, came(1, 31), came(2, 20))
    purge_now(ledger)
    with ledger.writing() as connection:
        text = '{"version": 1, "default": {"retention_days": 90}}'
        settings.store(connection, "policy", text)

    purge_now(ledger, 30)

    assert list_full(ledger) == {came(2, 20).entry_id}


def test_an_unreadable_policy_destroys_nothing(
    ledger: Database, kiosk: FakeKiosk
) -> None:
    bring(ledger, kiosk, came(1, 31))
    with ledger.writing() as connection:
        settings.store(connection, "policy", '{"version": "x"}')

    with pytest.raises(LedgerError, match="Nothing was destroyed"):
        purge_now(ledger)

    assert len(list_full(ledger)) == 1


def test_a_clock_that_nobody_believes_destroys_nothing_early_and_keeps_nothing_for_ever(
    ledger: Database, kiosk: FakeKiosk
) -> None:
    wrong = {"clock": "unknown", "boot": "b1"}
    bring(ledger, kiosk, came(1, 20_000, **wrong), came(2, -9_000, **wrong))

    assert purge_now(ledger).counts[Matter.ENTRIES] == 0
    assert purge_now(ledger, 32).counts[Matter.ENTRIES] == 2


def test_what_conflicts_said_goes_and_that_they_were_stays(
    ledger: Database, kiosk: FakeKiosk
) -> None:
    bring(ledger, kiosk, came(1, 31), came(2, 29))
    other = [a_twin(came(1, 31), 31), a_twin(came(2, 29), 29)]
    bring(ledger, kiosk, *other)

    assert purge_now(ledger).counts[Matter.CONFLICTS] == 1

    with ledger.reading() as connection:
        kept = connection.execute(select(conflicts)).all()
    assert sorted(row.sealed is not None for row in kept) == [False, True]


def a_twin(row: Row, days: float) -> Row:
    """Return other bytes under the id of `row`."""
    twin = came(99, days)
    return Row(row.entry_id, twin.salt, twin.content)


def test_logs_have_five_years(ledger: Database, kiosk: FakeKiosk) -> None:
    long_ago = NOW - (LOG_DAYS + 1) * DAY
    act = {"act": "purged", "outcome": "", "kind": "", "claims": {}, "text": "bí mật"}
    append_batch(
        ledger, kiosk.sign(an_entry(1, decided_at_us=to_us(long_ago), **act)), long_ago
    )
    append_batch(ledger, kiosk.sign(an_entry(2, **act)), NOW)
    with ledger.writing() as connection:
        for at in (long_ago, NOW):
            note = {"user_name": "lan", "unit": "", "act": "logged_in", "subject": ""}
            audit.append(connection, Note(at=at, **note, told={}, remote=""))

    done = purge_now(ledger)

    assert (done.counts[Matter.ACTS], done.counts[Matter.NOTES]) == (1, 1)
    with ledger.reading() as connection:
        assert connection.scalars(select(audit_table.c.at)).all() == [NOW]
        sealed = connection.scalars(select(admin_log.c.sealed).order_by("position"))
        assert [one is not None for one in sealed] == [False, True]


def test_a_dry_run_says_the_same_and_changes_nothing(
    ledger: Database, kiosk: FakeKiosk
) -> None:
    bring(ledger, kiosk, came(1, 31), came(2, 40, clock="unknown"), came(3, 29))
    bring(ledger, kiosk, a_twin(came(1, 31), 31))
    before = read_all(ledger, entries)

    said = foresee(ledger, NOW)

    assert (read_all(ledger, entries), count(ledger, stay_table)) == (before, 3)
    done = purge_now(ledger)
    del done.counts[Matter.ALIASES]
    assert +said.counts == +done.counts


def test_one_transaction_takes_a_thousand_at_most_and_the_record_has_the_sum(
    ledger: Database, kiosk: FakeKiosk
) -> None:
    for first in range(0, 2100, 700):
        rows = [came(first + n, 35) for n in range(700)]
        append_batch(ledger, kiosk.sign(*rows), NOW)
    pauses: list[float] = []

    purge(ledger, NOW, made_by="shell", rest=pauses.append)

    with ledger.reading() as connection:
        (record,) = purges.list_newest(connection, 9)
    assert (record.count(Matter.ENTRIES), record.made_by) == (2100, "shell")
    assert len(pauses) >= 3


def test_what_was_stopped_goes_on_with_its_record(
    ledger: Database, kiosk: FakeKiosk
) -> None:
    for first in (0, 600):
        rows = [came(first + n, 35) for n in range(600)]
        append_batch(ledger, kiosk.sign(*rows), NOW)

    stopped = purge(ledger, NOW, made_by="upkeep", limit=timedelta(0))
    assert (stopped.is_whole, len(list_full(ledger))) == (False, 200)
    done = purge_now(ledger, 0.1)

    assert (done.is_whole, list_full(ledger)) == (True, set())
    with ledger.reading() as connection:
        (record,) = purges.list_newest(connection, 9)
    assert (record.count(Matter.ENTRIES), record.begun_at) == (1200, NOW)
    assert record.ended_at == NOW + DAY / 10


def test_rounds_that_stop_at_once_come_to_an_end(
    ledger: Database, kiosk: FakeKiosk
) -> None:
    for first in (0, 600):
        bring(ledger, kiosk, *(came(first + n, 35) for n in range(600)))
    bring(ledger, kiosk, a_twin(came(1, 35), 35))

    rounds = 1
    while not purge(ledger, NOW, made_by="upkeep", limit=timedelta(0)).is_whole:
        rounds += 1
        assert rounds < 9

    assert (list_full(ledger), count(ledger, stay_table)) == (set(), 0)
    assert count(ledger, person_aliases) == 0


def test_a_new_province_waits_for_its_first_night(services: Services) -> None:
    kiosk = FakeKiosk()
    enrol(services.database, kiosk, add_point(services.database))
    bring(services.database, kiosk, came(1, 60))
    night = find_night(NOW) + DAY

    for moment in (NOW, NOW + DAY / 24, night - DAY / 24):
        keep_up(services, moment)
        assert len(list_full(services.database)) == 1
    keep_up(services, night)

    assert list_full(services.database) == set()


def test_a_night_without_anything_due_leaves_no_record(services: Services) -> None:
    keep_up(services, NOW)
    keep_up(services, NOW + DAY)

    with services.database.reading() as connection:
        assert purges.read_last(connection) == NOW + DAY
        assert purges.list_newest(connection, 9) == []


def test_no_byte_of_a_purged_person_is_left_in_the_file(
    sqlite: Database, tmp_path: Path
) -> None:
    kiosk = FakeKiosk()
    enrol(sqlite, kiosk, add_point(sqlite))
    for first in range(0, 1200, 60):
        some = range(first, first + 60)
        bring(sqlite, kiosk, *(came(n, 31 if n % 5 else 9, text="x" * n) for n in some))
    clear = [word for n in range(1200) for word in tell(n)]
    old = [tag for n in range(1200) if n % 5 for tag in list_tags(sqlite, n + 1)]
    young = [tag for n in range(0, 1200, 5) for tag in list_tags(sqlite, n + 1)]
    before = read_bytes(tmp_path)

    assert purge_now(sqlite).is_wiped

    after = read_bytes(tmp_path)
    assert (len(old), len(young)) == (960, 240)
    assert [word for word in clear if word in before] == []
    assert [tag for tag in old if tag not in before] == []
    assert [tag for tag in old if tag in after] == []
    assert [tag for tag in young if tag not in after] == []


def tell(number: int) -> tuple[bytes, ...]:
    """Return the document and the telephone of a person."""
    return f"0010990{number:05}".encode(), f"09120{number:05}".encode()


def list_tags(ledger: Database, position: int) -> list[bytes]:
    """Return the end of what is sealed of the entry at `position`, which nothing else has."""
    query = select(entries.c.sealed).where(entries.c.position == position)
    with ledger.reading() as connection:
        return [one[-16:] for one in connection.scalars(query) if one is not None]


def read_bytes(folder: Path) -> bytes:
    """Return all that SQLite has on the disk."""
    return b"".join(path.read_bytes() for path in folder.glob(f"{FILE_NAME}*"))


def test_the_upkeep_asks_for_it() -> None:
    assert disposal.keep_up in [duty.run for duty in DUTIES]
