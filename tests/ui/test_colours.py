"""Colours: the measures themselves, against published values."""

import pytest

from tests.ui.colours import Triple, contrast, delta_e


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [  # Sharma, Wu, Dalal 2005, table 1
        ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
        ((50.0, 2.5, 0.0), (73.0, 25.0, -18.0), 27.1492),
        ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
        ((90.8027, -2.0831, 1.4410), (91.1528, -1.6435, 0.0447), 1.4441),
    ],
)
def test_the_difference_is_ciede2000(
    first: Triple, second: Triple, expected: float
) -> None:
    assert delta_e(first, second) == pytest.approx(expected, abs=1e-4)


def test_black_on_white_is_the_most_contrast() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
