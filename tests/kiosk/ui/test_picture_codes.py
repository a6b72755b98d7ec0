"""Picture codes: a real picture gives its codes, and a bad one a word for it."""

import io
import struct
import zlib

import pytest
import segno
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QImage

from kiosk.ui.admin_calls import PictureTrouble
from kiosk.ui.picture_codes import read_codes
from kiosk.ui.picture_drop import read_drop
from tests.builders import CARD


def draw(text: str, kind: str = "png") -> bytes:
    drawn = io.BytesIO()
    segno.make(text, encoding="utf-8", micro=False).save(drawn, kind=kind, scale=6)
    return drawn.getvalue()


def test_a_card_in_a_picture_is_read() -> None:
    found = read_codes(draw(CARD))
    assert not isinstance(found, PictureTrouble)
    assert [data.decode() for data, _ in found] == [CARD]


def test_a_mailed_pdf_is_read() -> None:
    found = read_codes(draw(CARD, "pdf"))
    assert not isinstance(found, PictureTrouble)
    assert [data.decode() for data, _ in found] == [CARD]


def test_a_picture_that_is_cut_off_is_damaged() -> None:
    whole = draw(CARD)
    assert read_codes(whole[: len(whole) // 2]) is PictureTrouble.DAMAGED


@pytest.mark.parametrize("data", [b"", b"no picture", b"MZ" + bytes(100)])
def test_what_is_no_picture_is_said(data: bytes) -> None:
    assert read_codes(data) is PictureTrouble.NOT_A_PICTURE


def test_a_picture_bomb_is_not_unpacked() -> None:
    size = b"IHDR" + struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0)
    head = struct.pack(">I", 13) + size + struct.pack(">I", zlib.crc32(size))
    bomb = draw(CARD)[:8] + head + draw(CARD)[33:]
    assert read_codes(bomb) is PictureTrouble.TOO_LARGE


def test_a_picture_of_one_point_has_no_code() -> None:
    image = QImage(1, 1, QImage.Format.Format_Grayscale8)
    image.fill(0)
    mime = QMimeData()
    mime.setImageData(image)
    brought = read_drop(mime, "pasted")
    assert brought is not None
    assert isinstance(brought.source, bytes)
    assert read_codes(brought.source) == ()


@pytest.mark.usefixtures("qapp")
def test_a_pasted_picture_is_read() -> None:
    mime = QMimeData()
    mime.setImageData(QImage.fromData(draw(CARD)))
    brought = read_drop(mime, "pasted")
    assert brought is not None
    assert isinstance(brought.source, bytes)
    found = read_codes(brought.source)
    assert not isinstance(found, PictureTrouble)
    assert [data.decode() for data, _ in found] == [CARD]
