"""A kiosk reads the codes that a camera sees, and says nothing else."""

import os
import signal
import subprocess
from pathlib import Path

import msgspec
import pytest

from benchmarks import reading_camera
from tests.builders import a_card
from tests.frames import a_frame, write_video
from tests.system.kiosks import KIOSK, ask

SIZE = (1280, 720)
CARDS = 3

pytestmark = pytest.mark.system


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a video of three codes, with more than a second between them."""
    frames = [
        frame
        for number in range(CARDS)
        for frame in (
            *[a_frame(a_card(number), SIZE)] * 20,
            *[a_frame("", SIZE)] * 45,
        )
    ]
    return write_video(tmp_path_factory.mktemp("video") / "v.avi", frames)


def run(data: Path, camera: str) -> tuple[int, list[dict[str, object]], str]:
    done = subprocess.run(
        [
            *(*KIOSK, "run", "--headless", "--data", str(data)),
            *("--camera", camera, "--exit-when-idle", "0.5"),
        ],
        capture_output=True,
        check=False,
    )
    lines = done.stdout.splitlines()
    said = [msgspec.json.decode(line, type=dict[str, object]) for line in lines]
    return done.returncode, said, done.stderr.decode("utf-8")


def test_codes_of_a_video_become_decisions(tmp_path: Path, video: Path) -> None:
    """Also those that come long after the kiosk would have been idle."""
    code, said, words = run(tmp_path / "kiosk", f"{video},in,B")
    assert said[0] == {"ready": True}
    assert [(one["outcome"], one["gate"]) for one in said[1:]] == [
        ("allow", "B")
    ] * CARDS
    assert (code, words.splitlines()) == (
        0,
        [
            "camera:v.avi: reading.",
            "camera:v.avi: missing. The file is at its end.",
        ],
    )


def test_a_video_that_is_not_there_is_said_and_no_bug(tmp_path: Path) -> None:
    code, said, words = run(tmp_path / "kiosk", "/nowhere/v.avi")
    assert (code, said) == (0, [{"ready": True}])
    assert words.startswith("camera:v.avi: missing. /nowhere/v.avi is not there.")


def test_a_camera_option_without_a_camera_is_wrong_use(tmp_path: Path) -> None:
    code, said, words = run(tmp_path / "kiosk", ",in,B")
    assert (code, said) == (2, [])
    assert "--camera" in words


@pytest.mark.soak
def test_nothing_queues_up_in_ten_minutes(tmp_path: Path) -> None:
    video = reading_camera.make_video(tmp_path)
    run = reading_camera.play(video, tmp_path, 600.0)
    assert reading_camera.tell(run, reading_camera.time_decoder(video))


def test_a_window_reads_what_its_camera_sees(tmp_path: Path, video: Path) -> None:
    data = tmp_path / "kiosk"
    process = subprocess.Popen(
        [*KIOSK, "run", "--data", str(data), "--no-sync", "--camera", str(video)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    assert process.stdout is not None
    ready = process.stdout.readline()
    is_read = any(ask("status", data=data)["entries"] == CARDS for _ in range(60))
    process.send_signal(signal.SIGTERM)
    _, words = process.communicate(timeout=60)
    assert (ready, is_read) == (b'{"ready":true}\n', True)
    assert (process.returncode, words) == (0, b"")
