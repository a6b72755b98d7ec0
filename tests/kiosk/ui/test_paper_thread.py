"""Paper thread: prints in order and says what came of each."""

from PySide6.QtCore import QObject, Slot
from pytestqt.qtbot import QtBot

from kiosk.ui.paper_calls import NotPrinted, PrintBadge, Printed
from kiosk.ui.paper_thread import PaperThread
from tests.ui.fake_paper import FakePaper
from tests.ui.visitors import a_visit


class Listener(QObject):
    """Notes what came."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[object] = []

    @Slot(object)
    def on_came(self, came: object) -> None:
        self.heard.append(came)


def test_what_came_of_each_is_told_in_order(qtbot: QtBot) -> None:
    paper, listener = FakePaper(refuses=1), Listener()
    thread = PaperThread(paper)
    thread.came.connect(listener.on_came)
    thread.start()
    for number in (1, 2):
        thread.put(PrintBadge(visit=a_visit(number)))
    qtbot.waitUntil(lambda: len(listener.heard) == 2, timeout=10_000)
    thread.finish()
    kinds = [isinstance(came, Printed) for came in listener.heard]
    assert (isinstance(listener.heard[0], NotPrinted), kinds) == (True, [False, True])
