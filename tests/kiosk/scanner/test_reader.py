"""Test what every reader promises."""

import threading
from pathlib import Path

import pytest

from kiosk.payload import Direction
from kiosk.scanner.reader import Gate, Reader, ReaderReport, ReaderState
from kiosk.scanner.replay import ReplayReader
from kiosk.scanner.search import SearchingReader
from kiosk.scanner.serial import SerialReader

GATE = Gate(name="north", direction=Direction.IN)
NOWHERE = Path("/nowhere/at/all")
READERS: list[Reader] = [
    SerialReader(str(NOWHERE), gate=GATE),
    ReplayReader(NOWHERE, gate=GATE),
    SearchingReader(gate=GATE, find=list),
]


def run_until_stopped(reader: Reader, stop: threading.Event) -> list[ReaderReport]:
    reports: list[ReaderReport] = []

    def stop_at_report(report: ReaderReport) -> None:
        reports.append(report)
        stop.set()

    reader.run(lambda _: None, stop_at_report, stop)
    return reports


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
def test_a_reader_that_is_told_to_stop_ends(reader: Reader) -> None:
    stop = threading.Event()
    stop.set()
    reports = run_until_stopped(reader, stop)
    assert {report.reader for report in reports} <= {reader.name}


@pytest.mark.parametrize("reader", READERS[:2], ids=lambda reader: reader.name)
def test_a_device_that_is_not_there_raises_nothing(reader: Reader) -> None:
    reports = run_until_stopped(reader, threading.Event())
    assert [report.state for report in reports] == [ReaderState.MISSING]
    assert str(NOWHERE) in reports[0].detail
