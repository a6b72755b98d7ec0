"""Areas: each key has one place."""

from kiosk.ui.phrases.areas import AREAS


def test_a_key_belongs_to_one_area() -> None:
    keys = [key for keys in AREAS.values() for key in keys]
    assert len(keys) == len(set(keys))
