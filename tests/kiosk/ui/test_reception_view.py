"""Reception view: one page at a time, and a question that covers it."""

import pytest
from pytestqt.qtbot import QtBot

from kiosk.ui.flow import Flow
from kiosk.ui.reception_screens import compose_desk, compose_question
from kiosk.ui.reception_view import ReceptionView
from kiosk.ui.screens import compose_screen
from kiosk.ui.status import Status
from tests.ui.samples import EN, VI, WALL, surroundings
from tests.ui.visitors import list_receptions

pytestmark = pytest.mark.usefixtures("fonts")

RECEPTIONS = list_receptions()
STATUS: Status = compose_screen(Flow(), surroundings(), (VI, EN), WALL).status


@pytest.fixture
def view(qtbot: QtBot) -> ReceptionView:
    view = ReceptionView()
    qtbot.addWidget(view)
    view.resize(1280, 800)
    return view


def show(view: ReceptionView, name: str) -> None:
    reception, at_ms = RECEPTIONS[name]
    view.show_screen(compose_desk(reception, VI, WALL), STATUS)
    view.ask(compose_question(reception, VI, at_ms))


@pytest.mark.parametrize(
    ("name", "shown"),
    [("desk-form", [1, 0, 0]), ("desk-list", [0, 1, 0]), ("desk-roll", [0, 0, 1])],
)
def test_one_page_is_shown(view: ReceptionView, name: str, shown: list[int]) -> None:
    for one in ("desk-roll", "desk-form", name):
        show(view, one)
    pages = (view.form, view.list, view.roll)
    assert [int(not page.isHidden()) for page in pages] == shown


def test_a_question_covers_everything(view: ReceptionView) -> None:
    show(view, "desk-form-warning")
    assert (view.question.isHidden(), view.question.geometry()) == (False, view.rect())


def test_a_question_goes_with_its_cause(view: ReceptionView) -> None:
    show(view, "desk-form-warning")
    show(view, "desk-form")
    assert view.question.isHidden()


def test_nothing_is_shown_once_the_desk_closed(view: ReceptionView) -> None:
    show(view, "desk-form")
    view.show_screen(None, STATUS)
    assert view.isHidden()
