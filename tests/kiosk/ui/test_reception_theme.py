"""Reception theme: every text and ring stands out enough."""

import pytest

from kiosk.ui import reception_theme as look
from kiosk.ui.reception_theme import ButtonPaint
from kiosk.ui.theme import AMBER, BLACK, WHITE
from tests.ui.colours import contrast

TEXT, SHAPE = 4.5, 3.0
PAINTS = [
    *look.BUTTONS.values(),
    look.CHOSEN,
    look.DISABLED,
    look.GOOD_NOTE,
    look.OTHER_NOTE,
]


@pytest.mark.parametrize("paint", PAINTS)
def test_a_button_can_be_read(paint: ButtonPaint) -> None:
    assert contrast(paint.field, paint.ink) >= TEXT


@pytest.mark.parametrize(
    ("text", "field"),
    [
        (look.INK, look.PAPER),
        (look.QUIET, look.PAPER),
        (look.QUIET, look.ROW_SEEN),
        (look.DESK.alert, look.PAPER),
        (look.INK, look.LOCKED),
        (WHITE, look.RED),
        (BLACK, AMBER),
    ],
)
def test_a_text_can_be_read(text: str, field: str) -> None:
    assert contrast(text, field) >= TEXT


@pytest.mark.parametrize("field", [look.PAPER, WHITE, look.LOCKED])
def test_the_ring_and_the_borders_can_be_seen(field: str) -> None:
    assert contrast(look.FOCUS, field) >= SHAPE
    assert contrast(look.LINE, field) >= SHAPE
