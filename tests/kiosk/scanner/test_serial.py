"""Test the serial reader over real pseudo-terminals."""

import queue
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.payload import Direction, ReadFault
from kiosk.scanner.found import UsbAddress
from kiosk.scanner.framing import Terminator
from kiosk.scanner.reader import Gate, ReaderState
from kiosk.scanner.serial import make_serial_reader, open_port, receive_portably
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
    with running(make_serial_reader(str(port.path), gate=GATE)) as heard:
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
    with running(make_serial_reader(str(port.path), gate=GATE)) as heard:
        report, _ = heard.until(ReaderState.MISSING)
        assert "Plug the reader in" in report.detail
        port.plug()
        heard.until(ReaderState.READING)
        port.send(CARD + b"\r")
        assert heard.take(1) == [CARD]


def test_a_port_that_another_reader_holds_is_told(port: Port, heard: Heard) -> None:
    with running(make_serial_reader(str(port.path), gate=GATE)) as second:
        report, _ = second.until(ReaderState.MISSING)
    assert "Another program holds the reader" in report.detail
    assert heard.reports.empty()


def test_what_is_no_port_is_told(tmp_path: Path) -> None:
    path = tmp_path / "plain.txt"
    path.write_text("no device")
    with running(make_serial_reader(str(path), gate=GATE)) as heard:
        report, _ = heard.until(ReaderState.MISSING)
    assert str(path) in report.detail or "ioctl" in report.detail


def test_a_reader_is_known_by_its_maker_whatever_its_port(tmp_path: Path) -> None:
    ports = [Port(tmp_path / name) for name in ("ttyACM0", "ttyACM1")]
    plugged: list[str] = []

    def find(address: UsbAddress) -> list[str]:
        assert address == UsbAddress(vendor=0x1EAB, product=0x1306, serial="7")
        return plugged

    reader = make_serial_reader("usb:1eab:1306:7", gate=GATE, find_usb=find)
    with running(reader) as heard:
        heard.until(ReaderState.MISSING)
        for port in ports:
            port.path.parent.mkdir()
            port.plug()
            plugged[:] = [str(port.path)]
            assert heard.until(ReaderState.READING)[1] < 3.0
            port.send(port.path.parent.name.encode() + b"\r")
            port.send(b"half")
            assert heard.take(1) == [port.path.parent.name.encode()]
            plugged.clear()
            port.unplug()
            heard.until(ReaderState.MISSING)


def test_two_readers_of_one_model_are_both_read(tmp_path: Path) -> None:
    ports = [Port(tmp_path / name) for name in ("a", "b")]
    for port in ports:
        port.path.parent.mkdir()
        port.plug()
    model = make_serial_reader(
        "usb:1eab:1306",
        gate=GATE,
        find_usb=lambda _: [str(port.path) for port in ports],
    )
    with running(model) as one, running(model) as other:
        one.until(ReaderState.READING)
        other.until(ReaderState.READING)
        for port in ports:
            port.send(CARD + b"\r")
        assert one.take(1) == other.take(1) == [CARD]


def test_codes_of_two_readers_do_not_mix(tmp_path: Path) -> None:
    gates = [Gate(name=name, direction=Direction.IN) for name in ("a", "b")]
    ports = [Port(tmp_path / gate.name) for gate in gates]
    for port in ports:
        port.path.parent.mkdir()
        port.plug()
    one, other = (
        make_serial_reader(str(port.path), gate=gate)
        for port, gate in zip(ports, gates, strict=True)
    )
    with running(one) as heard, running(other) as heard_too:
        heard.until(ReaderState.READING)
        heard_too.until(ReaderState.READING)
        for start in range(0, len(CARD), 9):
            ports[0].send(CARD[start : start + 9])
            ports[1].send(CARD.upper()[start : start + 9])
        ports[1].send(b"\r")
        ports[0].send(b"\r")
        first, second = (h.payloads.get(timeout=10) for h in (heard, heard_too))
    assert (first.data, first.gate) == (CARD, "a")
    assert (second.data, second.gate) == (CARD.upper(), "b")


def test_a_flooded_reader_holds_up_no_other(tmp_path: Path) -> None:
    flooded, calm = Port(tmp_path / "flooded"), Port(tmp_path / "calm")
    for port in (flooded, calm):
        port.path.parent.mkdir()
        port.plug()
    noisy = make_serial_reader(str(flooded.path), gate=GATE)
    quiet = make_serial_reader(str(calm.path), gate=GATE)
    with running(noisy) as noise, running(quiet) as heard:
        noise.until(ReaderState.READING)
        heard.until(ReaderState.READING)
        for number in range(20):
            flooded.send(b"x" * 100_000)
            calm.send(b"%d\r" % number)
            assert heard.take(1) == [b"%d" % number]
        assert noise.payloads.get(timeout=10).fault == ReadFault.TOO_LONG
        assert noise.payloads.empty()


def test_a_terminator_that_was_taught_needs_no_silence(port: Port) -> None:
    reader = make_serial_reader(str(port.path), gate=GATE, terminator=Terminator.LF)
    with running(reader) as heard:
        heard.until(ReaderState.READING)
        port.send(CARD[:20])
        with pytest.raises(queue.Empty):
            heard.payloads.get(timeout=0.4)
        port.send(CARD[20:] + b"\n")
        assert heard.take(1) == [CARD]


def test_calls_that_every_system_has_receive_the_same(port: Port) -> None:
    with open_port(str(port.path), 9600) as opened:
        port.send(CARD)
        received = b""
        while len(received) < len(CARD):
            received += receive_portably(opened)
        assert receive_portably(opened) == b""
    assert received == CARD
