"""The probe tells what a camera gives, or why it gives nothing."""

import json
from pathlib import Path

import numpy as np
import pytest

from kiosk.scanner.camera_probe import run, watch
from kiosk.scanner.source import Source
from tests.frames import FakeCamera, a_frame, write_video


def test_size_rate_and_brightness_are_told() -> None:
    camera = FakeCamera(picture=np.full((48, 64, 3), 51, np.uint8))
    seen = watch(camera.open(Source(text="0")))
    rate = seen.pop("frames_per_s")
    assert seen == {"width": 64, "height": 48, "brightness": 0.2}
    assert isinstance(rate, float)
    assert rate > 3


def test_a_camera_that_gives_nothing_says_why() -> None:
    camera = FakeCamera()
    capture = camera.open(Source(text="0"))
    camera.gone.set()
    assert watch(capture) == {"fault": capture.ending}


def test_a_short_video_is_looked_at_to_its_end(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_video(tmp_path / "v.avi", [a_frame()] * 3)
    assert run(f"{path},in,B") == 0
    seen = json.loads(capsys.readouterr().out)
    assert (seen["width"], seen["height"]) == (640, 480)


def test_a_camera_that_is_not_there_is_a_fault_and_no_error(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run("/dev/video99") == 0
    assert "is not there" in json.loads(capsys.readouterr().out)["fault"]
