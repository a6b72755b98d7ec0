"""Theme: colours that everyone tells apart, and sizes that can be read afar."""

from itertools import combinations

import pytest

from kiosk.ui import theme
from kiosk.ui.screens import ScreenKind
from kiosk.ui.theme import PALETTE, Measure
from tests.ui.colours import VISIONS, contrast, difference

VERDICTS = (
    ScreenKind.ALLOW,
    ScreenKind.CHECK,
    ScreenKind.DENY,
    ScreenKind.UNREADABLE,
)
PAIRS = list(combinations(VERDICTS, 2))


@pytest.mark.parametrize("vision", VISIONS)
@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_verdicts_differ_in_every_vision(
    first: ScreenKind, second: ScreenKind, vision: str
) -> None:
    fields = (PALETTE[first].field, PALETTE[second].field)
    assert difference(*fields, vision) >= 20


@pytest.mark.parametrize("kind", ScreenKind)
def test_text_stands_out_from_its_field(kind: ScreenKind) -> None:
    paint = PALETTE[kind]
    inks = (paint.ink, paint.quiet, paint.alert)
    assert min(contrast(ink, paint.field) for ink in inks) >= 4.5


@pytest.mark.parametrize("kind", set(ScreenKind) - {ScreenKind.ALLOW})
def test_headline_and_icon_stand_out_more(kind: ScreenKind) -> None:
    assert contrast(PALETTE[kind].ink, PALETTE[kind].field) >= 7


@pytest.mark.parametrize(
    "kind", [ScreenKind.CHECK, ScreenKind.DENY, ScreenKind.UNREADABLE]
)
def test_a_border_stands_out(kind: ScreenKind) -> None:
    assert contrast(PALETTE[kind].border, PALETTE[kind].field) >= 3


def test_every_screen_has_its_paint() -> None:
    assert set(PALETTE) == set(ScreenKind)


def test_the_unit_follows_the_shorter_side() -> None:
    sizes = [(1280, 800), (1920, 1080), (1080, 1920)]
    units = [Measure(width=width, height=height).unit for width, height in sizes]
    assert units == [8.0, 10.8, 13.5]


@pytest.mark.usefixtures("fonts")
def test_the_bundled_family_is_the_one_that_is_used() -> None:
    font = theme.make_font(40, bold=True)
    assert (font.exactMatch(), font.family()) == (True, theme.FAMILY)
