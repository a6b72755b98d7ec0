"""Test pulling straight what paper has bent."""

import pytest

from kiosk.scanner.code import Gray
from kiosk.scanner.finders import find_finders
from kiosk.scanner.grid import MARGIN, PITCH_PX, propose_grids, rectify
from kiosk.scanner.modules import sample_modules, split_tones
from kiosk.scanner.straight import straighten
from kiosk.scanner.variants import threshold
from tests.drawings import bend, draw_code

FLAT = draw_code(module_px=PITCH_PX)
DARK = split_tones(sample_modules(FLAT), window=9)


def count_wrong(flat: Gray) -> float:
    """Return the share of modules that are not what they were."""
    dark = split_tones(sample_modules(flat), window=9)
    return float((dark != DARK).mean())


@pytest.mark.parametrize("modules", [-2.5, -1.5, 1.5, 2.5])
def test_a_bent_code_has_its_modules_again(modules: float) -> None:
    drawing = bend(draw_code(), modules=modules)
    grids = propose_grids(find_finders(threshold(drawing, window=61)))
    bent = rectify(drawing, min(grids, key=lambda grid: grid.residual))
    assert (count_wrong(bent) > 0.1, count_wrong(straighten(bent)) < 0.03) == (
        True,
        True,
    )


def test_a_flat_code_stays_as_it_is() -> None:
    assert count_wrong(straighten(FLAT)) == 0.0


def test_the_size_stays() -> None:
    assert straighten(FLAT).shape == FLAT.shape
    assert len(FLAT) // PITCH_PX - 2 * MARGIN == len(DARK)
