"""Tests of the outbox that letters of every kind wait in, on both databases."""

from datetime import datetime, timedelta

import pytest

from province.ledger import office_tables
from province.ledger.database import Database
from province.ledger.outbox import Outbox, State, find_state
from province.ledger.report_tables import report_letters
from tests.province.builders import NOW
from tests.province.ledger.test_report_letters import keep, read

OUTBOX = Outbox(table=report_letters)


@pytest.mark.parametrize(
    ("sent_at", "next_at", "fault", "state"),
    [
        (NOW, None, "", State.SENT),
        (None, None, "refused 550", State.FAILED),
        (None, NOW, "later 450", State.AGAIN),
        (None, NOW, "", State.WAITING),
    ],
)
def test_what_is_kept_says_what_became_of_it(
    sent_at: datetime | None, next_at: datetime | None, fault: str, state: State
) -> None:
    assert find_state(sent_at, next_at, fault) is state


def test_the_longest_waiting_goes_first(ledger: Database) -> None:
    letters = read(ledger, keep(ledger, "a@mau.vn", "b@mau.vn", "c@mau.vn"))
    first, second, third = (one.letter_id for one in letters)
    earlier = NOW - timedelta(hours=1)

    with ledger.writing() as connection:
        OUTBOX.settle_failed(connection, third, "later 450", earlier)
        OUTBOX.settle_sent(connection, first, NOW)
        claimed = [OUTBOX.claim_due(connection, NOW, 1) for _ in range(3)]

    assert claimed == [(third,), (second,), ()]


def test_what_was_sent_is_not_tried_again(ledger: Database) -> None:
    (letter,) = read(ledger, keep(ledger, "a@mau.vn"))

    with ledger.writing() as connection:
        OUTBOX.settle_sent(connection, letter.letter_id, NOW)
        assert not OUTBOX.retry(connection, letter.letter_id, NOW)


def test_each_table_has_a_number_as_its_key() -> None:
    reminders = Outbox(table=office_tables.reminders)

    assert (reminders.key.name, OUTBOX.key.name) == ("reminder_id", "letter_id")
