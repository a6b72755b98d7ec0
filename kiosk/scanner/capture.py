"""Capture: frames from a device, a file or a stream, through OpenCV."""

import math
import os
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.scanner.cameras import FoundCamera, find_cameras
from kiosk.scanner.code import Gray
from kiosk.scanner.source import AUTO, Source, SourceKind, name_device

Picture = NDArray[np.uint8]
"""Rows by columns, gray, or BGR with a third dimension."""

CAPTURE_FAULTS: tuple[type[Exception], ...] = (cv2.error, OSError, ValueError)

WIDTH, HEIGHT, FPS = 1920, 1080, 30
"""What a device is asked for; it gives what it can."""
BUFFERS = 1
"""V4L2 makes it 2. Its own choice, 4, is a tenth of a second of old frames."""
STALL_S = 2
OPEN_WITHIN_MS = 5_000
USUAL_FPS = 30.0
LEAST_FPS, MOST_FPS = 1.0, 120.0

AT_ITS_END = "The file is at its end."


class Capture(Protocol):
    """An open source of frames, used by one thread."""

    @property
    def ending(self) -> str:
        """Return why no frame comes any more, for people."""

    def grab(self) -> bool:
        """Wait for the next frame; False where there will be none."""

    def retrieve(self) -> Picture | None:
        """Return the frame that was grabbed last; None where it is spoilt."""

    def close(self) -> None:
        """Let the source go."""


OpenCapture = Callable[[Source], Capture]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCvCapture:
    """A `VideoCapture` that is open; its errors are outcomes here."""

    video: cv2.VideoCapture
    ending: str

    def grab(self) -> bool:
        """Wait for the next frame; a device that is gone says so at once."""
        with suppress(cv2.error):
            return self.video.grab()
        return False

    def retrieve(self) -> Picture | None:
        """Return the frame that was grabbed last."""
        with suppress(cv2.error):
            is_whole, picture = self.video.retrieve()
            if is_whole and picture.size:
                return np.asarray(picture, dtype=np.uint8)
        return None

    def close(self) -> None:
        """Let the source go."""
        with suppress(cv2.error):
            self.video.release()


class PacedCapture:
    """Frames that are there at once, given out at the rate they were taken at."""

    def __init__(self, capture: Capture, frames_per_s: float) -> None:
        self._capture = capture
        self._step_s = 1 / frames_per_s
        self._due_s = time.monotonic()

    @property
    def ending(self) -> str:
        """Return why no frame comes any more."""
        return self._capture.ending

    def grab(self) -> bool:
        """Wait until the next frame is due; what came too late is not caught up."""
        is_there = self._capture.grab()
        now_s = time.monotonic()
        time.sleep(max(0.0, self._due_s - now_s))
        self._due_s = max(self._due_s, now_s) + self._step_s
        return is_there

    def retrieve(self) -> Picture | None:
        """Return the frame that was grabbed last."""
        return self._capture.retrieve()

    def close(self) -> None:
        """Let the source go."""
        self._capture.close()


def open_capture(
    source: Source, find: Callable[[], Sequence[FoundCamera]] = find_cameras
) -> Capture:
    """Open `source`; where it is `auto`, the first camera that `find` finds.

    Raises:
        OSError: naming what is wrong and what to do.
    """
    silence()
    match source.kind:
        case SourceKind.DEVICE:
            return _open_device(
                _find_first(find) if source.text == AUTO else source.text
            )
        case SourceKind.FILE:
            return _open_file(Path(source.text))
        case SourceKind.STREAM:
            return _open_stream(source)


def to_gray(picture: Picture) -> Gray:
    """Return `picture` without its colours; of two channels, the first is the light."""
    if picture.ndim == 3 and picture.shape[2] == 3:
        return np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), dtype=np.uint8)
    return np.ascontiguousarray(picture[..., 0] if picture.ndim == 3 else picture)


def silence() -> None:
    """Keep OpenCV and FFmpeg off stderr, and a device's stall short."""
    os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")
    os.environ.setdefault("OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT", str(STALL_S))
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)


def _open_device(text: str) -> Capture:
    device = name_device(text)
    gone = "The camera is gone. Plug it in; it is found again by itself."
    if device.startswith("/"):
        _check(Path(device), "Plug the camera in; it is found again by itself.")
        video = cv2.VideoCapture(os.path.realpath(device), cv2.CAP_V4L2)
    else:
        backend = cv2.CAP_MSMF if sys.platform == "win32" else cv2.CAP_ANY
        video = cv2.VideoCapture(int(device), backend)
    if not video.isOpened():
        raise OSError(f"Camera {device} can't be opened: another program may use it.")
    for wish, value in (
        (cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG")),
        (cv2.CAP_PROP_FRAME_WIDTH, WIDTH),
        (cv2.CAP_PROP_FRAME_HEIGHT, HEIGHT),
        (cv2.CAP_PROP_FPS, FPS),
        (cv2.CAP_PROP_BUFFERSIZE, BUFFERS),
    ):
        video.set(wish, value)
    return OpenCvCapture(video=video, ending=gone)


def _open_file(path: Path) -> Capture:
    _check(path, "Name a file that can be read.")
    video = cv2.VideoCapture(str(path))
    if not video.isOpened():
        raise OSError(f"{path} is no video that can be played. Name another file.")
    told = video.get(cv2.CAP_PROP_FPS)
    is_told = math.isfinite(told) and told > 0
    rate = min(max(told, LEAST_FPS), MOST_FPS) if is_told else USUAL_FPS
    return PacedCapture(OpenCvCapture(video=video, ending=AT_ITS_END), rate)


def _open_stream(source: Source) -> Capture:
    video = cv2.VideoCapture(
        source.text,
        cv2.CAP_FFMPEG,
        [
            *(cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, OPEN_WITHIN_MS),
            *(cv2.CAP_PROP_READ_TIMEOUT_MSEC, STALL_S * 1_000),
        ],
    )
    if not video.isOpened():
        raise OSError(f"{source.name} does not answer. Check its address and network.")
    return OpenCvCapture(video=video, ending="The stream has ended.")


def _find_first(find: Callable[[], Sequence[FoundCamera]]) -> str:
    found = find()
    if not found:
        raise OSError("No camera is found. Plug one in; it is found by itself.")
    return found[0].path


def _check(path: Path, advice: str) -> None:
    """Raise where this user can't read `path`; OpenCV does not tell why."""
    if not path.exists():
        raise FileNotFoundError(f"{path} is not there. {advice}")
    if not os.access(path, os.R_OK):
        raise PermissionError(
            f"{path} can't be read by this user. For a camera, add the user to the "
            "group 'video' and log in again."
        )
