"""Frames: rendered codes as a camera would see them, as pictures, videos and a camera."""

import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np
import segno

from kiosk.scanner.capture import Picture, silence
from kiosk.scanner.code import Gray
from kiosk.scanner.source import Source

SIZE = (640, 480)
STEP_S = 0.005
"""How often a fake camera has a frame: ten times as often as a real one."""


def a_frame(text: str = "", size: tuple[int, int] = SIZE, module_px: int = 4) -> Gray:
    """Return a gray field with the code of `text` in its middle; none where empty."""
    columns, rows = size
    frame = np.full((rows, columns), 190, dtype=np.uint8)
    if text:
        matrix = np.array(list(segno.make(text, micro=False).matrix_iter(border=4)))
        code = np.where(matrix > 0, 20, 235).astype(np.uint8)
        code = np.kron(code, np.ones((module_px, module_px), dtype=np.uint8))
        top, left = (rows - code.shape[0]) // 2, (columns - code.shape[1]) // 2
        frame[top : top + code.shape[0], left : left + code.shape[1]] = code
    return frame


def write_video(path: Path, frames: Iterable[Gray], fps: float = 30.0) -> Path:
    """Write `frames` as Motion JPEG, which is what webcams send."""
    silence()
    writer: cv2.VideoWriter | None = None
    for frame in frames:
        if writer is None:
            size = (frame.shape[1], frame.shape[0])
            kind = cv2.VideoWriter.fourcc(*"MJPG")
            writer = cv2.VideoWriter(str(path), kind, fps, size)
        writer.write(cv2.cvtColor(frame, cv2.COLOR_GRAY2BGR))
    if writer is not None:
        writer.release()
    return path


@dataclass
class FakeCamera:
    """A camera that shows what it is told, is unplugged and plugged in again."""

    picture: Picture = field(default_factory=a_frame)
    is_frozen: bool = False
    openings: int = 0
    open_now: int = 0
    most_open: int = 0
    gone: threading.Event = field(default_factory=threading.Event)
    hangs: threading.Event = field(default_factory=threading.Event)
    """Set while the driver never comes back from a grab."""
    freed: threading.Event = field(default_factory=threading.Event)
    grabs: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    """Released with each frame that is captured."""

    def open(self, source: Source) -> "FakeCapture":
        if self.gone.is_set():
            raise FileNotFoundError(f"{source.text} is not there. Plug it in.")
        self.openings += 1
        self.open_now += 1
        self.most_open = max(self.most_open, self.open_now)
        return FakeCapture(self)


class FakeCapture:
    """One opening of a fake camera."""

    ending = "The camera is gone. Plug it in; it is found again by itself."

    def __init__(self, camera: FakeCamera) -> None:
        self._camera = camera
        self._count = 0

    def grab(self) -> bool:
        if self._camera.hangs.is_set():
            self._camera.freed.wait(30)
            return False
        if self._camera.gone.wait(STEP_S):
            return False
        self._count += 1
        self._camera.grabs.release()
        return True

    def retrieve(self) -> Picture | None:
        picture = self._camera.picture.copy()
        if not self._camera.is_frozen:
            picture[0, 0] = self._count % 251  # a real picture is never the same twice
        return picture

    def close(self) -> None:
        self._camera.open_now -= 1
