"""Config: this machine's own settings, read once from `kiosk.toml`."""

import difflib
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from kiosk.errors import UsageError
from kiosk.payload import Direction

NightHour = int | Literal["off"]


class TypingMethod(StrEnum):
    """How Vietnamese is typed in the window's fields."""

    TELEX = "telex"
    VNI = "vni"
    OFF = "off"


class OnScreenKeyboard(StrEnum):
    """When the window shows a keyboard of its own."""

    AUTO = "auto"
    """Where a field is touched, until a key of a real one is pressed."""
    ON = "on"
    OFF = "off"


class Sound(StrEnum):
    """Which sounds a verdict makes in the window: `kiosk.ui.sounds.Voice`."""

    ON = "on"
    NEUTRAL = "neutral"
    """The same for every verdict."""
    OFF = "off"


class RestLanguage(StrEnum):
    """In which language the window stands while nobody has chosen another."""

    VIETNAMESE = "vi"
    ENGLISH = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """What `kiosk.toml` may say; options of the command line come before it.

    `serial` are texts as `--serial` takes them; empty means the readers that
    are found.
    """

    direction: Direction = Direction.IN
    gate: str = ""
    serial: tuple[str, ...] = ()
    evdev: tuple[str, ...] = ()
    """Never found, only named: a person's keyboard must not be grabbed."""
    hidraw: tuple[str, ...] = ()
    rawinput: tuple[str, ...] = ()
    camera: tuple[str, ...] = ()
    """As `--camera` takes them; empty means none: a camera is never just found."""
    camera_mirrored: bool = True
    """The window shows the camera's picture as a mirror does."""
    wedge: bool = True
    sync: bool = True
    full_screen: bool = True
    headless: bool = False
    """There is no window here, so neither screen nor sound: `kiosk run` is `run --headless`."""
    typing: TypingMethod = TypingMethod.TELEX
    on_screen_keyboard: OnScreenKeyboard = OnScreenKeyboard.AUTO
    sound: Sound = Sound.ON
    language: RestLanguage = RestLanguage.VIETNAMESE
    dim_after_minutes: int = 5
    """When an idle screen is dimmed; 0 never."""
    reception: bool = False
    """The window is a reception desk's, not a gate's."""
    neighbours: bool = False
    """Tell the point's other kiosks on this LAN who is inside, and hear them."""
    night_hour: NightHour = 0
    """When visits that nobody ended are closed, local time."""
    printer: str = ""
    """A printer's name, or `pdf`; empty means the system's default one."""
    proxy: str = field(default="", repr=False)
    """An address, it may hold a password; `off`, or empty for the system's own."""
    ca_bundle: str = ""
    """A file of certificates (PEM) that the province's has to come from."""
    backup_dir: str = ""
    """Where backups go, a card or second disk; empty means none are made."""
    backup_hours: int = 4
    """How often, while the kiosk runs."""


def load_config(path: Path) -> Config:
    """Return the settings in the file at `path`, the defaults where there is none.

    Raises:
        UsageError: naming the key, its value and what to do.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return Config()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"Config file {path} can't be read: {error}. Save it as UTF-8 text, "
            "readable by this user."
        ) from error
    try:
        return make_config(tomllib.loads(text), path)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"Config file {path} is not TOML: {error}.") from error


def make_config(values: Mapping[str, object], path: Path) -> Config:
    """Return the settings that `values` name; `path` is for the messages."""
    for key, value in values.items():
        if key not in _READ:
            raise UsageError(
                f"Config key '{key}' = {value!r} in {path} is unknown: {_advise(key)}"
            )
    read: dict[str, Any] = {  # each reader gives its own key's type
        key: _read(key, value, path) for key, value in values.items()
    }
    return Config(**read)


def _read(key: str, value: object, path: Path) -> object:
    expected, read = _READ[key]
    found = read(value)
    if found is None:
        raise UsageError(
            f"Config key '{key}' = {_hide_password(value)} in {path}: expected {expected}."
        )
    return found


def _advise(key: str) -> str:
    near = difflib.get_close_matches(key, _READ, n=1)
    if near:
        return f"did you mean '{near[0]}'?"
    return f"remove it; known keys are {', '.join(sorted(_READ))}."


def _read_direction(value: object) -> Direction | None:
    return Direction(value) if value in ("in", "out") else None


def _read_typing(value: object) -> TypingMethod | None:
    return TypingMethod(value) if value in ("telex", "vni", "off") else None


def _read_keyboard(value: object) -> OnScreenKeyboard | None:
    return OnScreenKeyboard(value) if value in ("auto", "on", "off") else None


def _read_sound(value: object) -> Sound | None:
    return Sound(value) if value in ("on", "neutral", "off") else None


def _read_language(value: object) -> RestLanguage | None:
    return RestLanguage(value) if value in ("vi", "en") else None


def _read_minutes(value: object) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if 0 <= value <= _DAY_MINUTES else None


def _read_text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _read_texts(value: object) -> tuple[str, ...] | None:
    if not isinstance(value, list):
        return None
    texts = tuple(text for text in value if isinstance(text, str))
    return texts if len(texts) == len(value) else None


def _read_cameras(value: object) -> tuple[str, ...] | None:
    if isinstance(value, int) and not isinstance(value, bool):
        return (str(value),)
    return (value,) if isinstance(value, str) else _read_texts(value)


def _read_proxy(value: object) -> str | None:
    if value in ("", "off"):
        return str(value)
    return value if isinstance(value, str) and _is_proxy(value) else None


def _is_proxy(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return (
            parts.scheme in {"http", "https"}
            and bool(parts.hostname)
            and parts.port != 0
            and parts.path in {"", "/"}
        )
    except ValueError:  # a port that is none
        return False


def _read_file(value: object) -> str | None:
    is_file = isinstance(value, str) and (not value or Path(value).is_absolute())
    return str(value) if is_file else None


def _hide_password(value: object) -> str:
    """Return how a message writes `value`; what stands before an @ may be a secret."""
    return re.sub(r"//.*@", "//…@", repr(value))


def _read_switch(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def _read_hour(value: object) -> NightHour | None:
    if value == "off":
        return "off"
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if value in range(24) else None


def _read_folder(value: object) -> str | None:
    if not isinstance(value, str):
        return None
    return value if not value or Path(value).is_absolute() else None


def _read_hours(value: object) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if 1 <= value <= _WEEK_HOURS else None


_WEEK_HOURS = 7 * 24
_DAY_MINUTES = 24 * 60
_READ: Mapping[str, tuple[str, Callable[[object], object]]] = {
    "direction": ('"in" or "out"', _read_direction),
    "gate": ('a text such as "A"', _read_text),
    "serial": ('a list of texts such as ["/dev/ttyACM0,9600,in,A"]', _read_texts),
    "evdev": ('a list of texts such as ["/dev/input/by-id/…"]', _read_texts),
    "hidraw": ('a list of texts such as ["/dev/hidraw0,in,A"]', _read_texts),
    "rawinput": ('a list of texts such as ["usb:1eab:1303,in,A"]', _read_texts),
    "camera": ('0, "auto" or a list of texts such as ["0,in,A"]', _read_cameras),
    "camera_mirrored": ("true or false", _read_switch),
    "wedge": ("true or false", _read_switch),
    "sync": ("true or false", _read_switch),
    "full_screen": ("true or false", _read_switch),
    "headless": ("true or false", _read_switch),
    "typing": ('"telex", "vni" or "off"', _read_typing),
    "on_screen_keyboard": ('"auto", "on" or "off"', _read_keyboard),
    "sound": ('"on", "neutral" or "off"', _read_sound),
    "language": ('"vi" or "en"', _read_language),
    "dim_after_minutes": ("0 (never) to 1440", _read_minutes),
    "reception": ("true or false", _read_switch),
    "neighbours": ("true or false", _read_switch),
    "night_hour": ('0 to 23, or "off"', _read_hour),
    "proxy": (
        '"http://proxy.example:3128", "off", or "" for the system\'s own',
        _read_proxy,
    ),
    "ca_bundle": ('a whole path such as "/etc/kiosk/ca.pem", or ""', _read_file),
    "printer": ('a printer\'s name, "pdf", or "" for the default one', _read_text),
    "backup_dir": ('a whole path such as "/media/card", or ""', _read_folder),
    "backup_hours": ("1 to 168", _read_hours),
}
