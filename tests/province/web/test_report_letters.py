"""Tests of what the pages tell of drafts on their way by mail."""

import pytest

from province import drafting
from province.ledger import report_letters
from province.ledger.outbox import State
from province.ledger.scope import WHOLE
from province.services import Services
from province.web.page import load_texts
from province.web.report_letters import sum_up
from tests.province.builders import NOW
from tests.province.web.clerk import Clerk, open_office
from tests.province.weeks import WEEK


@pytest.fixture
def clerk(services: Services) -> Clerk:
    """Return a clerk whose draft goes to two, one of whom is not there."""
    with services.database.writing() as connection:
        drafting.draft(connection, "", WEEK, made_by="schedule 1", now=NOW)
        report_letters.append(
            connection,
            1,
            "",
            recipients=["a@mau.vn", "b@mau.vn"],
            made_by="schedule 1",
            now=NOW,
        )
        outbox = report_letters.OUTBOX
        outbox.settle_sent(connection, 1, NOW)
        outbox.settle_failed(connection, 2, "refused 550 No such user", None)
    return open_office(services, "clerk")


def test_the_list_tells_how_many_arrived(clerk: Clerk) -> None:
    assert "1/2 đã gửi, 1 không gửi được" in clerk.read("/reports")


def test_a_draft_tells_to_whom_it_went_and_why_not(clerk: Clerk) -> None:
    page = clerk.read("/reports/1")

    assert "máy chủ thư đã nhận" in page
    assert "Máy chủ thư từ chối thư này. 550 No such user" in page


def test_what_failed_is_tried_again_by_a_click(
    clerk: Clerk, services: Services
) -> None:
    answer = clerk.send("/reports/1/letters/2", at="/reports/1")

    assert answer.status_code == 303
    with services.database.reading() as connection:
        letters = report_letters.list_of(connection, WHOLE, [1])
    assert [one.state for one in letters] == [State.SENT, State.WAITING]
    assert "đang chờ gửi" in clerk.read("/reports/1")


@pytest.mark.parametrize("place", ["/reports/1/letters/3", "/reports/2/letters/2"])
def test_a_letter_that_is_none_is_missing(clerk: Clerk, place: str) -> None:
    assert clerk.send(place, at="/reports/1").status_code == 404


def test_a_draft_without_letters_has_nothing_to_tell() -> None:
    assert sum_up((), load_texts("vi")) == {}
