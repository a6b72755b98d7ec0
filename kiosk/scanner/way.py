"""Way: how a reader is attached."""

from enum import StrEnum


class Way(StrEnum):
    """How a reader is named: the option and the config key."""

    SERIAL = "serial"
    EVDEV = "evdev"
    HIDRAW = "hidraw"
    RAWINPUT = "rawinput"
