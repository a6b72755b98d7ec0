"""The doctor hears of the first camera that does not see well enough."""

import pytest

from kiosk.scanner.cameras import FoundCamera
from kiosk.scanner.eyesight import Eyesight, examine_cameras, judge

WELL = Eyesight(width=1920, height=1080, frames_per_s=29.7, brightness=0.45)


@pytest.mark.parametrize(
    ("seen", "code"),
    [
        (WELL, ""),
        (Eyesight(fault="It is gone."), "unopened"),
        (Eyesight(width=1920, height=1080, frames_per_s=30, brightness=0.05), "dark"),
        (Eyesight(width=640, height=480, frames_per_s=30, brightness=0.5), "small"),
        (Eyesight(width=1920, height=1080, frames_per_s=5, brightness=0.5), "slow"),
    ],
)
def test_what_is_wrong_has_a_code(seen: Eyesight, code: str) -> None:
    assert judge(seen) == code


def test_no_camera_is_no_fault() -> None:
    found = examine_cameras((), lambda _: WELL, find=list)
    assert (found.ok, found.code) == (True, "none")


def test_a_camera_that_is_not_named_is_told_and_not_looked_at() -> None:
    webcam = FoundCamera(path="/dev/video0", label="Webcam by Maker")
    nobody_looks: dict[str, Eyesight] = {}
    found = examine_cameras((), nobody_looks.__getitem__, find=lambda: [webcam])
    assert (found.ok, found.code) == (True, "unused")
    assert found.values["cameras"] == "Webcam by Maker (/dev/video0)"


def test_cameras_that_see_are_told_with_what_they_give() -> None:
    found = examine_cameras(("0,in,A", "1"), lambda _: WELL)
    told = found.values["cameras"]
    assert (found.ok, told) == (True, "0 1920x1080 30/s 45 %, 1 1920x1080 30/s 45 %")


def test_the_first_camera_that_is_not_well_is_named() -> None:
    seen = {"0": WELL, "1": Eyesight(fault="It is gone.")}
    found = examine_cameras(("0", "1"), seen.__getitem__)
    assert (found.code, found.values["camera"], found.values["fault"]) == (
        "unopened",
        "1",
        "It is gone.",
    )


def test_a_password_is_not_told() -> None:
    found = examine_cameras(("rtsp://a:secret@host/x",), lambda _: WELL)
    assert "secret" not in found.values["cameras"]


def test_an_option_that_names_no_camera_is_a_finding() -> None:
    found = examine_cameras((",in,A",), lambda _: WELL)
    assert (found.code, "names no camera" in found.values["fault"]) == (
        "unopened",
        True,
    )
