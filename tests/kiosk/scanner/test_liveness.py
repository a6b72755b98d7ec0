"""A camera that stalls, or shows the same for ever, is told from one that sees."""

import numpy as np
import pytest

from kiosk.scanner.code import Gray
from kiosk.scanner.liveness import (
    BLANK,
    FIRST_WITHIN_NS,
    SILENT,
    STALL_NS,
    STILL,
    Liveness,
    differ,
)

SCENE: Gray = np.arange(64 * 48, dtype=np.uint8).reshape(48, 64)
BLACK: Gray = np.zeros((48, 64), dtype=np.uint8)
GREEN: Gray = np.full((48, 64), 150, dtype=np.uint8)
STEP_NS = 100_000_000


def change(picture: Gray) -> Gray:
    """Return `picture` with one pixel changed, in no row that is looked at first."""
    changed = picture.copy()
    changed[17, 5] ^= 1
    return changed


def watch(pictures: list[Gray], *, judges_stillness: bool = True) -> tuple[bool, str]:
    liveness = Liveness(0, judges_stillness=judges_stillness)
    at_ns = 0
    for picture in pictures:
        at_ns += STEP_NS
        liveness.see(picture, at_ns)
    return liveness.is_live, liveness.find_fault(at_ns)


@pytest.mark.parametrize(
    ("picture", "fault"), [(SCENE, STILL), (BLACK, BLANK), (GREEN, BLANK)]
)
def test_the_same_picture_for_two_seconds_is_a_fault(picture: Gray, fault: str) -> None:
    assert watch([picture] * 20) == (False, "")
    assert watch([picture] * 21) == (False, fault)


def test_one_pixel_that_changes_is_alive() -> None:
    assert watch([SCENE, change(SCENE)] * 20) == (True, "")


def test_a_camera_that_freezes_later_is_found_too() -> None:
    assert watch([SCENE, *[BLACK] * 21]) == (True, BLANK)


def test_a_video_may_stand_still() -> None:
    assert watch([SCENE] * 50, judges_stillness=False) == (True, "")


def test_no_frame_for_two_seconds_is_a_fault() -> None:
    liveness = Liveness(0, judges_stillness=True)
    liveness.see(SCENE, 0)
    liveness.see(change(SCENE), STEP_NS)
    liveness.wait_from(STEP_NS)
    faults = [liveness.find_fault(STEP_NS + late) for late in (STALL_NS - 1, STALL_NS)]
    assert faults == ["", SILENT]


def test_a_slow_look_is_no_fault_of_the_camera() -> None:
    liveness = Liveness(0, judges_stillness=True)
    faults = []
    for turn in range(5):
        now_ns = turn * 3 * STALL_NS
        liveness.see(SCENE if turn % 2 else change(SCENE), now_ns)
        liveness.wait_from(now_ns + 2 * STALL_NS)
        faults.append(liveness.find_fault(now_ns + 2 * STALL_NS))
    assert faults == [""] * 5


def test_the_first_frame_may_take_longer() -> None:
    liveness = Liveness(0, judges_stillness=True)
    faults = [liveness.find_fault(late) for late in (STALL_NS, FIRST_WITHIN_NS)]
    assert faults == ["", SILENT]


def test_a_picture_of_another_size_differs() -> None:
    assert differ(SCENE, SCENE[:, 1:])
