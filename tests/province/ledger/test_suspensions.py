"""Tests of points that rest, on both databases."""

from datetime import timedelta

from province.ledger.database import Database
from province.ledger.points import find_point
from province.ledger.scope import WHOLE
from province.ledger.suspensions import (
    Suspended,
    Suspension,
    list_suspensions,
    resume,
    suspend,
)
from tests.province.builders import NOW, add_point

LATER = NOW + timedelta(hours=1)


def test_a_point_rests_once_and_works_again(ledger: Database) -> None:
    point = add_point(ledger)
    with ledger.writing() as connection:
        done = [
            suspend(connection, point, "hè", by="lan", now=NOW),
            suspend(connection, point, "nữa", by="minh", now=LATER),
            resume(connection, point, LATER),
            resume(connection, point, LATER + timedelta(hours=1)),
        ]

    assert done == [Suspended.DONE, Suspended.RESTS_ALREADY, True, False]
    with ledger.reading() as connection:
        assert list_suspensions(connection, point) == [
            Suspension(since=NOW, until=LATER, reason="hè", decided_by="lan")
        ]


def test_a_second_suspension_has_a_moment_of_its_own(ledger: Database) -> None:
    point = add_point(ledger)
    with ledger.writing() as connection:
        suspend(connection, point, "hè", by="lan", now=NOW)
        resume(connection, point, NOW)
        again = [
            suspend(connection, point, "nữa", by="minh", now=now)
            for now in (NOW, LATER)
        ]
        kept = list_suspensions(connection, point)

    assert again == [Suspended.TOO_SOON, Suspended.DONE]
    assert [(one.since, one.reason) for one in kept] == [(LATER, "nữa"), (NOW, "hè")]


def test_a_suspension_that_lasts_is_told_of_the_point(ledger: Database) -> None:
    point = add_point(ledger)
    with ledger.writing() as connection:
        suspend(connection, point, "hè", by="lan", now=NOW)
        kept = find_point(connection, WHOLE, point)
        (lasting,) = list_suspensions(connection, point)

    assert kept is not None
    assert (kept.suspended_at, lasting.until) == (NOW, None)


def test_other_points_go_on(ledger: Database) -> None:
    one, other = add_point(ledger), add_point(ledger)
    with ledger.writing() as connection:
        suspend(connection, one, "hè", by="lan", now=NOW)
        kept = find_point(connection, WHOLE, other)

    assert kept is not None
    assert kept.suspended_at is None
