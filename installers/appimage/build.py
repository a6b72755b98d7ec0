"""Build: the kiosk as one AppImage, from this checkout's environment and Debian's libraries.

    python -m installers.appimage.build [--runtime-file PATH --runtime-sha256 HEX]

Needs what `installers/setup.sh appimage` installs; downloads nothing itself.
"""

import argparse
import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from installers.appimage import appdir, libraries
from installers.appimage.image import WrongRuntimeError, check_runtime, join
from kiosk.version import VERSION

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
BUILD = ROOT / "build" / "appimage"
APPDIR = BUILD / "AppDir"
RESULT = ROOT / "dist" / f"Kiosk-{VERSION}-x86_64.AppImage"

MAX_BYTES = 130_000_000
MADE_AT = datetime(2026, 1, 1, tzinfo=UTC)
"""Every file's time in the image, so that the same sources give the same image."""

BLOCK = "128K"
LEVEL = "19"
"""1M blocks start slower (0.49 s for 0.32 s) and save nothing (packaging.md, A3)."""

RUNTIME_LIBRARIES = ("squashfuse_ll", "fuse3", "zstd", "lzma", "z", "pthread", "dl")


def main() -> int:
    """Build the AppImage and say where it is."""
    options = _parse()
    try:
        runtime = _get_runtime(options)
    except (WrongRuntimeError, OSError) as error:
        sys.stderr.write(f"appimage: {error}\n")
        return 2
    _freeze()
    _assemble()
    squashfs = _squash()
    RESULT.parent.mkdir(exist_ok=True)
    join(runtime, squashfs, RESULT)
    size = RESULT.stat().st_size
    print(f"{RESULT.relative_to(ROOT)} {size / 1e6:.1f} MB")
    if size > MAX_BYTES:
        sys.stderr.write(f"appimage: larger than {MAX_BYTES / 1e6:.0f} MB\n")
        return 1
    return 0


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Build the kiosk's AppImage.")
    parser.add_argument("--runtime-file", type=Path, metavar="PATH")
    parser.add_argument("--runtime-sha256", metavar="HEX")
    options = parser.parse_args()
    if (options.runtime_file is None) != (options.runtime_sha256 is None):
        parser.error("--runtime-file and --runtime-sha256 belong together")
    return options


def _get_runtime(options: argparse.Namespace) -> bytes:
    if options.runtime_file is not None:
        return check_runtime(options.runtime_file.read_bytes(), options.runtime_sha256)
    _say("compiling the runtime")
    return check_runtime(compile_runtime(BUILD / "runtime").read_bytes(), None)


def compile_runtime(runtime: Path) -> Path:
    """Compile our own runtime to `runtime` and return it."""
    runtime.parent.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        [
            *("gcc", "-Os", "-Wall", "-Wextra", "-Werror", "-static", "-s"),
            *("-ffunction-sections", "-fdata-sections", "-fstack-protector-strong"),
            *("-Wl,--gc-sections", "-Wl,--build-id=none", "-o", str(runtime)),
            *(str(HERE / "runtime.c"), str(HERE / "stubs.c")),
            *(f"-l{name}" for name in RUNTIME_LIBRARIES),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise WrongRuntimeError(f"gcc did not build the runtime:\n{done.stderr}")
    return runtime


def _freeze() -> None:
    """Run PyInstaller; what it would pack one module at a time, squashfs packs better as a whole."""
    _say("freezing the kiosk")
    subprocess.run(
        [
            *(sys.executable, "-m", "PyInstaller", "--noconfirm", "--clean"),
            *("--log-level", "ERROR", "--distpath", str(BUILD / "frozen")),
            *("--workpath", str(BUILD / "work"), str(HERE / "kiosk.spec")),
        ],
        cwd=ROOT,
        check=True,
        env={**os.environ, "PYINSTALLER_ZLIB_COMPRESSION_LEVEL": "0"},
    )


def _assemble() -> None:
    _say("assembling the AppDir")
    shutil.rmtree(APPDIR, ignore_errors=True)
    program = APPDIR / appdir.PROGRAM
    shutil.copytree(BUILD / "frozen" / "kiosk", program, symlinks=True)
    prune(program)
    empty_icu(program)
    strip(program)
    appdir.put_fallback(APPDIR, find_fallback(libraries.read_needs(program)))
    shutil.copytree(ROOT / "installers" / "systemd", APPDIR / "usr/share/kiosk/systemd")
    shutil.copyfile(ROOT / "LICENSE", APPDIR / "usr/share/kiosk/LICENSE")
    values = {"VERSION": VERSION, "DATE": MADE_AT.date().isoformat()}
    appdir.write_appdir(APPDIR, HERE, values, icon=HERE / "kiosk.svg")


def prune(program: Path) -> None:
    """Remove from the frozen folder what the kiosk never loads."""
    for path in sorted(program.rglob("*")):
        if not path.is_dir() and appdir.is_pruned(_name(path, program)):
            path.unlink()
    needs = libraries.read_needs(program)
    roots = {
        path.name for path in program.rglob("*") if appdir.is_root(_name(path, program))
    }
    unneeded = libraries.find_unneeded(needs, roots)
    for path in sorted(program.rglob("*")):
        if path.name in unneeded:
            path.unlink()
    for path in sorted(program.rglob("*")):
        if path.is_symlink() and not path.exists():
            path.unlink()


def empty_icu(program: Path) -> None:
    """Put an empty package of data in the place of ICU's, which no part of the kiosk asks for."""
    for library in sorted(program.rglob("libicudata.so.*")):
        major = library.name.rpartition(".")[2]
        subprocess.run(
            [
                *("gcc", "-shared", "-fPIC", "-Os", "-nostdlib", "-Wl,--build-id=none"),
                *(f"-Wl,-soname,{library.name}", f"-DPACKAGE=icudt{major}_dat"),
                *("-o", str(library), str(HERE / "icudata.c")),
            ],
            check=True,
        )


def strip(program: Path) -> None:
    """Take the symbols out of each binary that can still be loaded without them."""
    stripped = BUILD / "stripped"
    for path in sorted(program.rglob("*")):
        if path.is_symlink() or not libraries.is_binary(path):
            continue
        # The start program carries its archive behind its end, which strip would drop.
        if path == program / "kiosk":
            continue
        subprocess.run(["strip", "-o", str(stripped), str(path)], check=True)
        if libraries.is_loadable(stripped.read_bytes()):
            shutil.copyfile(stripped, path)


def find_fallback(needs: libraries.Needs) -> list[Path]:
    """Return this machine's own of each library that is needed and not in the folder."""
    cache = libraries.parse_cache(
        subprocess.run(
            ["/sbin/ldconfig", "-p"], capture_output=True, text=True, check=True
        ).stdout
    )
    all_needs = dict(needs)
    found: dict[str, Path] = {}
    while missing := libraries.find_missing(all_needs):
        for name in sorted(missing):
            if name not in cache:
                raise SystemExit(
                    f"appimage: {name} is needed and nowhere on this machine"
                )
            found[name] = cache[name]
            all_needs[name] = libraries.read_needed(cache[name].resolve())
    return list(found.values())


def _squash() -> Path:
    _say("compressing the image")
    squashfs = BUILD / "image.squashfs"
    squashfs.unlink(missing_ok=True)
    made_at = str(int(MADE_AT.timestamp()))
    subprocess.run(
        [
            *("mksquashfs", str(APPDIR), str(squashfs), "-quiet", "-no-progress"),
            *("-comp", "zstd", "-Xcompression-level", LEVEL, "-b", BLOCK),
            *("-root-owned", "-no-xattrs", "-noappend"),
            *("-mkfs-time", made_at, "-all-time", made_at),
        ],
        check=True,
    )
    return squashfs


def _name(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix()


def _say(text: str) -> None:
    sys.stderr.write(f"appimage: {text}\n")


if __name__ == "__main__":
    sys.exit(main())
