"""Without FUSE an image is unpacked once and kept, in the user's own cache or not at all."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from installers.appimage.build import compile_runtime
from installers.appimage.image import check_runtime, join

NEEDED = ("/usr/include/squashfuse/ll.h", "/usr/bin/mksquashfs")
APPRUN = (
    '#!/bin/sh\n[ "$1" != wait ] || { echo ready; read -r line; }\necho "$APPDIR"\n'
)

pytestmark = pytest.mark.skipif(
    not all(Path(path).exists() for path in NEEDED),
    reason="what the AppImage is built with is not installed (setup.sh appimage)",
)


@pytest.fixture(scope="session")
def runtime(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    built = compile_runtime(tmp_path_factory.mktemp("runtime") / "runtime")
    return check_runtime(built.read_bytes(), None)


@pytest.fixture
def image(runtime: bytes, tmp_path: Path) -> Path:
    return make_image(runtime, tmp_path, "first")


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    (tmp_path / "cache").mkdir(mode=0o700)
    return tmp_path / "cache"


def make_image(runtime: bytes, folder: Path, name: str) -> Path:
    appdir = folder / f"{name}.AppDir"
    appdir.mkdir()
    (appdir / "AppRun").write_text(APPRUN, encoding="ascii")
    (appdir / "AppRun").chmod(0o755)
    squashfs = folder / f"{name}.squashfs"
    subprocess.run(
        ["mksquashfs", appdir, squashfs, "-quiet", "-no-progress", "-comp", "zstd"],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    join(runtime, squashfs, folder / f"{name}.AppImage")
    return folder / f"{name}.AppImage"


def start(image: Path, cache: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [image, "--appimage-extract-and-run", "wait"],
        env={**os.environ, "XDG_CACHE_HOME": str(cache), "TMPDIR": str(image.parent)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def run(image: Path, cache: Path) -> Path:
    """Return the folder that the program ran from."""
    said, _ = start(image, cache).communicate("\n", timeout=60)
    return Path(said.splitlines()[-1])


@pytest.fixture
def running(image: Path, cache: Path) -> Iterator["subprocess.Popen[str]"]:
    process = start(image, cache)
    assert process.stdout is not None
    process.stdout.readline()
    yield process
    process.communicate("\n", timeout=60)


def test_the_second_start_runs_what_the_first_unpacked(
    image: Path, cache: Path
) -> None:
    kept = run(image, cache)
    made = (kept / "AppRun").stat()
    assert kept.parent == cache / "kiosk-appimage"
    assert run(image, cache) == kept
    assert (kept / "AppRun").stat() == made


def test_what_is_kept_is_its_users_alone(image: Path, cache: Path) -> None:
    kept = run(image, cache)
    assert [path.stat().st_mode & 0o777 for path in (kept, kept.parent)] == [0o700] * 2


def test_another_image_takes_the_place_of_the_first(
    runtime: bytes, image: Path, cache: Path, tmp_path: Path
) -> None:
    first = run(image, cache)
    second = run(make_image(runtime, tmp_path, "second"), cache)
    assert list((cache / "kiosk-appimage").iterdir()) == [second]
    assert first != second


def test_what_a_running_program_needs_stays(
    running: "subprocess.Popen[str]", runtime: bytes, cache: Path, tmp_path: Path
) -> None:
    run(make_image(runtime, tmp_path, "second"), cache)
    assert (running.poll(), len(list((cache / "kiosk-appimage").iterdir()))) == (
        None,
        2,
    )


def test_half_of_an_unpacking_is_removed_and_something_lost_is_unpacked_again(
    image: Path, cache: Path
) -> None:
    kept = run(image, cache)
    (kept / "AppRun").unlink()
    (kept.parent / ".part_abcdef").mkdir()
    assert run(image, cache) == kept
    assert list(kept.parent.iterdir()) == [kept]


@pytest.mark.parametrize("mode", [0o777, 0o500])
def test_a_cache_that_others_may_write_is_not_used(
    image: Path, cache: Path, mode: int
) -> None:
    """Or that can't be written: what is unpacked is gone after the run."""
    if mode == 0o500 and os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    cache.chmod(mode)
    ran_from = run(image, cache)
    cache.chmod(0o700)
    assert ran_from.parent == image.parent
    assert (ran_from.exists(), list(cache.iterdir())) == (False, [])


def test_a_link_in_the_place_of_the_folder_is_not_followed(
    image: Path, cache: Path, tmp_path: Path
) -> None:
    (tmp_path / "elsewhere").mkdir()
    (cache / "kiosk-appimage").symlink_to(tmp_path / "elsewhere")
    assert run(image, cache).parent == image.parent
    assert list((tmp_path / "elsewhere").iterdir()) == []
