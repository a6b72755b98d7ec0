"""Test the serial reader over real pseudo-terminals."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.payload import Direction, ReadFault
from kiosk.scanner.reader import Gate, ReaderState
from kiosk.scanner.serial import SerialReader
from tests.kiosk.scanner.lines import Heard, Port, running

CARD = (
    "048301000789||Phạm Ngọc Ví Dụ|07092001|Nữ|Tổ 5, Phường Mẫu|01082024||||".encode()
)
GATE = Gate(name="north", direction=Direction.OUT)


@pytest.fixture
def port(tmp_path: Path) -> Port:
    port = Port(tmp_path)
    port.plug()
    return port


@pytest.fixture
def heard(port: Port) -> Iterator[Heard]:
    with running(SerialReader(str(port.path), gate=GATE)) as heard:
        heard.until(ReaderState.READING)
        yield heard


@pytest.mark.parametrize("end", [b"\r", b"\n", b"\r\n", b"\x03"])
def test_codes_of_any_terminator_are_read(port: Port, heard: Heard, end: bytes) -> None:
    codes = [b"%03d|" % number + CARD for number in range(50)]
    port.send(b"".join(b"]Q1" + code + end for code in codes), chunk_bytes=7)
    assert heard.take(50) == codes


def test_a_payload_carries_gate_direction_and_symbology(
    port: Port, heard: Heard
) -> None:
    port.send(b"]Q1" + CARD + b"\r\n")
    payload = heard.payloads.get(timeout=10)
    assert (payload.gate, payload.direction) == ("north", Direction.OUT)
    assert (payload.symbology, payload.reader) == ("]Q1", f"serial:{port.path}")


def test_a_reader_without_terminator_is_read_after_silence(
    port: Port, heard: Heard
) -> None:
    port.send(CARD)
    assert heard.take(1) == [CARD]


def test_ten_megabytes_without_terminator_are_one_refusal(
    port: Port, heard: Heard
) -> None:
    port.send(b"first\r" + b"x" * 10_000_000 + b"\r" + CARD + b"\r")
    assert heard.take(1) == [b"first"]
    assert heard.payloads.get(timeout=60).fault == ReadFault.TOO_LONG
    assert heard.take(1) == [CARD]


def test_noise_does_not_stop_the_reader(port: Port, heard: Heard) -> None:
    noise = random.Random(2).randbytes(100_000).replace(b"BEGIN:", b"")
    port.send(noise + b"\r" + CARD + b"\r")
    while heard.take(1) != [CARD]:
        pass
    assert heard.payloads.empty()


def test_an_unplugged_reader_is_told_within_a_second(port: Port, heard: Heard) -> None:
    port.send(b"first\r" + CARD[:20])
    heard.take(1)
    port.unplug()
    report, waited_s = heard.until(ReaderState.MISSING)
    assert waited_s < 1.0
    assert "20 bytes of an unfinished code were dropped" in report.detail


def test_a_replugged_reader_reads_again_within_three_seconds(
    port: Port, heard: Heard
) -> None:
    for number in range(3):
        port.unplug()
        heard.until(ReaderState.MISSING)
        port.plug()
        port.send(b"%d|" % number + CARD + b"\r")
        assert heard.until(ReaderState.READING)[1] < 3.0
        assert heard.take(1) == [b"%d|" % number + CARD]


def test_a_path_that_names_another_device_is_followed(
    port: Port, heard: Heard, tmp_path: Path
) -> None:
    other = Port(tmp_path / "other")
    other.path.parent.mkdir()
    other.plug()
    other.path.replace(port.path)
    heard.until(ReaderState.MISSING)
    other.send(CARD + b"\r")
    assert heard.take(1) == [CARD]


def test_a_reader_that_is_not_there_is_waited_for(tmp_path: Path) -> None:
    port = Port(tmp_path)
    with running(SerialReader(str(port.path), gate=GATE)) as heard:
        report, _ = heard.until(ReaderState.MISSING)
        assert "Plug the reader in" in report.detail
        port.plug()
        heard.until(ReaderState.READING)
        port.send(CARD + b"\r")
        assert heard.take(1) == [CARD]


def test_a_port_that_another_reader_holds_is_told(port: Port, heard: Heard) -> None:
    with running(SerialReader(str(port.path), gate=GATE)) as second:
        report, _ = second.until(ReaderState.MISSING)
    assert "Another program holds the port" in report.detail
    assert heard.reports.empty()


def test_what_is_no_port_is_told(tmp_path: Path) -> None:
    path = tmp_path / "plain.txt"
    path.write_text("no device")
    with running(SerialReader(str(path), gate=GATE)) as heard:
        report, _ = heard.until(ReaderState.MISSING)
    assert str(path) in report.detail or "ioctl" in report.detail
