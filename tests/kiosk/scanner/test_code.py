"""Test a code found in a picture."""

from kiosk.scanner.code import Code


def test_the_middle_lies_between_the_corners() -> None:
    code = Code(
        data=b"", text="", symbology="", corners=((0, 0), (8, 0), (8, 4), (0, 4))
    )
    assert code.centre == (4.0, 2.0)
