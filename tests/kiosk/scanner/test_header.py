"""Test what a picture file says of its size."""

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.scanner.header import FORMATS, find_size
from tests.drawings import encode

WEBP = b"RIFF\0\0\0\0WEBP"


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".webp", ".bmp", ".gif", ".tiff"])
def test_the_size_is_known_before_decoding(suffix: str) -> None:
    assert find_size(encode(np.zeros((30, 50), np.uint8), suffix)) == (50, 30)


def test_a_lossy_and_a_large_webp_tell_theirs() -> None:
    lossy = WEBP + b"VP8 " + bytes(10) + (50).to_bytes(2, "little") + b"\x1e\0"
    large = WEBP + b"VP8X" + bytes(8) + b"\xff\xff\xff" + b"\0\0\0"
    assert (find_size(lossy), find_size(large)) == ((50, 30), (16_777_216, 1))


def test_a_progressive_jpeg_with_a_comment_tells_its() -> None:
    quality = [cv2.IMWRITE_JPEG_PROGRESSIVE, 1]
    _, encoded = cv2.imencode(".jpg", np.zeros((30, 50), np.uint8), quality)
    data = encoded.tobytes()
    comment = b"\xff\xfe\x00\x06\xff\xc0ab"
    assert find_size(data[:2] + comment + b"\xff" + data[2:]) == (50, 30)


def test_a_bitmap_from_top_to_bottom_tells_its() -> None:
    data = bytearray(encode(np.zeros((30, 50), np.uint8), ".bmp"))
    data[22:26] = (-30).to_bytes(4, "little", signed=True)
    assert find_size(bytes(data)) == (50, 30)


def test_the_oldest_bitmap_tells_its() -> None:
    assert find_size(b"BM" + bytes(12) + b"\x0c\0\0\0\x32\0\x1e\0") == (50, 30)


def test_a_big_endian_tiff_tells_its() -> None:
    width = b"\x01\x00\x00\x03\x00\x00\x00\x01\x00\x32\x00\x00"
    height = b"\x01\x01\x00\x04\x00\x00\x00\x01\x00\x00\x00\x1e"
    data = b"MM\0*\0\0\0\x08\0\x02" + width + height
    assert find_size(data) == (50, 30)


@pytest.mark.parametrize(
    "data",
    [b"", b"hello", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\x00", WEBP + b"JUNK", b"RIFF"],
)
def test_anything_else_has_none(data: bytes) -> None:
    assert find_size(data) is None


@given(mark=st.sampled_from(sorted(FORMATS)), rest=st.binary(max_size=80))
def test_any_bytes_have_a_size_or_none(mark: bytes, rest: bytes) -> None:
    size = find_size(mark + rest)
    assert size is None or min(size) > 0
