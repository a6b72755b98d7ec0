"""Fetch: downloads of pinned files, each compared with its SHA-256.

Nothing that is fetched is executed. The index is the one that pip is
configured with, or pip's default.
"""

import hashlib
import re
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from installers.msi.pins import ROOT, PythonPin

LOCK = ROOT / "requirements.lock"

DROPPED = frozenset({"pyzbar"})
"""Its DLL wants MSVCR120.dll, which a fresh Windows lacks; zxing-cpp reads alone there."""

TIMEOUT_S = 900


class FetchError(Exception):
    """Something that could not be fetched, or is not what was pinned."""


def fetch_python(pin: PythonPin, cache: Path) -> Path:
    """Return the pinned source distribution, fetched at most once.

    pip would run its setup.py, even to download it; unearth does not.
    """
    name = f"{pin.package.replace('-', '_')}-{pin.version}.tar.gz"
    if not (cache / name).exists():
        _run(
            "-m", "unearth", "--no-binary", *_name_index(), "--download", str(cache),
            f"{pin.package}=={pin.version}",
        )  # fmt: skip
    return check_sha256(cache / name, pin.sha256)


def fetch_wheels(minor: int, cache: Path, *, lock: Path = LOCK) -> Sequence[Path]:
    """Return the kiosk's wheels for Windows, by the hashes of `lock`."""
    names = [
        name for name in _resolve(minor, lock) if name.split("==")[0] not in DROPPED
    ]
    requirements = cache / "requirements.txt"
    text = pick_requirements(lock.read_text(encoding="utf-8"), names)
    folder = cache / "wheels"
    if not requirements.exists() or requirements.read_text(encoding="utf-8") != text:
        _clear(folder)
        # pip would leave out what it thinks the building machine does not need:
        # the markers are resolved for Windows already, and not repeated.
        staged = requirements.with_suffix(".part")
        staged.write_text(text, encoding="utf-8")
        _run(
            "-m", "pip", "--quiet", "download", "--no-deps", "--require-hashes",
            "--only-binary=:all:", "--platform", "win_amd64", "--implementation", "cp",
            "--python-version", f"3.{minor}", "--abi", f"cp3{minor}", "--abi", "abi3",
            "--abi", "none", "--dest", str(folder), "--requirement", str(staged),
        )  # fmt: skip
        staged.replace(requirements)
    return sorted(folder.glob("*.whl"))


def check_sha256(path: Path, expected: str) -> Path:
    """Return `path` if its content has the hash that is expected of it."""
    if not path.is_file():
        raise FetchError(f"{path} is not there: check the path, or fetch it again.")
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != expected.lower():
        raise FetchError(
            f"{path.name} has SHA-256 {found}, not {expected}: it is not what was "
            "pinned. Delete it and fetch it again, or find out who changed it."
        )
    return path


def pick_requirements(lock: str, names: Iterable[str]) -> str:
    """Return the lines of `lock` for `names` such as `idna==3.20`, with hashes."""
    blocks = {}
    for block in re.split(r"\n(?=\S)", lock):
        head, _, hashes = block.partition("\\\n")
        blocks[head.split(";")[0].strip()] = hashes.rstrip()
    missing = sorted(set(names) - blocks.keys())
    if missing:
        raise FetchError(
            f"requirements.lock does not pin {', '.join(missing)}: run `make lock`."
        )
    return "".join(f"{name} \\\n{blocks[name]}\n" for name in sorted(names))


def _resolve(minor: int, lock: Path) -> Sequence[str]:
    """Return what the kiosk needs on Windows, at the versions of the lock."""
    lines = _run(
        "-m", "uv", "pip", "compile", "--quiet", "--no-annotate", "--no-header",
        "--python-platform", "x86_64-pc-windows-msvc",
        "--python-version", f"3.{minor}", "--extra", "kiosk",
        "--constraint", str(lock), str(ROOT / "pyproject.toml"),
        *_name_index(),
    )  # fmt: skip
    return [line for line in lines.splitlines() if "==" in line]


def _name_index() -> Sequence[str]:
    """Return the option for the index that pip is configured with, if any."""
    asked = subprocess.run(
        [sys.executable, "-m", "pip", "config", "get", "global.index-url"],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    return ("--index-url", asked.stdout.strip()) if asked.stdout.strip() else ()


def _run(*arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments],
        capture_output=True, text=True, check=False, timeout=TIMEOUT_S,
    )  # fmt: skip
    if done.returncode:
        raise FetchError(f"{' '.join(arguments[:3])} failed: {done.stderr.strip()}")
    return done.stdout


def _clear(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for wheel in folder.glob("*.whl"):
        wheel.unlink()
