"""A thousand codes: three readers at once, and of no code is there more or less than one entry."""

import os
import threading
from collections import Counter
from pathlib import Path

import pytest

from tests.builders import a_card
from tests.frames import a_frame, write_video
from tests.ui.at_the_gate import AtTheGate, a_screen, at_the_gate

SHOWN = 4
"""So many codes are held before the camera, for a second each."""
VIDEO_SIZE = (1280, 720)
SETTLES_S = 120.0

pytestmark = [pytest.mark.xcb, pytest.mark.system, pytest.mark.timing]


def number_of(index: int) -> str:
    return f"001090{index:06d}"


def make_video(path: Path, indexes: range) -> Path:
    """Write a video in which the cards with these numbers are held up in turn."""
    empty = a_frame("", VIDEO_SIZE)
    frames = [
        frame
        for index in indexes
        for frame in (*[a_frame(a_card(index), VIDEO_SIZE)] * 30, *[empty] * 45)
    ]
    return write_video(path, frames)


def send_all(gate: AtTheGate, indexes: range) -> None:
    """Send cards down the serial line, as fast as it takes them."""
    os.set_blocking(gate.line.leader, True)
    for index in indexes:
        os.write(gate.line.leader, a_card(index).encode() + b"\r")


def type_all(gate: AtTheGate, indexes: range) -> None:
    """Type cards back to back at every pace, as readers without Vietnamese keys do."""
    for index in indexes:
        card = (
            f"{number_of(index)}||NGUOI THU SO {index}|01011990|Nam|PHUONG MAU|01012022"
        )
        gate.typist.type(card + "\r", gap_ms=index % 3, pause_ms=index % 3)


def read_all(folder: Path, count: int) -> Counter[str]:
    """Read `count` different codes; return how many entries there are of each."""
    typed, sent = range(count // 2), range(count // 2, count - SHOWN)
    video = make_video(folder / "v.avi", range(count - SHOWN, count))
    with (
        a_screen() as server,
        at_the_gate(folder / "kiosk", "--camera", str(video), server=server) as gate,
    ):
        sender = threading.Thread(target=send_all, args=(gate, sent), name="serial")
        sender.start()
        type_all(gate, typed)
        sender.join()
        kept = gate.wait_for_entries(count, SETTLES_S)
    return Counter(one.claims.get("document", "") for one in kept)


def expect(count: int) -> Counter[str]:
    return Counter(number_of(index) for index in range(count))


def test_a_thousand_codes_make_a_thousand_entries(tmp_path: Path) -> None:
    assert read_all(tmp_path, 1_000) == expect(1_000)


@pytest.mark.soak
def test_ten_thousand_codes_make_ten_thousand_entries(tmp_path: Path) -> None:
    assert read_all(tmp_path, 10_000) == expect(10_000)
