"""Tests of the outbox and of what is kept of letters, on both databases."""

from datetime import date, timedelta

from province.activity import Activity
from province.ledger import reminders
from province.ledger.database import Database
from province.ledger.outbox import CLAIM, State
from province.ledger.scope import WHOLE, Scope
from province.period import find_week
from province.reminders import Silence, Text, Way
from tests.province.builders import NOW, add_point
from tests.province.weeks import ACTIVE_WEEK, lay
from tests.province.weeks import WEEK as LETTERS_WEEK

WEEK = find_week(date(2026, 11, 9))
LETTER = Text(subject="Đôn đốc", body="Kính gửi")


def keep(ledger: Database, unit: str = "04", way: Way = Way.MAIL) -> int:
    silence = Silence(
        unit=unit,
        unit_name="Xã",
        period=WEEK,
        registered=1,
        active=1,
        zero=0,
        no_report=0,
        points=(),
    )
    with ledger.writing() as connection:
        return reminders.append(
            connection,
            silence,
            LETTER,
            way=way,
            recipient="a@mau.vn",
            made_by="lan",
            now=NOW,
        )


def claim(ledger: Database, after: timedelta) -> list[int]:
    with ledger.writing() as connection:
        claimed = reminders.claim_due(connection, NOW + after, 9)
    return [one.reminder_id for one in claimed]


def test_a_letter_is_in_one_pair_of_hands(ledger: Database) -> None:
    number = keep(ledger)

    hands = [claim(ledger, after) for after in (timedelta(0), CLAIM / 2, CLAIM)]

    assert hands == [[number], [], [number]]


def test_what_arrived_is_never_claimed_again(ledger: Database) -> None:
    number = keep(ledger)
    claim(ledger, timedelta(0))
    with ledger.writing() as connection:
        reminders.OUTBOX.settle_sent(connection, number, NOW)
        again = reminders.retry(connection, WHOLE, number, NOW)

    assert (again, claim(ledger, 9 * CLAIM)) == (False, [])


def test_what_was_refused_for_good_goes_on_an_officers_word(ledger: Database) -> None:
    number = keep(ledger)
    claim(ledger, timedelta(0))
    with ledger.writing() as connection:
        reminders.OUTBOX.settle_failed(connection, number, "refused 550", None)
    assert claim(ledger, 9 * CLAIM) == []

    with ledger.writing() as connection:
        tried = [
            reminders.retry(connection, Scope(unit=unit), number, NOW)
            for unit in ("05", "04")
        ]

    assert tried == [False, True]
    assert claim(ledger, timedelta(0)) == [number]


def test_what_is_in_somebodys_hands_is_not_given_to_another(ledger: Database) -> None:
    number = keep(ledger)
    claim(ledger, timedelta(0))
    with ledger.writing() as connection:
        reminders.OUTBOX.settle_failed(connection, number, "later 450", NOW)
    claim(ledger, timedelta(0))

    with ledger.writing() as connection:
        assert not reminders.retry(connection, WHOLE, number, NOW)

    assert claim(ledger, timedelta(0)) == []


def test_letters_of_other_units_are_not_seen(ledger: Database) -> None:
    mine, other = keep(ledger, "04"), keep(ledger, "05")
    scope = Scope(unit="04")

    with ledger.reading() as connection:
        seen = [one.reminder_id for one in reminders.list_page(connection, scope)]
        found = [reminders.find(connection, scope, n) is None for n in (mine, other)]

    assert (seen, found) == ([mine], [False, True])


def test_pages_follow_each_other(ledger: Database) -> None:
    made = [keep(ledger, way=Way.FILE) for _ in range(3)]

    with ledger.reading() as connection:
        first = reminders.list_page(connection, WHOLE, most=2)
        second = reminders.list_page(connection, WHOLE, first[-1].reminder_id, most=2)

    assert [one.reminder_id for one in (*first, *second)] == made[::-1]
    assert {one.state for one in first} == {State.FILE}


def test_addresses_belong_to_units(ledger: Database) -> None:
    with ledger.writing() as connection:
        reminders.store_addresses(connection, "04", ["a@mau.vn", "b@mau.vn"])
        reminders.store_addresses(connection, "05", ["c@mau.vn"])
        reminders.store_addresses(connection, "06", [])
        every = reminders.list_addressed(connection, WHOLE)
        mine = reminders.list_addressed(connection, Scope(unit="05"))

    assert every == {"04": ("a@mau.vn", "b@mau.vn"), "05": ("c@mau.vn",)}
    assert mine == {"05": ("c@mau.vn",)}


def test_silence_is_told_with_whom_to_call(ledger: Database) -> None:
    point = add_point(ledger, "Chợ C", "04")
    add_point(ledger, "Chợ D", "05")
    week = find_week(NOW.date())

    with ledger.reading() as connection:
        silence = reminders.read_silence(connection, Scope(unit="04"), week, NOW)

    (one,) = silence.points
    assert (one.point_id, one.standing) == (point, Activity.NO_REPORT)
    assert (silence.registered, silence.active, silence.no_report) == (1, 0, 1)
    assert one.last_contact is None


def test_the_letters_week_is_told_exactly_and_its_first_points(
    sqlite: Database,
) -> None:
    lay(sqlite, ACTIVE_WEEK)

    with sqlite.reading() as connection:
        first, whole = (
            reminders.read_silence(connection, WHOLE, LETTERS_WEEK, NOW, most)
            for most in (3, None)
        )

    assert (whole.registered, whole.active) == (6128, 620)
    assert (whole.zero, whole.no_report, whole.silent) == (4000, 1508, 5508)
    assert len(whole.points) == 5508
    assert first.points == whole.points[:3]
    assert (first.zero, first.no_report) == (whole.zero, whole.no_report)
