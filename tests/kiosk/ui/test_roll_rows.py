"""Roll rows: the model of a roll call, and what a tick changes in it."""

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from kiosk.ui.roll_call import begin
from kiosk.ui.roll_rows import DETAIL, NAME, SEEN, RollModel
from tests.ui.samples import VI, WALL
from tests.ui.visitors import some_visits

ROLL = begin(some_visits(3), WALL)


def test_a_row_says_who_it_is_and_whether_they_were_seen(qtbot: QtBot) -> None:
    del qtbot
    owner = QObject()
    model = RollModel(owner)
    model.show_roll(ROLL.tick(ROLL.visits[1].visit_id), VI)
    rows = [model.index(row) for row in range(model.rowCount())]
    assert [index.data(NAME) for index in rows] == [v.name for v in ROLL.visits]
    assert [index.data(SEEN) for index in rows] == [False, True, False]
    assert "thẻ 261120" in rows[0].data(DETAIL)


def test_a_tick_moves_no_row(qtbot: QtBot) -> None:
    owner = QObject()
    model = RollModel(owner)
    model.show_roll(ROLL, VI)
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.dataChanged):
        model.show_roll(ROLL.tick(ROLL.visits[0].visit_id), VI)


def test_nothing_is_kept_of_a_roll_call_that_ended(qtbot: QtBot) -> None:
    del qtbot
    owner = QObject()
    model = RollModel(owner)
    model.show_roll(ROLL, VI)
    model.show_roll(None, None)
    assert model.rowCount() == 0
