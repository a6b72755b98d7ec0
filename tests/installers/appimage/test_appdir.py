"""The AppDir has what desktops look for, and AppRun takes only what a machine lacks."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from installers.appimage.appdir import (
    APPLICATION,
    fill,
    is_pruned,
    is_root,
    put_fallback,
    write_appdir,
)
from kiosk.version import VERSION

SOURCES = Path(__file__).resolve().parents[3] / "installers" / "appimage"
PLUGINS = "_internal/PySide6/Qt/plugins"


@pytest.fixture
def appdir(tmp_path: Path) -> Path:
    path = tmp_path / "AppDir"
    values = {"VERSION": VERSION, "DATE": "2026-01-01"}
    write_appdir(path, SOURCES, values, icon=SOURCES / "kiosk.svg")
    return path


def test_no_place_of_a_template_is_left_open(appdir: Path) -> None:
    texts = [path for path in appdir.rglob("*") if path.is_file()]
    assert [path for path in texts if "@VERSION@" in path.read_text("utf-8")] == []
    assert f"X-AppImage-Version={VERSION}" in (
        appdir / f"{APPLICATION}.desktop"
    ).read_text("utf-8")


def test_the_icon_is_found_by_every_name(appdir: Path) -> None:
    drawing = (SOURCES / "kiosk.svg").read_bytes()
    names = (".DirIcon", f"{APPLICATION}.svg")
    assert [(appdir / name).read_bytes() == drawing for name in names] == [True, True]


def test_each_value_takes_its_place() -> None:
    assert fill("@A@ and @B@ and @A@", {"A": "1", "B": "2"}) == "1 and 2 and 1"


@pytest.mark.parametrize(
    ("path", "pruned"),
    [
        (f"{PLUGINS}/platforms/libqxcb.so", False),
        (f"{PLUGINS}/platforms/libqwayland.so", False),
        (f"{PLUGINS}/platforms/libqoffscreen.so", False),
        (f"{PLUGINS}/platforms/libqvnc.so", True),
        (f"{PLUGINS}/platformthemes/libqgtk3.so", True),
        (f"{PLUGINS}/printsupport/libcupsprintersupport.so", False),
        ("_internal/cv2/cv2.abi3.so", False),
        ("_internal/cv2/data/haarcascade_frontalface_default.xml", True),
        ("_internal/assets/locale/vi/words.json", False),
    ],
)
def test_what_the_kiosk_never_loads_is_left_out(path: str, *, pruned: bool) -> None:
    assert is_pruned(path) == pruned


@pytest.mark.parametrize(
    ("path", "root"),
    [
        ("kiosk", True),
        ("_internal/libpython3.11.so.1.0", True),
        ("_internal/libzbar.so.0", True),
        ("_internal/cv2/cv2.abi3.so", True),
        ("_internal/_cffi_backend.cpython-311-x86_64-linux-gnu.so", True),
        (f"{PLUGINS}/platforms/libqxcb.so", True),
        ("_internal/libgtk-3.so.0", False),
        ("_internal/numpy.libs/libscipy_openblas64_-32a4b2a6.so", False),
        ("_internal/base_library.zip", False),
    ],
)
def test_a_library_is_no_reason_to_keep_others(path: str, *, root: bool) -> None:
    assert is_root(path) == root


def start(appdir: Path, **environment: str) -> str:
    program = appdir / "usr/lib/kiosk/kiosk"
    program.parent.mkdir(parents=True)
    program.write_text('#!/bin/sh\necho "$LD_LIBRARY_PATH|$1"\n', encoding="ascii")
    program.chmod(0o755)
    done = subprocess.run(
        [appdir / "AppRun", "doctor"],
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def test_only_a_library_that_the_machine_lacks_is_taken(appdir: Path) -> None:
    libraries = [appdir.parent / name for name in ("libc.so.6", "libnowhere.so.1")]
    for library in libraries:
        library.touch()
    put_fallback(appdir, libraries)
    lacking = appdir / "usr/lib/fallback/libnowhere.so.1"
    assert start(appdir, LD_LIBRARY_PATH="/own") == f"/own:{lacking}|doctor"


def test_on_a_machine_that_lacks_nothing_the_path_is_left_alone(appdir: Path) -> None:
    (appdir.parent / "libc.so.6").touch()
    put_fallback(appdir, [appdir.parent / "libc.so.6"])
    assert start(appdir) == "|doctor"


def validate(*command: str) -> tuple[int, str]:
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_the_desktop_file_is_valid(appdir: Path) -> None:
    told = validate("desktop-file-validate", str(appdir / f"{APPLICATION}.desktop"))
    assert told == (0, "")


def test_the_metadata_is_valid(appdir: Path) -> None:
    metadata = appdir / f"usr/share/metainfo/{APPLICATION}.appdata.xml"
    code, told = validate("appstreamcli", "validate", "--no-net", str(metadata))
    assert code == 0, told
