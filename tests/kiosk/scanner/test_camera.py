"""Test the reader that looks at a camera's frames."""

import queue
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from kiosk.payload import Direction, Payload
from kiosk.scanner.camera import CameraReader, make_camera, make_glimpse
from kiosk.scanner.capture import Picture
from kiosk.scanner.code import Gray
from kiosk.scanner.glimpse import Glimpse
from kiosk.scanner.hint import Hint
from kiosk.scanner.liveness import BLANK, SILENT, STILL
from kiosk.scanner.reader import Gate, ReaderReport, ReaderState
from kiosk.scanner.sight import Sight
from kiosk.scanner.source import Source
from tests.frames import FakeCamera, a_frame, write_video

GATE = Gate(name="north", direction=Direction.OUT)
DEVICE = Source(text="0")
WITHIN_S = 20.0
SEEN_WITHIN_S = 1.0
AGAIN_WITHIN_S = 3.0


@dataclass
class Reading:
    """A reader at work, and what it said."""

    payloads: "queue.Queue[Payload]" = field(default_factory=queue.Queue)
    reports: "queue.Queue[ReaderReport]" = field(default_factory=queue.Queue)

    def wait_for(self, state: ReaderState) -> ReaderReport:
        """Return the next report, which must be of `state`."""
        report = self.reports.get(timeout=WITHIN_S)
        assert report.state is state, report
        return report

    def wait_for_code(self) -> Payload:
        return self.payloads.get(timeout=WITHIN_S)


@contextmanager
def read(reader: CameraReader) -> Iterator[Reading]:
    reading, stop = Reading(), threading.Event()
    thread = threading.Thread(
        target=reader.run, args=(reading.payloads.put, reading.reports.put, stop)
    )
    thread.start()
    try:
        yield reading
    finally:
        stop.set()
        thread.join()


@contextmanager
def read_device(camera: FakeCamera) -> Iterator[Reading]:
    reader = CameraReader(DEVICE, gate=GATE, open_source=camera.open)
    with read(reader) as reading:
        yield reading


def play(path: Path) -> tuple[list[Payload], list[ReaderReport]]:
    payloads: list[Payload] = []
    reports: list[ReaderReport] = []
    reader = CameraReader(Source(text=str(path)), gate=GATE)
    reader.run(payloads.append, reports.append, threading.Event())
    return payloads, reports


def test_each_code_of_a_video_is_a_payload_once_in_order(tmp_path: Path) -> None:
    codes = ["một|hai", "BA", "bốn"]
    frames = [frame for code in codes for frame in [a_frame(code)] * 20]
    payloads, _ = play(write_video(tmp_path / "v.avi", frames))
    assert [payload.data.decode() for payload in payloads] == codes
    assert {payload.symbology for payload in payloads} == {"]Q1"}
    assert {(payload.gate, payload.direction) for payload in payloads} == {
        ("north", "out")
    }
    assert {payload.reader for payload in payloads} == {"camera:v.avi"}


def test_a_video_is_played_once_and_its_end_is_told(tmp_path: Path) -> None:
    _, reports = play(write_video(tmp_path / "v.avi", [a_frame()] * 10))
    assert [report.state for report in reports] == [
        ReaderState.READING,
        ReaderState.MISSING,
    ]
    assert reports[-1].detail == "The file is at its end."


def test_a_video_plays_until_its_end(tmp_path: Path) -> None:
    path = write_video(tmp_path / "v.avi", [a_frame()] * 3)
    reader = CameraReader(Source(text=str(path)), gate=GATE)
    before = reader.is_playing
    reader.run(lambda _: None, lambda _: None, threading.Event())
    assert (before, reader.is_playing) == (True, False)


def test_a_device_never_counts_as_playing() -> None:
    assert not CameraReader(DEVICE, gate=GATE).is_playing


def test_a_codes_time_is_that_of_its_frame() -> None:
    with read_device(FakeCamera(picture=a_frame("MỘT"))) as reading:
        received_ns = reading.wait_for_code().received_ns
    assert 0 < time.monotonic_ns() - received_ns < WITHIN_S * 1e9


def test_a_camera_that_comes_later_is_read() -> None:
    camera = FakeCamera(picture=a_frame("MỘT"))
    camera.gone.set()
    with read_device(camera) as reading:
        missing = reading.wait_for(ReaderState.MISSING)
        camera.gone.clear()
        reading.wait_for(ReaderState.READING)
        payload = reading.wait_for_code()
    assert "is not there" in missing.detail
    assert payload.data.decode() == "MỘT"


def test_unplugged_is_seen_at_once_and_back_is_read_soon() -> None:
    camera = FakeCamera(picture=a_frame("MỘT"))
    with read_device(camera) as reading:
        reading.wait_for_code()
        reading.wait_for(ReaderState.READING)
        gone_s = time.monotonic()
        camera.gone.set()
        reading.wait_for(ReaderState.MISSING)
        seen_s = time.monotonic() - gone_s
        camera.picture = a_frame("HAI")
        back_s = time.monotonic()
        camera.gone.clear()
        payload = reading.wait_for_code()
        again_s = time.monotonic() - back_s
    assert (payload.data.decode(), camera.most_open) == ("HAI", 1)
    assert seen_s <= SEEN_WITHIN_S
    assert again_s <= AGAIN_WITHIN_S


@pytest.mark.parametrize(
    ("picture", "fault"),
    [
        (a_frame("MỘT"), STILL),
        (np.zeros((480, 640, 3), np.uint8), BLANK),
        (np.full((480, 640, 3), (0, 135, 0), np.uint8), BLANK),
    ],
    ids=["frozen", "black", "green"],
)
def test_a_camera_that_shows_the_same_is_missing_until_it_lives(
    picture: Picture, fault: str
) -> None:
    camera = FakeCamera(picture=picture, is_frozen=True)
    with read_device(camera) as reading:
        report = reading.wait_for(ReaderState.MISSING)
        camera.is_frozen = False
        reading.wait_for(ReaderState.READING)
    assert (report.detail, camera.most_open) == (fault, 1)


def test_a_camera_that_stalls_is_missing_and_opened_again_once_it_is_closed() -> None:
    camera = FakeCamera()
    with read_device(camera) as reading:
        reading.wait_for(ReaderState.READING)
        camera.hangs.set()
        report = reading.wait_for(ReaderState.MISSING)
        camera.hangs.clear()
        camera.freed.set()
        reading.wait_for(ReaderState.READING)
    assert (report.detail, camera.openings, camera.most_open) == (SILENT, 2, 1)


def test_a_camera_that_changes_its_size_is_read_on() -> None:
    camera = FakeCamera(picture=a_frame("MỘT"))
    with read_device(camera) as reading:
        first = reading.wait_for_code()
        camera.picture = a_frame("HAI", (320, 240))
        second = reading.wait_for_code()
    assert [first.data.decode(), second.data.decode()] == ["MỘT", "HAI"]


def test_a_stream_that_ends_is_opened_again(tmp_path: Path) -> None:
    path = write_video(tmp_path / "v.avi", [a_frame()] * 30)
    reader = CameraReader(Source(text=path.as_uri()), gate=GATE)
    with read(reader) as reading:
        reading.wait_for(ReaderState.READING)
        ended = reading.wait_for(ReaderState.MISSING)
        reading.wait_for(ReaderState.READING)
    assert ended.detail == "The stream has ended."


class SlowEye:
    """An eye that is slower than the camera, and notes what it looked at."""

    def __init__(self) -> None:
        self.ages_ms: list[float] = []
        self.enough = threading.Event()

    def look(self, gray: Gray, now_ns: int) -> Sight:
        del gray
        self.ages_ms.append((time.monotonic_ns() - now_ns) / 1e6)
        self.enough.wait(0.1)
        if len(self.ages_ms) >= 8:
            self.enough.set()
        return Sight()


def test_an_eye_that_is_slow_never_looks_at_old_frames() -> None:
    eye = SlowEye()
    reader = CameraReader(
        DEVICE, gate=GATE, open_source=FakeCamera().open, make_eye=lambda: eye
    )
    with read(reader):
        assert eye.enough.wait(WITHIN_S)
    assert sorted(eye.ages_ms)[4] < 50


def test_glimpses_are_given_while_somebody_watches() -> None:
    glimpses: queue.Queue[Glimpse] = queue.Queue()
    camera = FakeCamera(picture=a_frame("MỘT"))
    reader = CameraReader(DEVICE, gate=GATE, open_source=camera.open)
    reader.watch(glimpses.put)
    with read(reader):
        glimpse = glimpses.get(timeout=WITHIN_S)
        reader.watch(None)
    assert (glimpse.width, glimpse.height) == (480, 360)
    assert len(glimpse.pixels) == 480 * 360


def test_a_glimpse_tells_where_the_code_is() -> None:
    outline = ((0.0, 0.0), (800.0, 0.0), (800.0, 400.0), (0.0, 400.0))
    sight = Sight(outline=outline, hint=Hint.CLOSER)
    glimpse = make_glimpse(a_frame(size=(1600, 800)), sight)
    assert glimpse.outline == ((0, 0), (0.5, 0), (0.5, 0.5), (0, 0.5))
    assert glimpse.hint is Hint.CLOSER


def test_a_small_frame_is_its_own_glimpse() -> None:
    glimpse = make_glimpse(np.full((1, 1), 7, np.uint8), Sight())
    assert (glimpse.width, glimpse.height, glimpse.pixels) == (1, 1, b"\x07")


def test_an_option_makes_a_reader() -> None:
    reader = make_camera("/dev/video3,in,south", GATE)
    assert reader.name == "camera:/dev/video3"
