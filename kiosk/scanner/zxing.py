"""Zxing: the first decoder, zxing-cpp, restricted to QR codes."""

import zxingcpp

from kiosk.scanner.code import Code, Corner, Gray

QR = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])
"""Other symbologies cost 3 to 12 times as much and find codes in clutter."""

ECI_USED = "]Q2"


def read_codes(picture: Gray) -> list[Code]:
    """Return the codes that zxing-cpp reads in `picture` as it is."""
    return [read(barcode) for barcode in search(picture)]


def locate(picture: Gray) -> list[zxingcpp.Barcode]:
    """Return what zxing-cpp reads, and what it only locates (`not valid`)."""
    return search(picture, return_errors=True)


def search(picture: Gray, *, return_errors: bool = False) -> list[zxingcpp.Barcode]:
    """Call zxing-cpp; every `try_` option stays on (scanning.md 1a)."""
    return zxingcpp.read_barcodes(
        picture,
        formats=QR,
        text_mode=zxingcpp.TextMode.Plain,
        return_errors=return_errors,
    )


def read(barcode: zxingcpp.Barcode) -> Code:
    """Return a barcode as we tell it.

    Without an ECI the bytes are taken as they are: zxing-cpp's guess of their
    charset is for its `text` only.
    """
    data = bytes(barcode.bytes)
    symbology = barcode.symbology_identifier
    if symbology == ECI_USED:
        data = barcode.text.encode()
    return Code(
        data=data,
        text=decode_text(data, barcode.text),
        symbology=symbology,
        corners=read_corners(barcode),
    )


def decode_text(data: bytes, guess: str) -> str:
    """Return `data` as UTF-8 where it is, else the decoder's `guess`."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return guess


def read_corners(barcode: zxingcpp.Barcode) -> tuple[Corner, Corner, Corner, Corner]:
    """Return the corners, clockwise from the top left of the upright code."""
    place = barcode.position
    return (
        (place.top_left.x, place.top_left.y),
        (place.top_right.x, place.top_right.y),
        (place.bottom_right.x, place.bottom_right.y),
        (place.bottom_left.x, place.bottom_left.y),
    )
