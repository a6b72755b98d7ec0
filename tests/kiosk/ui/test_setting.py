"""Setting: every text inside the screen, none over another, at every size."""

from itertools import combinations

import pytest
from PySide6.QtCore import QRect

from kiosk.scanner.hint import Hint
from kiosk.ui.screens import compose_screen
from kiosk.ui.setting import Setting, find_area, set_screen
from kiosk.ui.theme import Measure
from tests.ui.samples import EN, VI, WALL, list_flows, surroundings
from tests.ui.sights import surroundings_of

SIZES = [(800, 480), (1280, 800), (1920, 1080), (1080, 1920), (480, 800)]
FLOWS = list_flows()

pytestmark = pytest.mark.usefixtures("fonts")


def setting_of(name: str, size: tuple[int, int]) -> tuple[Setting, Measure]:
    screen = compose_screen(FLOWS[name], surroundings(), (VI, EN), WALL)
    measure = Measure(width=size[0], height=size[1])
    return set_screen(screen, measure), measure


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", FLOWS)
def test_every_text_stands_inside_the_area(name: str, size: tuple[int, int]) -> None:
    setting, measure = setting_of(name, size)
    area = find_area(measure)
    outside = [text.name for text in setting.texts if not area.contains(text.rect)]
    assert outside == []


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", FLOWS)
def test_no_text_stands_over_another(name: str, size: tuple[int, int]) -> None:
    setting, _ = setting_of(name, size)
    rects = [text.rect for text in setting.texts if text.name != "code"]
    over = [pair for pair in combinations([*rects, setting.icon], 2) if overlap(*pair)]
    assert over == []


@pytest.mark.parametrize("size", SIZES)
def test_no_text_stands_over_the_cameras_picture(size: tuple[int, int]) -> None:
    around = surroundings_of(Hint.TOO_DARK)
    screen = compose_screen(FLOWS["idle"], around, (VI, EN), WALL)
    measure = Measure(width=size[0], height=size[1])
    setting = set_screen(screen, measure)
    over = [text.name for text in setting.texts if overlap(text.rect, setting.icon)]
    assert (over, find_area(measure).contains(setting.icon)) == ([], True)


def overlap(first: QRect, second: QRect) -> bool:
    return first.intersects(second)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", FLOWS)
def test_the_second_language_is_smaller(name: str, size: tuple[int, int]) -> None:
    setting, _ = setting_of(name, size)
    sizes = {text.name: text.fit.size_px for text in setting.texts}
    pairs = [
        (sizes[name.removesuffix("_second")], sizes[name])
        for name in sizes
        if name.endswith("_second")
    ]
    assert [pair for pair in pairs if pair[0] <= pair[1]] == []


def test_the_headline_can_be_read_from_a_metre_and_a_half() -> None:
    """Capital letters of 12.2 mm a metre (EN 301 549) at 21.5 inches, 1080p."""
    px_per_mm, cap_em = 4.03, 0.714
    setting, _ = setting_of("deny", (1920, 1080))
    headline = next(text for text in setting.texts if text.name == "headline")
    assert headline.fit.size_px * cap_em / px_per_mm >= 12.2 * 1.5
