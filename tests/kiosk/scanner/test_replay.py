"""Test the reader that plays a file."""

import threading
from pathlib import Path

from kiosk.payload import Direction, Payload, ReadFault
from kiosk.scanner.reader import Gate, ReaderReport, ReaderState
from kiosk.scanner.replay import ReplayReader

GATE = Gate(name="north", direction=Direction.IN)


def play(path: Path) -> tuple[list[Payload], list[ReaderReport]]:
    payloads: list[Payload] = []
    reports: list[ReaderReport] = []
    reader = ReplayReader(path, gate=GATE)
    reader.run(payloads.append, reports.append, threading.Event())
    return payloads, reports


def test_each_line_is_a_payload_in_order(tmp_path: Path) -> None:
    path = tmp_path / "codes.txt"
    path.write_text("]Q1một|hai\r\n\nba\nbốn", encoding="utf-8", newline="")
    payloads, _ = play(path)
    texts = [payload.data.decode() for payload in payloads]
    assert texts == ["một|hai", "ba", "bốn"]
    assert [payload.symbology for payload in payloads] == ["]Q1", "", ""]
    assert {payload.gate for payload in payloads} == {"north"}


def test_an_over_long_line_is_refused_and_the_next_is_read(tmp_path: Path) -> None:
    path = tmp_path / "codes.txt"
    path.write_bytes(b"7" * 8193 + b"\n" + b"7" * 8192)
    payloads, _ = play(path)
    assert [payload.fault for payload in payloads] == [ReadFault.TOO_LONG, None]


def test_the_end_of_the_file_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "codes.txt"
    path.touch()
    _, reports = play(path)
    states = [report.state for report in reports]
    assert states == [ReaderState.READING, ReaderState.MISSING]


def test_a_missing_file_is_reported_by_name(tmp_path: Path) -> None:
    payloads, reports = play(tmp_path / "nowhere.txt")
    assert payloads == []
    assert "nowhere.txt" in reports[-1].detail


def test_a_replay_stops_when_told(tmp_path: Path) -> None:
    path = tmp_path / "codes.txt"
    path.write_bytes(b"a\n" * 100)
    stop, payloads = threading.Event(), list[Payload]()
    reader = ReplayReader(path, gate=GATE, pause_s=60)

    def stop_at_first(payload: Payload) -> None:
        payloads.append(payload)
        stop.set()

    reader.run(stop_at_first, lambda _: None, stop)
    assert len(payloads) == 1
