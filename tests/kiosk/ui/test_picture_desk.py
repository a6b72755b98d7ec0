"""Picture desk: lists what may be a picture, reads it, and presents its code at the gate."""

import os
from pathlib import Path

import pytest

from kiosk.credentials.credential import Kind
from kiosk.payload import Direction, Payload
from kiosk.scanner.reader import Gate
from kiosk.ui import picture_desk
from kiosk.ui.admin_calls import PictureTrouble
from kiosk.ui.picture_desk import MAX_FILES, READER, PictureDesk, ReadCodes
from tests.builders import CARD

GATE = Gate(name="B", direction=Direction.OUT)


def echo(picture: bytes) -> tuple[tuple[bytes, str], ...]:
    """Return a picture's bytes as what its one code says."""
    return ((picture, "]Q1"),) if picture else ()


def a_desk(read: ReadCodes = echo) -> PictureDesk:
    return PictureDesk(list[Payload]().append, GATE, read)


def test_pictures_are_listed_by_their_path_with_the_newest_first(
    tmp_path: Path,
) -> None:
    (tmp_path / "mail").mkdir()
    for age, name in enumerate(("new.PNG", "mail/pass.pdf", "old.jpeg")):
        (tmp_path / name).write_bytes(b"")
        os.utime(tmp_path / name, (1_000 - age, 1_000 - age))
    listed = [file.name for file in a_desk().list_files(tmp_path)]
    assert listed == ["new.PNG", "mail/pass.pdf", "old.jpeg"]


def test_what_is_no_picture_or_hidden_or_leads_off_the_stick_is_not_listed(
    tmp_path: Path,
) -> None:
    stick = tmp_path / "stick"
    (stick / ".Trashes").mkdir(parents=True)
    for name in ("list.csv", ".hidden.png", ".Trashes/old.png"):
        (stick / name).write_bytes(b"")
    (tmp_path / "outside.png").write_bytes(b"")
    (stick / "link.png").symlink_to(tmp_path / "outside.png")
    (stick / "up").symlink_to(tmp_path)
    assert a_desk().list_files(stick) == ()


def test_only_so_many_are_offered(tmp_path: Path) -> None:
    for number in range(MAX_FILES + 5):
        (tmp_path / f"{number}.png").write_bytes(b"")
    assert len(a_desk().list_files(tmp_path)) == MAX_FILES


def test_a_stick_that_is_gone_lists_nothing(tmp_path: Path) -> None:
    assert a_desk().list_files(tmp_path / "gone") == ()


def test_a_card_is_named_and_its_number_is_not() -> None:
    found = a_desk().read(CARD.encode())
    assert not isinstance(found, PictureTrouble)
    (code,) = found
    assert (code.kind, code.about) == (Kind.CCCD, "Trần Thị Thử Nghiệm")
    assert "001190000123" not in repr(code)


def test_what_is_not_understood_can_be_presented_too() -> None:
    found = a_desk().read(b"no card at all")
    assert not isinstance(found, PictureTrouble)
    assert [(code.kind, code.about) for code in found] == [(Kind.UNKNOWN, "")]


def test_a_file_is_read_as_its_bytes_are(tmp_path: Path) -> None:
    file = tmp_path / "pass.png"
    file.write_bytes(CARD.encode())
    assert a_desk().read(file) == a_desk().read(CARD.encode())


@pytest.mark.parametrize("name", ["gone.png", "folder"])
def test_what_cant_be_opened_is_said(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    assert a_desk().read(tmp_path / name) is PictureTrouble.GONE


def test_a_pipe_is_never_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.png")
    assert a_desk().read(tmp_path / "pipe.png") is PictureTrouble.GONE


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    huge = tmp_path / "huge.png"
    huge.touch()
    os.truncate(huge, picture_desk.MAX_BYTES + 1)  # a hole: it takes no room
    assert a_desk().read(huge) is PictureTrouble.TOO_LARGE


def test_a_picture_without_a_code_is_said() -> None:
    assert a_desk().read(b"") is PictureTrouble.NO_CODE


def test_a_picture_that_cant_be_read_is_said() -> None:
    desk = a_desk(lambda _: PictureTrouble.DAMAGED)
    assert desk.read(b"\x89PNG") is PictureTrouble.DAMAGED


def test_a_code_is_presented_at_the_gate_as_a_reader_would() -> None:
    shown = list[Payload]()
    desk = PictureDesk(shown.append, GATE, echo)
    found = desk.read(CARD.encode())
    assert not isinstance(found, PictureTrouble)
    desk.present(found[0])
    (payload,) = shown
    assert (payload.data, payload.reader) == (CARD.encode(), READER)
    assert (payload.gate, payload.direction) == (GATE.name, GATE.direction)
