"""Areas: every key of a screen's text, by the area it belongs to."""

from collections.abc import Mapping

from kiosk.ui.phrases import admin, desk, gate, keyboard, log, setup, staff

AREAS: Mapping[str, tuple[str, ...]] = {
    "gate": gate.KEYS,
    "desk": desk.KEYS,
    "admin": admin.KEYS,
    "log": log.KEYS,
    "staff": staff.KEYS,
    "keyboard": keyboard.KEYS,
    "setup": setup.KEYS,
}
"""A key stands in one of them; the area is Qt's translation context."""
