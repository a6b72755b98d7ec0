"""Test what a read may hold."""

from kiosk.payload import MAX_FRAME_BYTES


def test_the_largest_qr_code_fits_a_frame() -> None:
    numeric_version_40 = 7089
    assert numeric_version_40 <= MAX_FRAME_BYTES
