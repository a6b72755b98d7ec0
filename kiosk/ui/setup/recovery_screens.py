"""Recovery screens: the recovery passphrase, and what came of printing it; no Qt."""

from typing import assert_never

from kiosk.ui.admin_shown import PassphraseScreen, show_press, warn
from kiosk.ui.admin_taps import AdminAct, AdminPress
from kiosk.ui.buttons import Button, NoteShown, Weight
from kiosk.ui.paper_calls import Filed, NotPrinted, PaperFault, Printed
from kiosk.ui.setup.state import Setup
from kiosk.ui.texts import Texts


def compose_passphrase(setup: Setup, texts: Texts, title: str) -> PassphraseScreen:
    """Return the page that shows the passphrase this once, to be printed or copied."""
    joined = setup.joined
    print_ = Button(
        text=texts.say("setup.button.print"),
        tap=AdminPress(act=AdminAct.PRINT),
        is_enabled=not setup.is_printing,
    )
    return PassphraseScreen(
        title=title,
        passphrase="" if joined is None else joined.recovery,
        hint=texts.say("setup.recovery.hint"),
        note=_note_sheet(setup, texts),
        buttons=(print_, show_press(texts, AdminAct.NOTED, Weight.PRIMARY)),
        lock="",
    )


def _note_sheet(setup: Setup, texts: Texts) -> NoteShown | None:
    if setup.is_printing:
        return NoteShown(text=texts.say("setup.recovery.printing"), is_good=True)
    again = texts.say("setup.button.print")
    match setup.sheet:
        case None:
            return None
        case Printed(place=place):
            noted = texts.say("admin.button.noted")
            text = texts.say("setup.recovery.printed", place=place, noted=noted)
            return NoteShown(text=text, is_good=True)
        case NotPrinted(fault=PaperFault.NO_PRINTER):
            return warn(texts.say("setup.recovery.no_printer", again=again))
        case NotPrinted():
            return warn(texts.say("setup.recovery.refused", again=again))
        case Filed():
            message = "A recovery passphrase became a file."
            raise AssertionError(message)
        case _:
            assert_never(setup.sheet)
