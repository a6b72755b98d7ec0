"""Zbar: the second decoder, for the odd and the artful code; not on Windows.

The wheel for Windows carries a zbar of 2015 with known holes: it is never
loaded there. Elsewhere the system's libzbar is used where there is one.
"""

import ctypes
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from kiosk.scanner.code import Code, Corner, Gray
from kiosk.scanner.zxing import guess_text

if sys.platform == "win32":
    zbar = None
else:
    try:
        from pyzbar import wrapper as zbar
    except ImportError:  # no libzbar on this machine
        zbar = None

CFG_BINARY = 4
"""Bytes as they stand in the symbol; else zbar takes Vietnamese for Big5."""

GREY = int.from_bytes(b"Y800", "little")

SYMBOLOGY = "]Q1"


def is_available() -> bool:
    """Return whether there is a zbar that gives bytes (0.23.1 or later)."""
    if zbar is None:
        return False
    with _make_scanner() as scanner:
        return scanner is not None


def read_codes(picture: Gray) -> list[Code]:
    """Return the QR codes that zbar reads; none where there is no zbar."""
    if zbar is None or not picture.size:
        return []
    with _make_scanner() as scanner, _make_image(picture) as image:
        if scanner is None:
            return []
        zbar.zbar_scan_image(scanner, image)
        return [_tell(symbol) for symbol in _find_symbols(image)]


@contextmanager
def _make_scanner() -> Iterator[Any]:
    """Yield zbar's scanner for QR codes only, None where it is too old."""
    scanner = zbar.zbar_image_scanner_create()
    set_option = zbar.zbar_image_scanner_set_config
    try:
        for symbol in zbar.ZBarSymbol:
            wanted = int(symbol is zbar.ZBarSymbol.QRCODE)
            set_option(scanner, symbol, zbar.ZBarConfig.CFG_ENABLE, wanted)
        refused = set_option(scanner, zbar.ZBarSymbol.QRCODE, CFG_BINARY, 1)
        yield None if refused else scanner
    finally:
        zbar.zbar_image_scanner_destroy(scanner)


@contextmanager
def _make_image(picture: Gray) -> Iterator[Any]:
    pixels = np.ascontiguousarray(picture)  # kept until zbar is done with it
    height, width = pixels.shape
    image = zbar.zbar_image_create()
    try:
        zbar.zbar_image_set_format(image, GREY)
        zbar.zbar_image_set_size(image, width, height)
        address = ctypes.c_void_p(pixels.ctypes.data)
        zbar.zbar_image_set_data(image, address, pixels.nbytes, None)
        yield image
    finally:
        zbar.zbar_image_destroy(image)


def _find_symbols(image: Any) -> Iterator[Any]:
    symbol = zbar.zbar_image_first_symbol(image)
    while symbol:
        if symbol.contents.type == zbar.ZBarSymbol.QRCODE:
            yield symbol
        symbol = zbar.zbar_symbol_next(symbol)


def _tell(symbol: Any) -> Code:
    length = zbar.zbar_symbol_get_data_length(symbol)
    data = ctypes.string_at(zbar.zbar_symbol_get_data(symbol), length)
    # zbar goes round the other way: top left, bottom left, bottom right, top right.
    return Code(
        data=data,
        text=guess_text(data),
        symbology=SYMBOLOGY,
        corners=(
            _locate(symbol, 0),
            _locate(symbol, 3),
            _locate(symbol, 2),
            _locate(symbol, 1),
        ),
    )


def _locate(symbol: Any, number: int) -> Corner:
    return (
        float(zbar.zbar_symbol_get_loc_x(symbol, number)),
        float(zbar.zbar_symbol_get_loc_y(symbol, number)),
    )
