"""Trial: the built AppImage on a bare Debian 12, as root, as an ordinary user, installed and enrolled.

    python -m installers.appimage.trial [APPIMAGE]

Needs root, unshare, Xvfb and a bare system: `$FRESH_CACHE/base` (default
/var/tmp/fresh-machine/base), which debootstrap makes where it is missing.
Prints a line for each step; ends with 1 at the first that fails.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import cast

import cv2
import segno

from installers.appimage.bare import Bare, find_base
from installers.appimage.build import MAX_BYTES, RESULT, ROOT
from kiosk.version import VERSION

CARD = (
    "001190000123|012345678|Trần Thị Thử Nghiệm|05031990|Nữ|"
    "Số 1 Phố Giả Định, Phường Mẫu, Quận Thử, Hà Nội|10052021"
)
ROUNDS = 7
SLOWER_AT_MOST = 1.5
DISPLAY = ":97"
DATA = "/data"
ORDINARY = "person"
PLAY = ("run", "--headless", "--replay", "/codes", "--exit-when-idle", "0.5")
UNFROZEN = (sys.executable, "-m", "kiosk")


class FailedError(Exception):
    """A step did not end as it must; its text says which."""


def main() -> int:
    """Try the AppImage and say what was seen."""
    image = Path(sys.argv[1]) if len(sys.argv) > 1 else RESULT
    if os.geteuid() != 0:
        sys.stderr.write("trial: needs root, to start programs in a bare system\n")
        return 3
    base = find_base()
    try:
        expect(image.stat().st_size <= MAX_BYTES, "the AppImage is small enough")
        with show_nothing() as display, Bare(base) as bare:
            bare.put(image, "/image/Kiosk.AppImage", mode=0o755)
            bare.put_text("/codes", CARD + "\n")
            bare.make_folder(DATA)
            bare.run("useradd", "--create-home", ORDINARY)
            try_alone(bare, display)
            try_installation(bare)
        compare_starts(image)
    except (FailedError, subprocess.TimeoutExpired) as error:
        sys.stderr.write(f"trial: FAILED: {error}\n")
        return 1
    return 0


def expect(is_so: object, what: str) -> None:
    """Say that `what` was seen, or raise FailedError."""
    if not is_so:
        raise FailedError(what)
    print(f"ok: {what}")


def try_alone(bare: Bare, display: str) -> None:
    """Run the file itself, as anybody may who was given it."""
    image = "/image/Kiosk.AppImage"
    for user in ("root", ORDINARY):
        done = bare.run(image, *PLAY, "--data", f"{DATA}/{user}", user=user)
        outcomes = [line.get("kind") for line in read_lines(done) if "kind" in line]
        expect(outcomes == ["cccd"], f"{user} reads a code on a bare machine")
        done = bare.run(
            *(
                image,
                "run",
                "--data",
                f"{DATA}/{user}-window",
                "--windowed",
                "--no-sync",
            ),
            user=user,
            display=display,
            until=b'{"ready":true}',
        )
        expect(b'"ready":true' in done.stdout, f"{user} opens the window under X")
    try_pictures(bare, image)
    done = bare.run(image, "doctor", "--data", f"{DATA}/nothing", user=ORDINARY)
    found = {line["check"]: line for line in read_lines(done)}
    expect(found["program"]["ok"], "doctor finds every part of the program")
    expect(
        (done.returncode, bare.exists(f"{DATA}/nothing")) == (1, False),
        "doctor says what is missing and makes nothing",
    )
    expect(not bare.find("tmp/.kiosk_*"), "nothing is left behind")


def try_pictures(bare: Bare, image: str) -> None:
    """Read a code in a picture, and in a video as a camera would see it."""
    with tempfile.TemporaryDirectory() as folder:
        picture, video = Path(folder, "code.png"), Path(folder, "code.avi")
        segno.make(CARD).save(str(picture), scale=6, border=4)
        write_video(video, picture)
        for path in (picture, video):
            bare.put(path, f"/{path.name}", mode=0o644)
    done = bare.run(image, "read", "/code.png", user=ORDINARY)
    lines = cast("list[dict[str, list[dict[str, str]]]]", read_lines(done))
    texts = [code["text"] for line in lines for code in line["codes"]]
    expect(texts == [CARD], "a code in a picture is read")
    done = bare.run(
        *(image, "run", "--headless", "--camera", "/code.avi", "--no-sync"),
        *("--exit-when-idle", "1", "--data", f"{DATA}/{ORDINARY}-camera"),
        user=ORDINARY,
    )
    kinds = {line["kind"] for line in read_lines(done) if "kind" in line}
    expect(kinds == {"cccd"}, "a code in a video is read")


def write_video(path: Path, picture: Path) -> None:
    """Write two seconds of a still picture."""
    frame = cv2.imread(str(picture))
    if frame is None:
        raise FailedError(f"{picture} can't be read")
    size = (frame.shape[1], frame.shape[0])
    video = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 15.0, size)
    for _ in range(30):
        video.write(frame)
    video.release()


def try_installation(bare: Bare) -> None:
    """Install, enrol by the policy, read, install again, remove."""
    bare.run("/image/Kiosk.AppImage", "--appimage-extract", "usr/share/kiosk/systemd")
    install = "/squashfs-root/usr/share/kiosk/systemd/install.sh"
    image = "/image/Kiosk.AppImage"
    bare.put_text("/wrong.toml", 'gaet = "A"\n')
    done = bare.run(install, image, "--headless", "--policy", "/wrong.toml")
    expect(
        done.returncode == 2 and b"did you mean 'gate'?" in done.stderr,
        "a policy with a typing mistake is refused, with the key and the fix",
    )
    expect(not bare.exists("/etc/kiosk/policy.toml"), "and it is not taken")
    with serve_province() as (url, code, count):
        bare.put_text("/etc/kiosk/enrol-code", code + "\n")
        bare.put_text(
            "/policy.toml",
            f'server_url = "{url}"\nenrol_code_file = "/etc/kiosk/enrol-code"\n'
            'gate = "B"\n',
        )
        done = bare.run(install, image, "--headless", "--policy", "/policy.toml")
        expect(done.returncode == 0, "it is installed without a question")
        done = bare.run("/usr/local/bin/kiosk", *PLAY)
        gates = [line.get("gate") for line in read_lines(done) if "gate" in line]
        expect(gates == ["B"], "the policy's gate is the kiosk's")
        expect(
            count() == 1, "the kiosk enrolled itself and its entry is at the province"
        )
        done = bare.run("/usr/local/bin/kiosk", "doctor")
        found = {line["check"]: line["ok"] for line in read_lines(done)}
        healthy = ("program", "policy", "disk", "key", "database", "network", "roster")
        expect(all(found[name] for name in healthy), "doctor finds the service healthy")
    before = bare.read_bytes("/var/lib/kiosk/kiosk.db")
    done = bare.run(install, image, "--headless")
    expect(
        done.returncode == 0 and b"is here already" in done.stderr,
        "an installation run twice changes nothing",
    )
    expect(bare.run(install, "--remove").returncode == 0, "it is removed")
    expect(
        bare.read_bytes("/var/lib/kiosk/kiosk.db") == before
        and not bare.exists("/opt/kiosk"),
        "the data stays, the program does not",
    )


def compare_starts(image: Path) -> None:
    """Compare from start to ready, window and all, of the image and of the sources.

    Without FUSE only the first start unpacks, and only the others are held to the bound.
    """
    programs = {
        "sources": UNFROZEN,
        "image": (str(image),),
        "without FUSE": (str(image), "--appimage-extract-and-run"),
    }
    starts: dict[str, list[float]] = {name: [] for name in programs}
    with show_nothing() as display, tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_CACHE_HOME"] = folder
        for _ in range(ROUNDS + 1):
            for name, words in programs.items():
                took_s = time_start(words, Path(folder, name), display)
                starts[name].append(took_s)
    plain_s = statistics.median(starts["sources"][1:])
    for name, (first_s, *others_s) in starts.items():
        # The first makes the database, warms the disk and, without FUSE, unpacks.
        median_s = statistics.median(others_s)
        print(f"start to ready, {name}: {median_s:.2f} s, the first {first_s:.2f} s")
        expect(median_s <= SLOWER_AT_MOST * plain_s, f"soon enough: {name}")


def time_start(words: Sequence[str], data: Path, display: str) -> float:
    """Return the seconds from the start of the process to its `ready`."""
    start = time.perf_counter()
    process = subprocess.Popen(
        [*words, "run", "--data", str(data), "--windowed", "--no-sync"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "DISPLAY": display},
        cwd=ROOT,
    )
    line = process.stdout.readline() if process.stdout else b""
    took_s = time.perf_counter() - start
    process.terminate()
    process.communicate()
    if b"ready" not in line:
        raise FailedError(f"{words[0]} does not become ready")
    return took_s


@contextmanager
def show_nothing() -> Iterator[str]:
    """Run an X server whose screen nobody sees."""
    server = subprocess.Popen(
        ["Xvfb", DISPLAY, "-screen", "0", "1280x800x24", "-ac", "-nolisten", "tcp"],
        stderr=subprocess.DEVNULL,
    )
    socket = Path("/tmp/.X11-unix/X" + DISPLAY[1:])  # noqa: S108 - where X has it
    while not socket.exists() and server.poll() is None:
        time.sleep(0.05)
    try:
        yield DISPLAY
    finally:
        server.terminate()
        server.wait()


@contextmanager
def serve_province() -> Iterator[tuple[str, str, Callable[[], object]]]:
    """Run a province on loopback; yield its address, a code and a count of entries."""
    data = tempfile.mkdtemp()
    words = (sys.executable, "-m", "province")

    def ask(*command: str) -> dict[str, object]:
        done = subprocess.run(
            [*words, *command, "--data", data], capture_output=True, check=True
        )
        answer: dict[str, object] = json.loads(done.stdout)
        return answer

    server = subprocess.Popen(
        [*words, "serve", "--data", data, "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    try:
        line = server.stdout.readline() if server.stdout else b"{}"
        url = str(json.loads(line)["listening"])
        point = ask(
            *("point", "add", "--name", "Chốt Thử"),
            *("--category", "checkpoint", "--unit", "08"),
        )["point"]
        code = str(ask("enrol", str(point), "--gate", "A")["code"])
        yield url, code, lambda: ask("stats")["entries"]
    finally:
        server.terminate()
        server.wait()
        shutil.rmtree(data)


def read_lines(done: "subprocess.CompletedProcess[bytes]") -> list[dict[str, object]]:
    """Return the JSON lines of a command; its words for people where there are none."""
    try:
        return [json.loads(line) for line in done.stdout.splitlines()]
    except ValueError as error:
        raise FailedError(f"no JSON: {done.stdout!r} {done.stderr!r}") from error


if __name__ == "__main__":
    print(f"trial of Kiosk {VERSION}")
    sys.exit(main())
