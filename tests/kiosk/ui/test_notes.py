"""Notes: a fault of a form names its box."""

import pytest

from kiosk.reception import FormFault
from kiosk.ui.draft import Box, Draft
from kiosk.ui.notes import GOOD, MAY_REPRINT, MAY_SIGN_OUT, NoteKind, note_fault


@pytest.mark.parametrize(
    ("fault", "box"),
    [
        (FormFault.NAME_MISSING, Box.NAME),
        (FormFault.TEXT_TOO_LONG, Box.COMPANY),
        (FormFault.BADGE_NOT_DIGITS, Box.BADGE),
    ],
)
def test_a_fault_names_its_box(fault: FormFault, box: Box) -> None:
    note = note_fault(fault, Draft(texts={Box.COMPANY: "x" * 201}))
    assert (note.kind.value, note.box) == (fault.value, box)


def test_good_news_never_asks_to_sign_out() -> None:
    assert not GOOD & MAY_SIGN_OUT


def test_a_badge_that_failed_may_be_printed_again() -> None:
    assert NoteKind.NOT_PRINTED in MAY_REPRINT - GOOD
