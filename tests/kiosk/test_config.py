"""Settings are read whole, and what is wrong is named with its value and the fix."""

from pathlib import Path

import pytest

from kiosk.config import (
    Config,
    OnScreenKeyboard,
    RestLanguage,
    Sound,
    TypingMethod,
    load_config,
)
from kiosk.errors import UsageError
from kiosk.payload import Direction

WHOLE = """
direction = "out"
gate = "Bắc"
serial = ["/dev/ttyACM0,9600,in,A", "/dev/ttyACM1"]
camera = ["0,in,A"]
camera_mirrored = false
sound = "neutral"
language = "en"
dim_after_minutes = 0
wedge = false
sync = false
full_screen = false
typing = "vni"
on_screen_keyboard = "off"
reception = true
neighbours = true
backup_dir = "/media/card"
backup_hours = 12
"""


def write(folder: Path, content: str | bytes) -> Path:
    path = folder / "kiosk.toml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    assert load_config(tmp_path / "kiosk.toml") == Config()


def test_an_empty_file_is_the_defaults(tmp_path: Path) -> None:
    assert load_config(write(tmp_path, "")) == Config()


def test_every_key_is_read(tmp_path: Path) -> None:
    assert load_config(write(tmp_path, WHOLE)) == Config(
        direction=Direction.OUT,
        gate="Bắc",
        serial=("/dev/ttyACM0,9600,in,A", "/dev/ttyACM1"),
        camera=("0,in,A",),
        camera_mirrored=False,
        sound=Sound.NEUTRAL,
        language=RestLanguage.ENGLISH,
        dim_after_minutes=0,
        wedge=False,
        sync=False,
        full_screen=False,
        typing=TypingMethod.VNI,
        on_screen_keyboard=OnScreenKeyboard.OFF,
        reception=True,
        neighbours=True,
        backup_dir="/media/card",
        backup_hours=12,
    )


@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b""])
@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"])
def test_a_file_that_an_editor_of_windows_wrote_is_read(
    tmp_path: Path, mark: bytes, line_end: bytes
) -> None:
    path = write(tmp_path, mark + b'gate = "B"' + line_end)
    assert load_config(path) == Config(gate="B")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('direction = "IN"', '"in" or "out"'),
        ("direction = true", '"in" or "out"'),
        ('direction = ["in"]', '"in" or "out"'),
        ('direction = {in = "out"}', '"in" or "out"'),
        ("gate = 1", "a text"),
        ('typing = "Telex"', '"telex", "vni" or "off"'),
        ("on_screen_keyboard = true", '"auto", "on" or "off"'),
        ('serial = "/dev/ttyACM0"', "a list of texts"),
        ('serial = ["/dev/ttyACM0", 9600]', "a list of texts"),
        ('wedge = "true"', "true or false"),
        ("sync = 1", "true or false"),
        ("full_screen = 2026-11-20", "true or false"),
        ('backup_dir = "card"', "a whole path"),
        ("backup_dir = 1", "a whole path"),
        ("backup_hours = 0", "1 to 168"),
        ("backup_hours = true", "1 to 168"),
    ],
)
def test_a_wrong_value_is_named_with_what_is_expected(
    tmp_path: Path, line: str, expected: str
) -> None:
    path = write(tmp_path, line)
    with pytest.raises(UsageError) as caught:
        load_config(path)
    words = str(caught.value)
    assert words.startswith(f"Config key '{line.split(maxsplit=1)[0]}' = ")
    assert f"in {path}: expected {expected}" in words


def test_an_unknown_key_is_named_with_its_value_and_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"'fullscreen' = True.*mean 'full_screen'"):
        load_config(write(tmp_path, "fullscreen = true"))


def test_a_key_like_no_other_is_answered_with_all(tmp_path: Path) -> None:
    with pytest.raises(
        UsageError, match=r"'zzz' = 3.*direction, evdev, full_screen, gate"
    ):
        load_config(write(tmp_path, "zzz = 3"))


def test_a_table_is_an_unknown_key(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"'kiosk' = .* is unknown"):
        load_config(write(tmp_path, '[kiosk]\ngate = "B"'))


@pytest.mark.parametrize("content", ["gate = ", 'gate = "A"\ngate = "B"', "{}"])
def test_what_is_no_toml_is_said(tmp_path: Path, content: str) -> None:
    path = write(tmp_path, content)
    with pytest.raises(UsageError, match="is not TOML"):
        load_config(path)


def test_another_charset_is_said_with_what_to_do(tmp_path: Path) -> None:
    path = write(tmp_path, 'gate = "Cổng"'.encode("utf-16"))
    with pytest.raises(UsageError, match="Save it as UTF-8"):
        load_config(path)


def test_a_folder_in_its_place_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="can't be read"):
        load_config(tmp_path)


@pytest.mark.parametrize(("written", "read"), [("0", 0), ("23", 23), ('"off"', "off")])
def test_the_night_hour_is_an_hour_or_off(
    tmp_path: Path, written: str, read: int | str
) -> None:
    assert load_config(write(tmp_path, f"night_hour = {written}")).night_hour == read


@pytest.mark.parametrize("written", ["24", "-1", "true", '"never"', "1.5"])
def test_any_other_night_hour_is_refused(tmp_path: Path, written: str) -> None:
    with pytest.raises(UsageError, match=r"'night_hour' = .*expected 0 to 23"):
        load_config(write(tmp_path, f"night_hour = {written}"))


def test_a_printer_is_named(tmp_path: Path) -> None:
    assert load_config(write(tmp_path, 'printer = "pdf"')).printer == "pdf"


@pytest.mark.parametrize(
    "said",
    ["", "off", "http://proxy.example:3128", "https://who:secret@proxy.example/"],
)
def test_a_proxy_is_named(tmp_path: Path, said: str) -> None:
    assert load_config(write(tmp_path, f'proxy = "{said}"')).proxy == said


@pytest.mark.parametrize(
    "said",
    [
        "proxy.example:3128",
        "socks5://proxy.example",
        "http://",
        "http://who:secret@p:0",
    ],
)
def test_what_is_no_proxy_is_refused_and_its_password_is_not_repeated(
    tmp_path: Path, said: str
) -> None:
    with pytest.raises(UsageError, match="Config key 'proxy'") as refused:
        load_config(write(tmp_path, f'proxy = "{said}"'))
    assert "secret" not in str(refused.value)


def test_a_proxys_password_is_not_shown() -> None:
    assert "secret" not in repr(Config(proxy="http://who:secret@proxy.example"))


def test_a_bundle_is_named_by_its_whole_path(tmp_path: Path) -> None:
    named = load_config(write(tmp_path, 'ca_bundle = "/etc/kiosk/ca.pem"'))
    assert named.ca_bundle == "/etc/kiosk/ca.pem"
    with pytest.raises(UsageError, match="expected a whole path"):
        load_config(write(tmp_path, 'ca_bundle = "ca.pem"'))
