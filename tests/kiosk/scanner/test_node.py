"""Test device files as one reader reads them."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.scanner.node import READ, WRITE, Node, encode_request, open_node


@pytest.fixture
def pipe() -> Iterator[tuple[Node, int]]:
    near, far = os.pipe()
    node = Node(near, "pipe")
    yield node, far
    node.close()


def test_what_was_written_is_received(pipe: tuple[Node, int]) -> None:
    node, far = pipe
    os.write(far, b"abc")
    assert (node.receive(2), node.receive(2)) == (b"ab", b"c")
    assert node.receive(2) == b""
    os.close(far)


def test_the_end_of_a_device_is_a_fault(pipe: tuple[Node, int]) -> None:
    node, far = pipe
    os.close(far)
    with pytest.raises(OSError, match="The device is gone"):
        node.receive(1)


def test_a_file_that_takes_the_path_is_another_device(tmp_path: Path) -> None:
    path, other = tmp_path / "node", tmp_path / "other"
    path.touch()
    other.touch()
    node = open_node(str(path))
    states = [node.is_still()]
    other.replace(path)
    states.append(node.is_still())
    path.unlink()
    states.append(node.is_still())
    node.close()
    assert states == [True, False, False]


def test_what_is_no_device_obeys_no_control(tmp_path: Path) -> None:
    path = tmp_path / "plain.txt"
    path.touch()
    node = open_node(str(path))
    with pytest.raises(OSError, match="ioctl"):
        node.control(encode_request(READ, "H", 2, 4100), bytes(4100))
    with pytest.raises(OSError, match="ioctl"):
        node.switch(encode_request(WRITE, "E", 0x90, 4), 1)
    node.close()


@pytest.mark.parametrize(
    ("direction", "kind", "number", "size", "request_number"),
    [(WRITE, "E", 0x90, 4, 0x40044590), (READ, "H", 2, 4100, 0x90044802)],
)
def test_a_request_is_built_as_the_kernel_does(
    direction: int, kind: str, number: int, size: int, request_number: int
) -> None:
    assert encode_request(direction, kind, number, size) == request_number
