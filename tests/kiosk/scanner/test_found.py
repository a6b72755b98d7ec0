"""Test which serial ports are taken for readers."""

from pathlib import Path

import pytest
from serial.tools.list_ports_common import ListPortInfo

from kiosk.scanner.found import (
    FoundPort,
    UsbAddress,
    find_serial_ports,
    find_usb_ports,
    parse_usb_address,
)


def a_port(
    device: str, vid: int | None, pid: int | None, serial: str | None = None
) -> ListPortInfo:
    port = ListPortInfo(device)
    port.vid, port.pid, port.serial_number = vid, pid, serial
    return port


@pytest.mark.parametrize(
    ("vid", "pid", "label"),
    [
        (0x1EAB, 0x1306, "Newland"),
        (0x05E0, 0x1701, "Zebra"),
        (0x0C2E, 0x0B6A, "Honeywell"),
        (0x05F9, 0x4204, "Datalogic"),
        (0x1FBB, 0x3850, "Cino"),
    ],
)
def test_a_reader_is_known_by_its_vendor(vid: int, pid: int, label: str) -> None:
    found = find_serial_ports(lambda: [a_port("/dev/ttyACM7", vid, pid)])
    assert found == [FoundPort(path="/dev/ttyACM7", label=label, certain=True)]


def test_a_converter_comes_after_the_certain_ones() -> None:
    bridge = a_port("/dev/ttyUSB0", 0x1A86, 0x7523)
    reader = a_port("/dev/ttyUSB1", 0x1EAB, 0x1A06)
    found = find_serial_ports(lambda: [bridge, reader])
    assert [port.certain for port in found] == [True, False]
    assert [port.path for port in found] == ["/dev/ttyUSB1", "/dev/ttyUSB0"]


def test_other_ports_are_left_alone() -> None:
    modem = a_port("/dev/ttyACM0", 0x12D1, 0x1001)
    board = a_port("/dev/ttyS0", None, None)
    assert find_serial_ports(lambda: [modem, board]) == []


def test_the_path_by_serial_number_is_preferred(tmp_path: Path) -> None:
    device, links = tmp_path / "ttyACM0", tmp_path / "by-id"
    device.touch()
    links.mkdir()
    (links / "usb-Newland-7").symlink_to(device)
    port = a_port(str(device.resolve()), 0x1EAB, 0x1306)
    found = find_serial_ports(lambda: [port], by_id=links)
    assert [port.path for port in found] == [str(links / "usb-Newland-7")]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("usb:1eab:1306", UsbAddress(vendor=0x1EAB, product=0x1306)),
        ("usb:1EAB:1306:A:7", UsbAddress(vendor=0x1EAB, product=0x1306, serial="A:7")),
        ("/dev/ttyACM0", None),
        ("COM3", None),
        ("usb:1eab", None),
        ("usb:1eab:13061", None),
        ("usb:1eab:1306:", None),
    ],
)
def test_a_usb_address_is_told_from_a_path(
    text: str, address: UsbAddress | None
) -> None:
    assert parse_usb_address(text) == address


@pytest.mark.parametrize(
    ("address", "paths"),
    [
        ("usb:1eab:1306", ["/dev/ttyACM0", "/dev/ttyACM2"]),
        ("usb:1eab:1306:B", ["/dev/ttyACM2"]),
        ("usb:1eab:1306:C", []),
        ("usb:1eab:1a06", []),
    ],
)
def test_a_model_or_one_reader_of_it_is_found(address: str, paths: list[str]) -> None:
    ports = [
        a_port("/dev/ttyACM2", 0x1EAB, 0x1306, "B"),
        a_port("/dev/ttyACM1", 0x05E0, 0x1701, "B"),
        a_port("/dev/ttyACM0", 0x1EAB, 0x1306, "A"),
    ]
    parsed = parse_usb_address(address)
    assert parsed is not None
    assert find_usb_ports(parsed, lambda: ports) == paths
