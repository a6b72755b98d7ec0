"""Managed: what the IT person fixes for every kiosk of a site, in one policy file.

`/etc/kiosk/policy.toml`; on Windows `policy.toml` in ProgramData, with the
registry's key Policies above it and the installer's own key below. What is
fixed here wins over `kiosk.toml`; an option of the command line wins over both.
"""

import dataclasses
import difflib
import os
import sys
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec

from kiosk.config import Config, make_config
from kiosk.errors import UsageError

LINUX_FILE = Path("/etc/kiosk/policy.toml")
WINDOWS_FILE = Path("kiosk", "policy.toml")
POLICIES_KEY = r"Software\Policies\Kiosk"
INSTALLER_KEY = r"Software\Kiosk"
"""Below HKEY_LOCAL_MACHINE; values are named as the keys of the file, in any case."""

Registry = Callable[[str], Mapping[str, object]]


class Managed(msgspec.Struct, frozen=True, kw_only=True):
    """What is fixed; `settings` are keys of `Config`, `sources` where all of it stands."""

    sources: tuple[str, ...] = ()
    settings: Mapping[str, object] = msgspec.field(default_factory=dict)
    server_url: str = ""
    enrol_code: str = ""
    enrol_code_file: str = ""
    point: str = ""
    update_channel: str = "none"


def load_managed(named: Path | None) -> Managed:
    """Return what is fixed by the file that `--policy` names, or by the machine's own.

    Raises:
        UsageError: naming the key, its value and what to do.
    """
    if named is not None:
        if not named.exists():
            raise UsageError(f"Policy file {named} is not there: check --policy.")
        return read_file(named)
    if sys.platform == "win32":
        program_data = Path(os.environ.get("PROGRAMDATA", r"C:\ProgramData"))
        return combine(program_data / WINDOWS_FILE, read_registry)
    return read_file(LINUX_FILE)


def read_file(path: Path) -> Managed:
    """Return what the file at `path` fixes; nothing, where there is none."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return Managed()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"Policy file {path} can't be read: {error}. Save it as UTF-8 text that "
            "everybody may read and only an administrator may write."
        ) from error
    try:
        return make_managed(tomllib.loads(text), str(path))
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"Policy file {path} is not TOML: {error}.") from error


def combine(path: Path, registry: Registry) -> Managed:
    """Return what Windows fixes: the Policies key over the file over the installer's key."""
    installed = {
        name: value
        for name, value in registry(INSTALLER_KEY).items()
        if name in KEYS and value != ""
    }
    layers = (
        make_managed(installed, rf"HKLM\{INSTALLER_KEY}"),
        read_file(path),
        make_managed(registry(POLICIES_KEY), rf"HKLM\{POLICIES_KEY}"),
    )
    whole = Managed()
    for layer in layers:
        said: dict[str, Any] = {  # each value has its own field's type
            name: getattr(layer, name) for name in _OWN if getattr(layer, name)
        }
        whole = msgspec.structs.replace(
            whole,
            sources=whole.sources + layer.sources,
            settings={**whole.settings, **layer.settings},
            **said,
        )
    return whole


def make_managed(values: Mapping[str, object], source: str) -> Managed:
    """Return what `values` fix; `source` is for the messages."""
    for key, value in values.items():
        if key not in KEYS:
            raise UsageError(
                f"Policy key '{key}' = {value!r} in {source} is unknown: {_advise(key)}"
            )
    settings = {key: values[key] for key in values if key in SETTINGS}
    checked = make_config(settings, Path(source))
    own: dict[str, Any] = {  # each reader gives its own key's type
        key: _read_own(key, values[key], source) for key in values if key in _OWN
    }
    return Managed(
        sources=(source,) if values else (),
        settings={key: getattr(checked, key) for key in settings},
        **own,
    )


def apply(managed: Managed, config: Config) -> Config:
    """Return `config` with what is fixed in place of its own."""
    settings: dict[str, Any] = dict(managed.settings)  # checked by `make_config`
    return dataclasses.replace(config, **settings)


def describe_fixed(managed: Managed) -> str:
    """Return a sentence for the people who edit `kiosk.toml`, empty where nothing is fixed."""
    if not managed.settings:
        return ""
    return (
        f"Policy {', '.join(managed.sources)} fixes {', '.join(sorted(managed.settings))}: "
        "kiosk.toml can't change that."
    )


def read_enrol_code(managed: Managed) -> str | None:
    """Return the enrolment code that the policy gives, None where it gives none."""
    if not managed.enrol_code_file:
        return managed.enrol_code or None
    try:
        return Path(managed.enrol_code_file).read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"Policy key 'enrol_code_file' = {managed.enrol_code_file!r}: {error}. "
            "Put the code there as one line of text, readable by the kiosk's user."
        ) from error


def refuse_other_server(managed: Managed, url: str) -> None:
    """Raise UsageError where the policy fixes another server than `url`."""
    if managed.server_url and url.rstrip("/") != managed.server_url:
        raise UsageError(
            f"Policy key 'server_url' = {managed.server_url!r}, but the enrolment code "
            f"names {url!r}: ask the province for a code of the right server, or "
            f"correct the policy in {', '.join(managed.sources)}."
        )


def read_registry(key: str) -> Mapping[str, object]:
    """Return the values of a key below HKEY_LOCAL_MACHINE; not yet proven on real Windows."""
    if sys.platform != "win32":
        return {}
    import winreg

    try:
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, key) as opened:
            count = winreg.QueryInfoKey(opened)[1]
            rows = [winreg.EnumValue(opened, number) for number in range(count)]
    except FileNotFoundError:
        return {}
    return {name.lower(): convert(name.lower(), value) for name, value, _ in rows}


def convert(key: str, value: object) -> object:
    """Return a registry's value as TOML would have it: a switch is a DWORD of 0 or 1."""
    is_switch = isinstance(getattr(Config(), key, None), bool)
    return bool(value) if is_switch and value in {0, 1} else value


def _read_own(key: str, value: object, source: str) -> str:
    expected, is_right = _OWN[key]
    if not isinstance(value, str) or not is_right(value):
        raise UsageError(
            f"Policy key '{key}' = {value!r} in {source}: expected {expected}."
        )
    return value.rstrip("/") if key == "server_url" else value


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in {"https", "http"} and bool(parts.hostname)


def _is_absolute(text: str) -> bool:
    return Path(text).is_absolute()


def _advise(key: str) -> str:
    near = difflib.get_close_matches(key, KEYS, n=1)
    if near:
        return f"did you mean '{near[0]}'?"
    return f"remove it; known keys are {', '.join(sorted(KEYS))}."


_OWN: Mapping[str, tuple[str, Callable[[str], bool]]] = {
    "server_url": (
        'the province\'s address such as "https://kiosk.example"',
        _is_address,
    ),
    "enrol_code": ('the text of an enrolment code, "VE1…"', str.isalnum),
    "enrol_code_file": (
        'a whole path such as "/etc/kiosk/enrol-code"',
        _is_absolute,
    ),
    "point": ('a point\'s code such as "P000001"', bool),
    "update_channel": (
        '"none": this version takes no updates by itself',
        "none".__eq__,
    ),
}
SETTINGS = frozenset(one.name for one in dataclasses.fields(Config))
KEYS = SETTINGS | _OWN.keys()
"""Every key that a policy may have."""
