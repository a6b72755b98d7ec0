"""Zxing: the first decoder, zxing-cpp, restricted to QR codes."""

import zxingcpp

from kiosk.scanner.code import Code, Corner, Gray

QR = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])
"""Other symbologies cost 3 to 12 times as much and find codes in clutter."""


def read_codes(picture: Gray, *, is_pure: bool = False) -> list[Code]:
    """Return the codes that zxing-cpp reads in `picture` as it is.

    A pure picture is one upright code and nothing else.
    """
    # A pure picture's code is returned even where its checksum fails.
    found = search(picture, is_pure=is_pure)
    return [read(barcode) for barcode in found if barcode.valid]


def locate(picture: Gray) -> list[zxingcpp.Barcode]:
    """Return what zxing-cpp reads, and what it only locates (`not valid`)."""
    return search(picture, return_errors=True)


def search(
    picture: Gray, *, return_errors: bool = False, is_pure: bool = False
) -> list[zxingcpp.Barcode]:
    """Call zxing-cpp; every `try_` option stays on (scanning.md 1a)."""
    return zxingcpp.read_barcodes(
        picture,
        formats=QR,
        text_mode=zxingcpp.TextMode.Plain,
        return_errors=return_errors,
        is_pure=is_pure,
    )


def read(barcode: zxingcpp.Barcode) -> Code:
    """Return a barcode as we tell it.

    Bytes in UTF-8 are taken as they are: zxing-cpp's guess of their charset is
    for other bytes only. It does not tell whether an ECI was there (3.1.1 says
    `]Q1` either way); UTF-16 is the one charset that would pass for UTF-8.
    """
    data = bytes(barcode.bytes)
    if b"\0" in data and "\0" not in barcode.text:
        data = barcode.text.encode()
    return Code(
        data=data,
        text=decode_text(data, barcode.text),
        symbology=barcode.symbology_identifier,
        corners=read_corners(barcode),
    )


def decode_text(data: bytes, guess: str) -> str:
    """Return `data` as UTF-8 where it is, else the decoder's `guess`."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return guess


def guess_text(data: bytes) -> str:
    """Return bytes that another decoder read as zxing-cpp would tell them."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        text: str = zxingcpp.create_barcode(data, zxingcpp.BarcodeFormat.QRCode).text
        return text


def read_corners(barcode: zxingcpp.Barcode) -> tuple[Corner, Corner, Corner, Corner]:
    """Return the corners, clockwise from the top left of the upright code."""
    place = barcode.position
    return (
        (place.top_left.x, place.top_left.y),
        (place.top_right.x, place.top_right.y),
        (place.bottom_right.x, place.bottom_right.y),
        (place.bottom_left.x, place.bottom_left.y),
    )
