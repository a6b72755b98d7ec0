"""A camera option names a source, its way and its gate."""

import sys

import pytest

from kiosk.errors import UsageError
from kiosk.payload import Direction
from kiosk.scanner.reader import Gate
from kiosk.scanner.source import (
    Source,
    SourceKind,
    name_device,
    parse_camera_option,
)

DEFAULT = Gate(name="A", direction=Direction.IN)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("0", SourceKind.DEVICE),
        ("auto", SourceKind.DEVICE),
        ("/dev/v4l/by-id/usb-maker-index0", SourceKind.DEVICE),
        ("codes.avi", SourceKind.FILE),
        ("/videos/0.mp4", SourceKind.FILE),
        ("rtsp://10.0.0.9/live", SourceKind.STREAM),
    ],
)
def test_a_source_is_known_by_its_name(text: str, kind: SourceKind) -> None:
    assert Source(text=text).kind is kind


@pytest.mark.parametrize(
    ("text", "source", "direction", "gate"),
    [
        ("0", "0", "in", "A"),
        ("0,out", "0", "out", "A"),
        ("0,out,south", "0", "out", "south"),
        ("a, b.avi", "a, b.avi", "in", "A"),
        ("a,b.avi,out,B", "a,b.avi", "out", "B"),
        ("in", "in", "in", "A"),
    ],
)
def test_what_is_left_out_is_the_defaults(
    text: str, source: str, direction: str, gate: str
) -> None:
    option = parse_camera_option(text, DEFAULT)
    assert option.source.text == source
    assert option.gate == Gate(name=gate, direction=Direction(direction))


@pytest.mark.parametrize("text", ["", " ", ",in", ",out,B"])
def test_no_camera_is_wrong_use(text: str) -> None:
    with pytest.raises(UsageError, match="names no camera"):
        parse_camera_option(text, DEFAULT)


def test_a_streams_password_is_not_in_its_name() -> None:
    source = Source(text="rtsp://user:secret@10.0.0.9:554/live?token=secret")
    assert source.name == "camera:rtsp://10.0.0.9:554/live"


def test_a_file_is_named_without_its_folder() -> None:
    assert Source(text="/home/somebody/codes.avi").name == "camera:codes.avi"


def test_a_number_is_a_device_of_linux(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    linux = name_device("2")
    monkeypatch.setattr(sys, "platform", "win32")
    assert (linux, name_device("2")) == ("/dev/video2", "2")
