"""Areas: every key of a screen's text, by the area it belongs to."""

from collections.abc import Mapping

from kiosk.ui.phrases import admin, desk, gate, keyboard, staff

AREAS: Mapping[str, tuple[str, ...]] = {
    "gate": gate.KEYS,
    "desk": desk.KEYS,
    "admin": admin.KEYS,
    "staff": staff.KEYS,
    "keyboard": keyboard.KEYS,
}
"""A key stands in one of them; the area is Qt's translation context."""
