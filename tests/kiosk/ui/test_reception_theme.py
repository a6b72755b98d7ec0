"""Reception theme: every text and ring stands out enough."""

import msgspec
import pytest

from kiosk.ui import reception_theme as look
from kiosk.ui.buttons import Weight
from kiosk.ui.reception_theme import ButtonPaint
from kiosk.ui.screens import compose_screen
from kiosk.ui.theme import AMBER, BLACK, PALETTE, WHITE
from tests.ui.colours import VISIONS, contrast, difference
from tests.ui.samples import EN, VI, WALL, list_flows, surroundings

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


@pytest.mark.parametrize(
    "paint", [paint for paint in PAINTS if paint not in (look.DISABLED, look.CHOSEN)]
)
def test_a_buttons_edge_can_be_seen_on_every_page(paint: ButtonPaint) -> None:
    on_paper = max(contrast(one, look.PAPER) for one in (paint.border, paint.field))
    assert on_paper >= SHAPE


FLOWS = list_flows()


@pytest.mark.parametrize("name", FLOWS)
def test_a_gates_button_stands_out_from_its_screen(name: str) -> None:
    around = msgspec.structs.replace(surroundings(), has_desk=True, has_counter=True)
    screen = compose_screen(FLOWS[name], around, (VI, EN), WALL)
    field = PALETTE[screen.kind].field
    for weight in {button.weight for button in screen.buttons}:
        paint = look.BUTTONS[weight]
        edges = (contrast(paint.border, field), contrast(paint.field, field))
        assert max(edges) >= SHAPE


@pytest.mark.parametrize("vision", VISIONS)
def test_a_good_note_is_told_from_another_by_everyone(vision: str) -> None:
    good, other = look.GOOD_NOTE, look.OTHER_NOTE
    assert difference(good.field, other.field, vision) >= 20


@pytest.mark.parametrize("vision", VISIONS)
def test_what_is_chosen_is_told_from_what_is_not(vision: str) -> None:
    for weight in (Weight.PLAIN, Weight.CHIP, Weight.KEY):
        plain = look.BUTTONS[weight].field
        assert difference(look.CHOSEN.field, plain, vision) >= 20


@pytest.mark.parametrize("field", [look.PAPER, WHITE, look.LOCKED])
def test_the_ring_and_the_borders_can_be_seen(field: str) -> None:
    assert contrast(look.FOCUS, field) >= SHAPE
    assert contrast(look.LINE, field) >= SHAPE
