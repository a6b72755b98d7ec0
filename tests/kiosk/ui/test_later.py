"""Later: what is loaded comes as a signal, from a thread of its own."""

import threading

from pytestqt.qtbot import QtBot

from kiosk.ui.later import LaterThread


def test_what_is_loaded_is_told_and_the_window_goes_on_meanwhile(qtbot: QtBot) -> None:
    loaders: list[int] = []

    def load() -> str:
        loaders.append(threading.get_ident())
        return "loaded"

    thread = LaterThread(load)
    with qtbot.waitSignal(thread.loaded) as told:
        thread.start()
    thread.finish()
    assert told.args == ["loaded"]
    assert loaders != [threading.get_ident()]


def test_a_thread_that_never_began_ends_at_once() -> None:
    LaterThread(dict).finish()
