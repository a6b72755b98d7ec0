"""Test which readers are made of what options and config name."""

import pytest

from kiosk.errors import UsageError
from kiosk.payload import Direction
from kiosk.scanner.named import make_named_readers
from kiosk.scanner.reader import Gate
from kiosk.scanner.way import Way

GATE = Gate(name="A", direction=Direction.IN)


def test_each_way_makes_its_own_readers_in_order() -> None:
    named = {
        Way.SERIAL: ["/dev/ttyACM0,9600,out,B", "usb:1eab:1306"],
        Way.EVDEV: ["/dev/input/event3"],
        Way.HIDRAW: ["/dev/hidraw0,out"],
        Way.RAWINPUT: [],
    }
    assert [reader.name for reader in make_named_readers(named, GATE)] == [
        "serial:/dev/ttyACM0",
        "serial:usb:1eab:1306",
        "evdev:/dev/input/event3",
        "hidraw:/dev/hidraw0",
    ]


def test_a_way_of_another_system_is_refused_with_advice() -> None:
    with pytest.raises(UsageError, match=r"--rawinput.*win32 only.*--serial"):
        make_named_readers({Way.RAWINPUT: ["usb:1eab:1303"]}, GATE)


def test_nonsense_is_refused_before_anything_is_opened() -> None:
    with pytest.raises(UsageError, match="--evdev is ',in'"):
        make_named_readers({Way.EVDEV: [",in"]}, GATE)
