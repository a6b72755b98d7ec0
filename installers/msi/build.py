"""Build: `make msi`, from pinned downloads to dist/Kiosk-<version>.msi.

    python -m installers.msi.build [--python-zip PATH --sha256 HEX]

What is fetched is kept in build/msi/cache; a second build needs no network.
"""

import argparse
import subprocess
import sys
import time
from pathlib import Path

from installers.msi import fetch, runtime, source, stage
from installers.msi.finish import finish
from installers.msi.launcher import build_launchers
from installers.msi.pins import ROOT, Pins, load_pins
from installers.msi.signature import SignatureError
from kiosk.version import VERSION

LARGEST_BYTES = 95_000_000

WORK = ROOT / "build/msi"

STARTED = time.monotonic()


class BuildError(Exception):
    """The MSI can't be made, or must not be given to anybody."""


def main() -> int:
    """Build as the command line says; return 3 where something is not as it must be."""
    options = _parse()
    try:
        build(options, load_pins())
    except (
        BuildError,
        SignatureError,
        fetch.FetchError,
        runtime.RuntimeRefusedError,
        subprocess.CalledProcessError,
    ) as error:
        print(f"msi: {error}", file=sys.stderr)
        return 3
    return 0


def build(options: argparse.Namespace, pins: Pins) -> Path:
    """Fetch, verify, stage and pack; return the MSI."""
    cache: Path = options.cache
    cache.mkdir(parents=True, exist_ok=True)
    python = read_python(options, pins)
    _say(f"Python 3.{python.minor}, verified: {python.checked}")
    wheels = fetch.fetch_wheels(python.minor, cache, lock=options.lock)
    _say(f"{len(wheels)} wheels, each by its hash in {options.lock.name}")
    staged = WORK / "stage"
    stage.stage(staged, python, wheels)
    build_launchers(
        staged, WORK / "launcher", python_dll=python.library, version=options.version
    )
    unmet = stage.find_unmet_imports(staged)
    if unmet:
        raise BuildError(f"A fresh Windows lacks what this wants: {'; '.join(unmet)}.")
    _say(f"staged {sum(1 for p in staged.rglob('*') if p.is_file())} files")
    msi = pack(staged, pins, version=options.version, into=options.out)
    size = msi.stat().st_size
    _say(f"{msi}: {size / 1e6:.1f} MB")
    if size > LARGEST_BYTES:
        raise BuildError(f"{msi} is larger than {LARGEST_BYTES / 1e6:.0f} MB.")
    return msi


def read_python(options: argparse.Namespace, pins: Pins) -> runtime.Runtime:
    """Return the Python that was given, or else the pinned one."""
    if options.python_zip is None:
        sdist = fetch.fetch_python(pins.python, options.cache)
        return runtime.read_sdist(sdist, pins.python)
    if options.sha256 is None:
        raise BuildError("--python-zip needs --sha256: its publisher tells it.")
    return runtime.read_embeddable(
        fetch.check_sha256(options.python_zip, options.sha256)
    )


def pack(staged: Path, pins: Pins, *, version: str, into: Path) -> Path:
    """Return the MSI that installs `staged`, with the launchers in it."""
    wxs = staged.parent / "kiosk.wxs"
    wxs.write_bytes(
        source.write_source(
            staged, pins.product, version=version, icon="launcher/kiosk.ico"
        )
    )
    into.mkdir(parents=True, exist_ok=True)
    msi = into / f"Kiosk-{version}.msi"
    part = staged.parent / msi.name
    done = subprocess.run(
        ["wixl", "-a", "x64", "-o", str(part), str(wxs)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise BuildError(f"wixl failed: {done.stderr.strip()}")
    finish(part, staged)
    return part.replace(msi)


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make msi", description=__doc__)
    parser.add_argument(
        "--python-zip", type=Path, metavar="PATH",
        help="python.org's Windows embeddable package (64-bit) instead of the pinned",
    )  # fmt: skip
    parser.add_argument("--sha256", metavar="HEX", help="of --python-zip")
    parser.add_argument("--lock", type=Path, default=fetch.LOCK, help="pins the wheels")
    parser.add_argument("--cache", type=Path, default=WORK / "cache")
    parser.add_argument("--out", type=Path, default=ROOT / "dist", metavar="DIR")
    parser.add_argument("--version", default=VERSION, help="of the MSI, for tests")
    return parser.parse_args()


def _say(sentence: str) -> None:
    print(f"msi, {time.monotonic() - STARTED:.0f} s: {sentence}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
