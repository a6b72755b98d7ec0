"""Test what a camera's frames come to, one after the other."""

from dataclasses import replace
from itertools import islice

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.video_scenes import CELLS, film_clutter
from kiosk.scanner.cascade import REPEAT_NS, Cascade
from kiosk.scanner.code import Gray
from kiosk.scanner.hint import Hint
from kiosk.scanner.sight import Sight
from tests.scenes import FPS, NOISE, Scene, Spoil, film

FRAME_NS = 1_000_000_000 // FPS
PLAIN = Scene(seed=1, module_px=4.0, width=640, height=480)


def shoot(scene: Scene, count: int) -> tuple[bytes, list[Gray]]:
    content, frames = film(scene)
    return content, list(islice(frames, count))


def read_video(scene: Scene) -> tuple[bytes, list[bytes]]:
    """Return what the code says, and what is read first within two seconds."""
    content, frames = film(scene)
    eye = Cascade()
    for number, frame in enumerate(frames):
        codes = eye.look(frame, number * FRAME_NS).codes
        if codes:
            return content, [code.data for code in codes]
    return content, []


@pytest.mark.parametrize("cell", CELLS)
def test_a_hard_code_is_read_within_two_seconds_of_video(cell: str) -> None:
    content, read = read_video(replace(CELLS[cell][0], seed=100))
    assert read == [content]


def test_a_code_in_view_is_emitted_once() -> None:
    content, frames = shoot(PLAIN, 8)
    eye = Cascade()
    sights = [eye.look(frame, n * FRAME_NS) for n, frame in enumerate(frames)]
    assert [code.data for sight in sights for code in sight.codes] == [content]
    assert all(sight.outline is not None for sight in sights)


def test_a_code_that_was_away_is_emitted_again() -> None:
    content, (frame,) = shoot(PLAIN, 1)
    eye = Cascade()
    times_ns = [0, REPEAT_NS - 1, 2 * REPEAT_NS]
    read = [[code.data for code in eye.look(frame, at).codes] for at in times_ns]
    assert read == [[content], [], [content]]


def test_two_codes_in_one_frame_are_both_emitted() -> None:
    one, (left,) = shoot(PLAIN, 1)
    two, (right,) = shoot(replace(PLAIN, seed=2), 1)
    sight = Cascade().look(np.hstack([left, right]), 0)
    assert sorted(code.data for code in sight.codes) == sorted([one, two])


def test_the_next_person_s_hard_code_is_read_after_the_first_one_s() -> None:
    one, first = shoot(CELLS["1.4 px/module"][0], 10)
    two, second = shoot(replace(CELLS["1.4 px/module"][0], seed=7), 20)
    eye = Cascade()
    sights = [eye.look(f, n * FRAME_NS) for n, f in enumerate(first + second)]
    assert [code.data for sight in sights for code in sight.codes] == [one, two]


def test_glare_that_stays_asks_to_tilt_the_card() -> None:
    _, (frame, *_) = shoot(CELLS["glare 0.35"][0], 1)
    eye = Cascade()
    hints = [eye.look(frame, n * FRAME_NS).hint for n in range(6)]
    assert hints[-1] is Hint.GLARE


def test_a_dark_room_in_which_something_moves_is_said_to_be_dark() -> None:
    _, frames = shoot(replace(PLAIN, spoil=Spoil(light=0.03, noise=NOISE / 2)), 8)
    eye = Cascade()
    hints = [eye.look(f, n * FRAME_NS).hint for n, f in enumerate(frames)]
    assert hints[-1] is Hint.TOO_DARK


def test_a_still_room_is_idle_and_gets_no_harder_look() -> None:
    _, (frame,) = shoot(replace(PLAIN, module_px=0.5), 1)
    eye = Cascade()
    sights = [eye.look(frame, n * FRAME_NS) for n in range(2 * FPS + 2)]
    assert sights[-1].is_idle
    assert not eye.was_harder


@pytest.mark.parametrize("kind", range(6))
def test_no_code_is_found_in_clutter(kind: int) -> None:
    eye = Cascade()
    sights = [
        eye.look(frame, number * FRAME_NS)
        for number, frame in enumerate(film_clutter(kind, 6))
    ]
    assert [sight.codes for sight in sights] == [()] * 6


SIZES = st.integers(1, 260)
KINDS = st.sampled_from(["noise", "black", "white", "green", "float", "colour", "bits"])


def a_frame(kind: str, height: int, width: int, seed: int) -> Gray:
    rng = np.random.default_rng(seed)
    noise = rng.integers(0, 256, (height, width)).astype(np.uint8)
    made: dict[str, Gray] = {
        "noise": noise,
        "black": np.zeros_like(noise),
        "white": np.full_like(noise, 255),
        "green": np.full_like(noise, 149),
        "float": np.asarray(noise, np.float32).view(np.uint8),
        "colour": np.dstack([noise] * 3),
        "bits": np.kron(noise[::4, ::4] // 128, np.full((4, 4), 255, np.uint8)),
    }
    return made[kind]


@settings(max_examples=40)
@given(st.lists(st.tuples(KINDS, SIZES, SIZES, st.integers(0, 3)), max_size=8))
def test_any_frames_give_a_sight(shots: list[tuple[str, int, int, int]]) -> None:
    eye = Cascade()
    for number, shot in enumerate(shots):
        sight = eye.look(a_frame(*shot), number * FRAME_NS)
        assert isinstance(sight, Sight)
        assert sight.codes == ()
