"""Config text: `kiosk.toml` with one key changed, and all else as people wrote it."""

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from kiosk.config import make_config
from kiosk.errors import UsageError

Value = str | int | bool | tuple[str, ...]


def change(text: str, key: str, value: Value, path: Path) -> str:
    """Return the file's `text` with `key` set to `value`; `path` is for the messages.

    Raises:
        UsageError: the file is not TOML, or the value is none that the key takes.
    """
    _parse(text, path)
    lines = text.removeprefix("\ufeff").splitlines()
    first, behind = _find(lines, key)
    lines[first:behind] = [f"{key} = {_write(value)}"]
    changed = "\n".join(lines) + "\n"
    make_config(_parse(changed, path), path)
    return changed


def _parse(text: str, path: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(text.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"Config file {path} is not TOML: {error}.") from error


def _find(lines: Sequence[str], key: str) -> tuple[int, int]:
    """Return the lines that set `key`, a list over several included; else the end."""
    start = re.compile(rf"\s*{re.escape(key)}\s*=")
    for first, line in enumerate(lines):
        if start.match(line):
            return first, next(
                behind
                for behind in range(first + 1, len(lines) + 1)
                if _is_whole("\n".join(lines[first:behind]))
            )
    return len(lines), len(lines)


def _is_whole(text: str) -> bool:
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return False
    return True


def _write(value: Value) -> str:
    """Return `value` as TOML has it: strings, numbers, switches and lists are JSON's too."""
    written = list(value) if isinstance(value, tuple) else value
    return json.dumps(written, ensure_ascii=False)
