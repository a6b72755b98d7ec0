"""One key of `kiosk.toml` is changed, and what people wrote around it stays."""

import tomllib
from pathlib import Path

import pytest

from kiosk.config_text import Value, change
from kiosk.errors import UsageError

FILE = Path("kiosk.toml")
WRITTEN = """# Cổng sau
gate = "Bắc" # ngoài đường
camera = [
    "0,in,A",  # mặt bàn
    "1",
]
wedge = true
"""


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("gate", 'Cổng "chính" \\ 2'),
        ("camera", ("/dev/video0",)),
        ("wedge", False),
        ("dim_after_minutes", 0),
        ("night_hour", "off"),
    ],
)
def test_the_key_has_the_value_and_every_other_its_own(key: str, value: Value) -> None:
    changed = tomllib.loads(change(WRITTEN, key, value, FILE))
    expected = list(value) if isinstance(value, tuple) else value
    assert changed == tomllib.loads(WRITTEN) | {key: expected}


def test_comments_beside_other_keys_stay() -> None:
    changed = change(WRITTEN, "camera", (), FILE)
    assert changed.splitlines() == [
        "# Cổng sau",
        'gate = "Bắc" # ngoài đường',
        "camera = []",
        "wedge = true",
    ]


def test_a_file_that_is_not_there_begins_with_the_key() -> None:
    assert change("", "sound", "off", FILE) == 'sound = "off"\n'


def test_a_byte_order_mark_is_no_part_of_a_key() -> None:
    assert change("\ufeffgate = 'A'\n", "gate", "B", FILE) == 'gate = "B"\n'


@pytest.mark.parametrize(
    ("text", "key", "value", "said"),
    [
        ("gate = ", "gate", "A", "not TOML"),
        ("", "sound", "loud", "expected"),
        ("colour = 1", "gate", "A", "unknown"),
    ],
)
def test_what_the_kiosk_could_not_read_is_never_written(
    text: str, key: str, value: Value, said: str
) -> None:
    with pytest.raises(UsageError, match=said):
        change(text, key, value, FILE)
