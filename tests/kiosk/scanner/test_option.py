"""Test what `--serial` and its like may say."""

import pytest

from kiosk.errors import UsageError
from kiosk.payload import Direction
from kiosk.scanner.option import ReaderOption, parse_reader_option
from kiosk.scanner.reader import Gate
from kiosk.scanner.way import Way

DEFAULT = Gate(name="main", direction=Direction.IN)


@pytest.mark.parametrize("address", ["/dev/ttyACM0", "COM3", "usb:1eab:1306:S/N 7"])
@pytest.mark.parametrize(
    ("rest", "baud", "gate", "direction"),
    [
        ("", 9600, "main", "in"),
        (",115200", 115200, "main", "in"),
        (",out", 9600, "main", "out"),
        (",north", 9600, "north", "in"),
        (",115200,out,north", 115200, "north", "out"),
        (", 9600 , in , Cổng 2", 9600, "Cổng 2", "in"),
        (",in,2", 9600, "2", "in"),
    ],
)
def test_what_is_left_out_is_the_default(
    address: str, rest: str, baud: int, gate: str, direction: str
) -> None:
    named = Gate(name=gate, direction=Direction(direction))
    expected = ReaderOption(address=address, baud=baud, gate=named)
    assert parse_reader_option(Way.SERIAL, address + rest, DEFAULT) == expected


def test_a_device_that_types_has_no_baud_rate() -> None:
    option = parse_reader_option(Way.EVDEV, "/dev/input/event3,2", DEFAULT)
    assert option.gate == Gate(name="2", direction=Direction.IN)


@pytest.mark.parametrize(
    "text",
    [
        "", ",9600", "/dev/x,", "/dev/x,2", "/dev/x,north,in", "/dev/x,in,a,b",
        "usb:1eab", "usb:1eab:13061", "usb:newland:1306",
    ],
)  # fmt: skip
def test_nonsense_is_named_with_its_value_and_the_fix(text: str) -> None:
    with pytest.raises(UsageError) as refused:
        parse_reader_option(Way.SERIAL, text, DEFAULT)
    assert f"--serial is '{text}'" in str(refused.value)
    assert "usb:VID:PID[:SERIAL]" in str(refused.value)
