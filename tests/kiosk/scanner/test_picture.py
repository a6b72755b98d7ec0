"""Test picture files, and the pages of PDF files."""

import io
import struct
import zlib

import cv2
import numpy as np
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.scanner import picture as pictures
from kiosk.scanner.decoding import read_codes
from kiosk.scanner.picture import Picture, PictureFault, read_picture
from tests.drawings import TEXT, draw_code, encode

PNG = encode(draw_code(module_px=2))


def read(data: bytes, page: int = 0) -> list[str]:
    picture = read_picture(data, page=page)
    assert isinstance(picture, Picture)
    return [code.text for code in read_codes(picture.gray)]


def make_pdf(*drawings: np.ndarray) -> bytes:
    """Return a PDF with a drawing on each page, as a picture."""
    document = pypdfium2.PdfDocument.new()
    for drawing in drawings:
        page = document.new_page(300, 300)
        picture = pypdfium2.PdfImage.new(document)
        colours = np.ascontiguousarray(cv2.cvtColor(drawing, cv2.COLOR_GRAY2BGR))
        height, width = drawing.shape
        bitmap = pypdfium2.PdfBitmap.new_native(width, height, 2)
        bitmap.to_numpy()[:] = colours
        picture.set_bitmap(bitmap)
        picture.set_matrix(pypdfium2.PdfMatrix().scale(280, 280).translate(10, 10))
        page.insert_obj(picture)
        page.gen_content()
    return save(document)


def save(document: object) -> bytes:
    target = io.BytesIO()
    document.save(target)  # type: ignore[attr-defined]  # pypdfium2 is untyped
    return target.getvalue()


def make_png_header(width: int, height: int) -> bytes:
    chunk = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    crc = struct.pack(">I", zlib.crc32(chunk))
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + crc


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".webp", ".bmp", ".gif", ".tiff"])
def test_a_picture_of_each_format_is_read(suffix: str) -> None:
    assert read(encode(draw_code(), suffix)) == [TEXT]


def test_a_transparent_picture_lies_on_white() -> None:
    dark = draw_code() < 128
    clear = np.zeros((*dark.shape, 4), dtype=np.uint8)
    clear[..., 3] = dark * np.uint8(255)
    assert read(encode(clear)) == [TEXT]


def test_a_deep_transparent_picture_lies_on_white_too() -> None:
    clear = np.zeros((4, 4, 4), dtype=np.uint16)
    found = read_picture(cv2.imencode(".png", clear)[1].tobytes())
    assert isinstance(found, Picture)
    assert int(found.gray.min()) == 255


def test_a_turned_photo_stands_upright() -> None:
    """EXIF orientation 6: turn a quarter clockwise."""
    data = encode(np.zeros((30, 50), np.uint8), ".jpg")
    tag = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0"
    exif = b"Exif\0\0" + tag
    marker = b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif
    found = read_picture(data[:2] + marker + data[2:])
    assert isinstance(found, Picture)
    assert found.gray.shape == (50, 30)


def test_the_pages_of_a_pdf_are_read_one_by_one() -> None:
    data = make_pdf(draw_code("A"), draw_code("B"))
    found = read_picture(data)
    assert isinstance(found, Picture)
    assert (found.pages, read(data), read(data, 1)) == (2, ["A"], ["B"])
    assert read_picture(data, page=2) is PictureFault.NO_PAGE


def test_a_poster_is_drawn_no_larger_than_memory_allows() -> None:
    document = pypdfium2.PdfDocument.new()
    document.new_page(14_400, 14_400)
    found = read_picture(save(document))
    assert isinstance(found, Picture)
    assert found.gray.size <= pictures.PAGE_PIXELS + 10_000


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", PictureFault.UNKNOWN),
        (b"hello", PictureFault.UNKNOWN),
        (PNG[:40], PictureFault.DAMAGED),
        (make_png_header(60_000, 60_000), PictureFault.TOO_LARGE),
        (make_png_header(0, 60_000), PictureFault.UNKNOWN),
        (bytes(pictures.MAX_BYTES + 1), PictureFault.TOO_LARGE),
        (b"%PDF-1.7 and no more", PictureFault.DAMAGED),
    ],
    ids=["empty", "text", "cut off", "bomb", "flat", "long", "no pdf"],
)
def test_what_gives_no_pixels_has_its_fault(data: bytes, fault: PictureFault) -> None:
    assert read_picture(data) is fault


def test_a_picture_has_one_page() -> None:
    assert read_picture(PNG, page=1) is PictureFault.NO_PAGE


def test_one_pixel_is_a_picture_without_a_code() -> None:
    assert read(encode(np.zeros((1, 1), np.uint8))) == []


@given(cut=st.integers(33, len(PNG)), spoilt=st.binary(max_size=8), at=st.floats(0, 1))
def test_a_cut_and_spoilt_picture_has_an_outcome(
    cut: int, spoilt: bytes, at: float
) -> None:
    """Its header stays: with another size it would be a large picture's beginning."""
    place = 33 + int(at * (cut - 33))
    data = PNG[:place] + spoilt + PNG[place + len(spoilt) : cut]
    assert isinstance(read_picture(data), Picture | PictureFault)
