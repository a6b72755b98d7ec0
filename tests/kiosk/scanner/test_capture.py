"""A capture gives frames until its source ends, and tells why it does."""

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from kiosk.scanner.cameras import FoundCamera
from kiosk.scanner.capture import (
    AT_ITS_END,
    Capture,
    PacedCapture,
    open_capture,
    to_gray,
)
from kiosk.scanner.source import Source
from tests.frames import SIZE, FakeCamera, a_frame, write_video

FRAMES = 4
Make = Callable[[Path], Capture]


def make_file(folder: Path) -> Capture:
    path = write_video(folder / "v.avi", [a_frame("MỘT")] * FRAMES)
    return open_capture(Source(text=str(path)))


def make_fake(folder: Path) -> Capture:
    del folder
    camera = FakeCamera(picture=a_frame("MỘT"))
    return EndingCapture(camera.open(Source(text="0")), FRAMES)


class EndingCapture:
    """A capture that ends after some frames."""

    ending = AT_ITS_END

    def __init__(self, capture: Capture, frames: int) -> None:
        self._capture = capture
        self._left = frames
        self.retrieve = capture.retrieve
        self.close = capture.close

    def grab(self) -> bool:
        self._left -= 1
        return self._left >= 0 and self._capture.grab()


both = pytest.mark.parametrize("make", [make_file, make_fake])


@both
def test_a_source_gives_its_frames_and_then_none(make: Make, tmp_path: Path) -> None:
    capture = make(tmp_path)
    grabbed = [capture.grab() for _ in range(FRAMES + 2)]
    capture.close()
    assert grabbed == [True] * FRAMES + [False] * 2
    assert capture.ending == AT_ITS_END


@both
def test_a_frame_is_what_the_source_shows(make: Make, tmp_path: Path) -> None:
    capture = make(tmp_path)
    capture.grab()
    picture = capture.retrieve()
    capture.close()
    assert picture is not None
    gray = to_gray(picture)
    assert gray.shape == (SIZE[1], SIZE[0])
    far = np.abs(gray[10:, 10:].astype(int) - a_frame("MỘT")[10:, 10:])
    assert far.mean() < 5


@both
def test_a_source_may_be_closed_twice(make: Make, tmp_path: Path) -> None:
    capture = make(tmp_path)
    capture.close()
    capture.close()


def test_a_file_is_played_at_its_own_rate() -> None:
    camera = FakeCamera()
    capture = PacedCapture(camera.open(Source(text="0")), 20.0)
    start_s = time.monotonic()
    for _ in range(5):
        capture.grab()
    assert time.monotonic() - start_s >= 4 / 20


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("/dev/video99", "Plug the camera in"),
        ("/nowhere/v.avi", "Name a file that can be read"),
        ("/dev/null", "another program may use it"),
        ("rtsp://127.0.0.1:1/live", "Check its address"),
    ],
)
def test_what_can_t_be_opened_says_what_to_do(
    text: str, advice: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(OSError, match=advice):
        open_capture(Source(text=text))
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("content", [b"", b"RIFF", b"no video at all" * 99])
def test_a_file_that_is_no_video_says_so(
    tmp_path: Path, content: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "v.avi"
    path.write_bytes(content)
    with pytest.raises(OSError, match="no video that can be played"):
        open_capture(Source(text=str(path)))
    assert capfd.readouterr().err == ""


def test_where_no_camera_is_found_auto_says_so() -> None:
    with pytest.raises(OSError, match="No camera is found"):
        open_capture(Source(text="auto"), list)


def test_auto_is_the_first_camera_that_is_found() -> None:
    found = [FoundCamera(path=f"/dev/video{number}", label="") for number in (98, 99)]
    with pytest.raises(OSError, match=r"/dev/video98 is not there"):
        open_capture(Source(text="auto"), lambda: found)


def test_a_stream_gives_frames_until_it_ends(tmp_path: Path) -> None:
    path = write_video(tmp_path / "v.avi", [a_frame("MỘT")] * FRAMES)
    capture = open_capture(Source(text=path.as_uri()))
    grabbed = [capture.grab() for _ in range(FRAMES + 1)]
    capture.close()
    assert grabbed == [True] * FRAMES + [False]
    assert capture.ending == "The stream has ended."


def test_a_video_that_is_cut_off_ends(tmp_path: Path) -> None:
    path = write_video(tmp_path / "v.avi", [a_frame("MỘT")] * 20)
    path.write_bytes(path.read_bytes()[:-20_000])
    capture = open_capture(Source(text=str(path)))
    grabbed = [capture.grab() and capture.retrieve() is not None for _ in range(25)]
    capture.close()
    assert (grabbed[0], grabbed[-1]) == (True, False)


@pytest.mark.parametrize("shape", [(4, 6), (4, 6, 1), (4, 6, 2), (4, 6, 3), (1, 1)])
def test_any_picture_becomes_gray(shape: tuple[int, ...]) -> None:
    assert to_gray(np.zeros(shape, dtype=np.uint8)).shape == shape[:2]
