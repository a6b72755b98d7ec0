"""Recovery screens: the passphrase is shown, and what came of printing it is told."""

from dataclasses import replace

import pytest

from kiosk.ui.admin_screens import compose_admin
from kiosk.ui.admin_shown import PassphraseScreen
from kiosk.ui.admin_state import State
from kiosk.ui.paper_calls import (
    Filed,
    NotPrinted,
    PaperAnswer,
    PaperFault,
    Printed,
    PrintRecovery,
)
from kiosk.ui.setup.state import Setup
from kiosk.ui.texts import Texts
from tests.ui.admin_samples import JOINED, NOW_MS, PASSPHRASE, TUNED, a_flow
from tests.ui.samples import EN, VI

SHOWN = Setup(has_steps=True, tuned=TUNED, joined=JOINED)
SHEET = PrintRecovery(joined=JOINED)


def recovery(texts: Texts = EN, **changes: object) -> PassphraseScreen:
    setup = replace(SHOWN, **changes)  # type: ignore[arg-type]  # each of its own type
    screen = compose_admin(a_flow(State.RECOVERY, setup=setup), texts, NOW_MS)
    assert isinstance(screen, PassphraseScreen)
    return screen


def test_the_passphrase_is_shown_and_never_part_of_a_repr() -> None:
    screen = recovery()
    assert (screen.passphrase, screen.title) == (
        PASSPHRASE,
        "Step 3/5 · Recovery passphrase",
    )
    assert PASSPHRASE not in repr((SHOWN, screen))


@pytest.mark.parametrize(
    ("came", "told", "is_good"),
    [
        (Printed(call=SHEET, place="HP ở quầy"), "Sent to the printer HP ở quầy", True),
        (
            NotPrinted(call=SHEET, fault=PaperFault.NO_PRINTER),
            "There is no printer. Write the passphrase down by hand",
            False,
        ),
        (
            NotPrinted(call=SHEET, fault=PaperFault.REFUSED),
            "The printer did not take it",
            False,
        ),
    ],
)
def test_what_came_of_the_sheet_is_told(
    came: PaperAnswer, told: str, *, is_good: bool
) -> None:
    screen = recovery(sheet=came)
    assert screen.note is not None
    assert (screen.note.text.startswith(told), screen.note.is_good) == (True, is_good)
    assert all(button.is_enabled for button in screen.buttons)


def test_while_a_sheet_is_on_its_way_only_printing_waits() -> None:
    screen = recovery(is_printing=True)
    assert [(one.text, one.is_enabled) for one in screen.buttons] == [
        ("Print", False),
        ("I wrote it down", True),
    ]
    assert screen.note is not None


def test_the_passphrase_can_be_printed_in_both_languages() -> None:
    texts = [recovery(one).buttons[0].text for one in (VI, EN)]
    assert (texts, recovery().note) == (["In ra giấy", "Print"], None)


def test_a_passphrase_that_became_a_file_is_a_bug() -> None:
    with pytest.raises(AssertionError, match="became a file"):
        recovery(sheet=Filed(call=SHEET, path="papers/sheet.pdf"))
