"""Test what `--serial` may say."""

import pytest

from kiosk.errors import UsageError
from kiosk.payload import Direction
from kiosk.scanner.option import SerialOption, parse_serial_option
from kiosk.scanner.reader import Gate

DEFAULT = Gate(name="main", direction=Direction.IN)


@pytest.mark.parametrize(
    ("text", "baud", "gate", "direction"),
    [
        ("/dev/ttyACM0", 9600, "main", "in"),
        ("/dev/ttyACM0,115200", 115200, "main", "in"),
        ("/dev/ttyACM0,out", 9600, "main", "out"),
        ("/dev/ttyACM0,north", 9600, "north", "in"),
        ("/dev/ttyACM0,115200,out,north", 115200, "north", "out"),
        ("/dev/ttyACM0, 9600 , in , Cổng 2", 9600, "Cổng 2", "in"),
        ("/dev/ttyACM0,in,2", 9600, "2", "in"),
    ],
)
def test_what_is_left_out_is_the_default(
    text: str, baud: int, gate: str, direction: str
) -> None:
    named = Gate(name=gate, direction=Direction(direction))
    expected = SerialOption(path="/dev/ttyACM0", baud=baud, gate=named)
    assert parse_serial_option(text, DEFAULT) == expected


@pytest.mark.parametrize(
    "text", ["", ",9600", "/dev/x,", "/dev/x,2", "/dev/x,north,in", "/dev/x,in,a,b"]
)
def test_nonsense_is_named_with_its_value_and_the_fix(text: str) -> None:
    with pytest.raises(UsageError) as refused:
        parse_serial_option(text, DEFAULT)
    assert f"--serial is '{text}'" in str(refused.value)
    assert "PATH[,BAUD][,in|out][,GATE]" in str(refused.value)
