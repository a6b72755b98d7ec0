"""Test that known ports are read whenever they are plugged in."""

from pathlib import Path

from kiosk.payload import Direction
from kiosk.scanner.found import FoundPort
from kiosk.scanner.reader import Gate, ReaderState
from kiosk.scanner.search import SearchingReader
from tests.kiosk.scanner.lines import Port, running


def test_a_port_that_is_plugged_in_later_is_read_at_the_gate(tmp_path: Path) -> None:
    port = Port(tmp_path)

    def find() -> list[FoundPort]:
        found = FoundPort(path=str(port.path), label="Newland", certain=True)
        return [found] if port.path.exists() else []

    gate = Gate(name="north", direction=Direction.OUT)
    with running(SearchingReader(gate=gate, find=find, look_s=0.02)) as heard:
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
    found = [FoundPort(path=str(p.path), label="Zebra", certain=True) for p in ports]
    gate = Gate(name="north", direction=Direction.IN)
    reader = SearchingReader(gate=gate, find=lambda: found, look_s=0.02)
    with running(reader) as heard:
        heard.until(ReaderState.READING)
        heard.until(ReaderState.READING)
        for port in ports * 2:
            port.send(b"first\r")
        assert heard.take(4) == [b"first"] * 4
        assert heard.reports.empty()


def test_a_failing_look_and_a_converter_leave_it_looking(tmp_path: Path) -> None:
    port = Port(tmp_path)
    port.plug()
    bridge = FoundPort(path=str(tmp_path / "other"), label="CH340", certain=False)
    reader = FoundPort(path=str(port.path), label="Newland", certain=True)
    looks = [[bridge, reader]]

    def find() -> list[FoundPort]:
        if not looks:
            raise OSError(19, "No such device")
        return looks.pop()

    gate = Gate(name="north", direction=Direction.IN)
    with running(SearchingReader(gate=gate, find=find, look_s=0.02)) as heard:
        report, _ = heard.until(ReaderState.READING)
        port.send(b"first\r")
        assert heard.take(1) == [b"first"]
    assert report.reader == f"serial:{port.path}"
    assert heard.reports.empty()
