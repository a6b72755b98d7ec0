"""Test every pace and layout, with Caps Lock and beside ibus-unikey: not a key is lost."""

from collections.abc import Mapping

import pytest

from tests.ui import unikey
from tests.ui.wedge_matrix import (
    UNIKEY,
    Cell,
    Place,
    list_cells,
    list_layouts,
    name_cell,
    run_matrix,
)

CODES = 20
SOAK_CODES = 500

pytestmark = pytest.mark.xcb

Cells = Mapping[Place, Cell]


@pytest.fixture(scope="module")
def cells() -> Cells:
    """Type the whole matrix once."""
    cells = run_matrix(CODES, list_layouts())
    return {cell.place: cell for cell in cells}


@pytest.mark.timing
@pytest.mark.parametrize("place", list_cells(), ids=name_cell)
def test_every_code_is_read_exactly_and_none_leaks(cells: Cells, place: Place) -> None:
    if place[0] == UNIKEY and not unikey.is_installed():
        pytest.skip("ibus-unikey is not installed: apt-get install ibus ibus-unikey")
    cell = cells[place]
    assert (cell.exact, cell.wrong, cell.leaked) == (CODES, 0, "")


@pytest.mark.soak
def test_hundreds_of_codes_a_cell_are_read_exactly() -> None:
    cells = run_matrix(SOAK_CODES, list_layouts())
    assert [name_cell(cell.place) for cell in cells if not cell.is_perfect] == []
    assert len(cells) == 10 * len(list_layouts())
