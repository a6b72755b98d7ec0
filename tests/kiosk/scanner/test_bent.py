"""Test codes that lie crooked, curved or crumpled."""

import pytest

from kiosk.scanner import zxing
from kiosk.scanner.bent import covers, read_bent
from kiosk.scanner.code import Code, Gray
from kiosk.scanner.finders import find_finders
from kiosk.scanner.variants import threshold
from tests.drawings import TEXT, bend, draw_code, lay_on_table, tilt


def read(picture: Gray, known: tuple[Code, ...] = ()) -> list[str]:
    finders = find_finders(threshold(picture, window=61))
    return [code.text for code in read_bent(picture, finders, known)]


def test_a_code_on_a_bottle_is_read_that_zxing_can_t_read() -> None:
    bottle = bend(draw_code(), modules=2.5)
    assert (zxing.read_codes(bottle), read(bottle)) == ([], [TEXT])


@pytest.mark.parametrize("share", [0.0, 0.3, 0.5])
def test_a_tilted_code_is_read(share: float) -> None:
    assert read(tilt(draw_code(), share=share)) == [TEXT]


def test_each_code_is_read_once_and_a_known_one_is_not() -> None:
    table = lay_on_table(draw_code("A", module_px=5), draw_code("B", module_px=5))
    known = [code for code in zxing.read_codes(table) if code.text == "A"]
    assert (sorted(read(table)), read(table, tuple(known))) == (["A", "B"], ["B"])


def test_corners_are_those_in_the_picture() -> None:
    picture = lay_on_table(draw_code())
    finders = find_finders(threshold(picture, window=61))
    (there,) = zxing.read_codes(picture)
    (code,) = read_bent(picture, finders)
    assert covers(there, code.centre) is True
    assert abs(code.corners[0][0] - there.corners[0][0]) < 6


@pytest.mark.parametrize(("point", "inside"), [((2, 1), True), ((5, 1), False)])
@pytest.mark.parametrize("turn", [1, -1])
def test_a_point_is_in_a_code_whichever_way_it_goes_round(
    point: tuple[float, float], turn: int, *, inside: bool
) -> None:
    corners = ((0.0, 0.0), (4.0, 0.0), (4.0, 2.0), (0.0, 2.0))
    one, two, three, four = corners[::turn]
    code = Code(data=b"", text="", symbology="", corners=(one, two, three, four))
    assert covers(code, point) is inside
