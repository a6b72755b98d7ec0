"""What the kiosk remembers of its backups says how old the newest is, and when one is due."""

from datetime import timedelta

import pytest

from kiosk.storage import backup_record
from kiosk.storage.backup_record import Judged, Record, judge
from kiosk.storage.database import Database
from tests.fakes import START

EVERY = timedelta(hours=4)
MADE = Record(to="/card", made_at_us=int(START.timestamp() * 1_000_000), position=7)


def test_nothing_is_remembered_at_first(database: Database) -> None:
    with database.read() as connection:
        record = backup_record.read(connection)
    assert (record, record.made_at, record.get_age_s(START)) == (Record(), None, None)


def test_a_record_is_kept(database: Database) -> None:
    with database.write() as connection:
        backup_record.put(connection, MADE)
    with database.read() as connection:
        assert backup_record.read(connection) == MADE


def test_a_fault_leaves_what_is_known_of_the_last_good_one() -> None:
    failed = MADE.fail("full")
    assert (failed.made_at, failed.fault) == (START, "full")


@pytest.mark.parametrize(
    ("hours", "age_s", "expected"),
    [(0, 0, "wait"), (3, 10_800, "wait"), (4, 14_400, "due"), (-5, 0, "due")],
)
def test_a_backup_is_due_by_its_age_and_when_the_clock_was_set_back(
    hours: int, age_s: int, expected: str
) -> None:
    now = START + timedelta(hours=hours)
    assert MADE.get_age_s(now) == age_s
    is_due = backup_record.is_due(MADE, "/card", EVERY, now)
    assert ("due" if is_due else "wait") == expected


def test_another_card_is_due_at_once() -> None:
    assert backup_record.is_due(MADE, "/other", EVERY, START)
    assert backup_record.is_due(Record(), "/card", EVERY, START)


APART = Record(to="/card", made_at_us=MADE.made_at_us, is_apart=True)
SAID = {"to": "/card", "hours": "0"}


@pytest.mark.parametrize(
    ("record", "to", "expected"),
    [
        (None, "", Judged(ok=True, code="none", values={"to": ""})),
        (Record(), "", Judged(ok=True, code="none", values={"to": ""})),
        (Record(), "/card", Judged(ok=False, code="never", values={"to": "/card"})),
        (APART, "/card", Judged(ok=True, code="good", values=SAID)),
        (APART, "", Judged(ok=True, code="good", values=SAID)),
        (MADE, "/card", Judged(ok=True, code="beside", values=SAID)),
        (MADE.fail("full"), "/card", Judged(ok=False, code="full")),
    ],
)
def test_the_doctor_says_how_backups_stand(
    record: Record | None, to: str, expected: Judged
) -> None:
    assert judge(record, to, EVERY, START) == expected


def test_a_backup_that_was_left_out_thrice_is_old() -> None:
    late = START + 3 * EVERY
    assert judge(APART, "/card", EVERY, late).code == "good"
    assert judge(APART, "/card", EVERY, late + timedelta(seconds=1)).code == "old"
