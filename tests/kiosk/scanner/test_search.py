"""Test that known readers are read whenever they are plugged in."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.payload import Direction, Payload
from kiosk.scanner.reader import Gate, Reader, ReaderReport, ReaderState
from kiosk.scanner.search import SearchingReader
from kiosk.scanner.serial import make_serial_reader
from tests.kiosk.scanner.lines import Port, running

GATE = Gate(name="north", direction=Direction.OUT)


def test_a_port_that_is_plugged_in_later_is_read_at_the_gate(tmp_path: Path) -> None:
    port = Port(tmp_path)

    def find(gate: Gate) -> list[Reader]:
        reader = make_serial_reader(str(port.path), gate=gate)
        return [reader] if port.path.exists() else []

    with running(SearchingReader(gate=GATE, find=find, look_s=0.02)) as heard:
        port.plug()
        heard.until(ReaderState.READING)
        port.send(b"first\r")
        payload = heard.payloads.get(timeout=10)
    assert (payload.data, payload.gate) == (b"first", "north")
    assert payload.reader == f"serial:{port.path}"


def test_each_port_has_one_reader(tmp_path: Path) -> None:
    ports = [Port(tmp_path / name) for name in ("a", "b")]
    for port in ports:
        port.path.parent.mkdir()
        port.plug()

    def find(gate: Gate) -> list[Reader]:
        return [make_serial_reader(str(port.path), gate=gate) for port in ports]

    with running(SearchingReader(gate=GATE, find=find, look_s=0.02)) as heard:
        heard.until(ReaderState.READING)
        heard.until(ReaderState.READING)
        for port in ports * 2:
            port.send(b"first\r")
        assert heard.take(4) == [b"first"] * 4
        assert heard.reports.empty()


def test_a_failing_look_leaves_what_was_found_reading(tmp_path: Path) -> None:
    port = Port(tmp_path)
    port.plug()
    looks = [make_serial_reader(str(port.path), gate=GATE)]

    def find(gate: Gate) -> list[Reader]:
        assert gate == GATE
        if not looks:
            raise OSError(19, "No such device")
        return [looks.pop()]

    with running(SearchingReader(gate=GATE, find=find, look_s=0.02)) as heard:
        report, _ = heard.until(ReaderState.READING)
        port.send(b"first\r")
        assert heard.take(1) == [b"first"]
    assert report.reader == f"serial:{port.path}"
    assert heard.reports.empty()


class BrokenReader:
    """A reader with a bug."""

    name = "broken"

    def run(
        self,
        emit: Callable[[Payload], None],
        report: Callable[[ReaderReport], None],
        stop: threading.Event,
    ) -> None:
        del emit, report, stop
        raise KeyError("bug")


def test_a_bug_of_a_reader_is_not_hidden_in_its_thread() -> None:
    search = SearchingReader(gate=GATE, find=lambda _: [BrokenReader()], look_s=0.02)
    with pytest.raises(KeyError, match="bug"):
        search.run(lambda _: None, lambda _: None, threading.Event())
