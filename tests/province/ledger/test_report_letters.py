"""Tests of drafts on their way by mail, on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from province import drafting
from province.ledger import report_letters
from province.ledger.database import Database
from province.ledger.outbox import CLAIM, State
from province.ledger.report_letters import ReportLetter
from province.ledger.scope import WHOLE, Scope
from tests.province.builders import NOW
from tests.province.weeks import WEEK


def keep(ledger: Database, *recipients: str, unit: str = "04") -> int:
    with ledger.writing() as connection:
        made = drafting.draft(connection, unit, WEEK, made_by="lan", now=NOW)
        report_letters.append(
            connection,
            made.report_id,
            unit,
            recipients=recipients,
            made_by="lan",
            now=NOW,
        )
    return made.report_id


def read(ledger: Database, report_id: int) -> tuple[ReportLetter, ...]:
    with ledger.reading() as connection:
        return report_letters.list_of(connection, WHOLE, [report_id])


def test_each_address_has_a_letter_of_its_own(ledger: Database) -> None:
    number = keep(ledger, "a@mau.vn", "b@mau.vn", "a@mau.vn")

    letters = read(ledger, number)

    assert [one.recipient for one in letters] == ["a@mau.vn", "b@mau.vn"]
    assert {one.state for one in letters} == {State.WAITING}
    assert len({one.message_id for one in letters}) == 2


def test_no_draft_goes_to_an_address_twice(ledger: Database) -> None:
    number = keep(ledger, "a@mau.vn")

    with pytest.raises(IntegrityError), ledger.writing() as connection:
        report_letters.append(
            connection, number, "04", recipients=["a@mau.vn"], made_by="x", now=NOW
        )


def test_a_letter_is_in_one_pair_of_hands(ledger: Database) -> None:
    keep(ledger, "a@mau.vn", "b@mau.vn")
    times = NOW, NOW, NOW + CLAIM - timedelta(seconds=1), NOW + CLAIM

    claimed = []
    for now in times:
        with ledger.writing() as connection:
            claimed.append(report_letters.claim_due(connection, now, 9))

    assert [len(some) for some in claimed] == [2, 0, 0, 2]
    assert [one.attempts for one in claimed[3]] == [2, 2]


def test_only_what_failed_in_ones_own_units_is_tried_again(ledger: Database) -> None:
    number = keep(ledger, "a@mau.vn")
    (letter,) = read(ledger, number)
    mine, other = Scope(unit="04"), Scope(unit="05")

    def retry(scope: Scope, report_id: int = number) -> bool:
        with ledger.writing() as connection:
            return report_letters.retry(
                connection, scope, report_id, letter.letter_id, NOW
            )

    assert not retry(mine)
    with ledger.writing() as connection:
        outbox = report_letters.OUTBOX
        outbox.settle_failed(connection, letter.letter_id, "refused 550", None)
    assert [retry(other), retry(mine, number + 1), retry(mine)] == [False, False, True]
    assert [one.state for one in read(ledger, number)] == [State.WAITING]


def test_letters_of_other_units_are_not_listed(ledger: Database) -> None:
    number = keep(ledger, "a@mau.vn")

    with ledger.reading() as connection:
        assert report_letters.list_of(connection, Scope(unit="05"), [number]) == ()
