"""Setup choices: the values of each setting that the screen offers; no Qt."""

from collections.abc import Mapping, Sequence

from kiosk.config import (
    Config,
    OnScreenKeyboard,
    RestLanguage,
    Sound,
    TypingMethod,
)
from kiosk.config_text import Value
from kiosk.payload import Direction
from kiosk.ui.setup.calls import Key, Tuned

MOST_CAMERAS = 3
"""As many as have room beside `none`."""

MOST_VALUES = 5
"""As many as are large enough to tap side by side."""

_OFFERED: Mapping[Key, Sequence[Value]] = {
    Key.GATE: ("A", "B", "C", "D"),
    Key.DIRECTION: tuple(one.value for one in Direction),
    Key.LANGUAGE: tuple(one.value for one in RestLanguage),
    Key.SOUND: tuple(one.value for one in Sound),
    Key.TYPING: tuple(one.value for one in TypingMethod),
    Key.KEYBOARD: tuple(one.value for one in OnScreenKeyboard),
    Key.MIRROR: (True, False),
    Key.NIGHT: ("off", 0, 2, 4, 22),
    Key.DIM: (0, 1, 5, 15, 60),
}


def list_values(key: Key, tuned: Tuned, gate: str) -> Sequence[Value]:
    """Return the values of `key` that are offered; what is used now is one of them."""
    now = find_value(key, tuned.config, gate)
    offered = list(_OFFERED.get(key) or _list_cameras(tuned))
    if now in offered:
        return offered
    return [*offered[: MOST_VALUES - 1], now]


def _list_cameras(tuned: Tuned) -> Sequence[Value]:
    cameras: list[Value] = [(one.path,) for one in tuned.cameras[:MOST_CAMERAS]]
    return [(), *cameras]


def find_value(key: Key, config: Config, gate: str) -> Value:
    """Return the value of `key` that is used; `gate` is the one without a setting."""
    if key is Key.GATE:
        return config.gate or gate
    value: Value = getattr(config, key.value)
    return value
