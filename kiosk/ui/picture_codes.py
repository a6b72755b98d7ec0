"""Picture codes: what the codes in a picture or PDF say; imports what decodes."""

from typing import assert_never

from kiosk.scanner.decoding import read_codes as decode
from kiosk.scanner.picture import PictureFault, read_picture
from kiosk.ui.admin_calls import PictureTrouble
from kiosk.ui.picture_desk import Sighted

MAX_PAGES = 10
"""A mailed pass stands on the first pages; a book is not leafed through."""


def read_codes(data: bytes) -> Sighted | PictureTrouble:
    """Return every code of the picture, page by page; each once."""
    found: dict[bytes, str] = {}
    for page in range(MAX_PAGES):
        picture = read_picture(data, page=page)
        if isinstance(picture, PictureFault):
            if page == 0:
                return _name(picture)
            break
        for code in decode(picture.gray, every=True):
            found.setdefault(code.data, code.symbology)
        if page + 1 >= picture.pages:
            break
    return tuple(found.items())


def _name(fault: PictureFault) -> PictureTrouble:
    match fault:
        case PictureFault.TOO_LARGE:
            return PictureTrouble.TOO_LARGE
        case PictureFault.DAMAGED | PictureFault.NO_PAGE:
            return PictureTrouble.DAMAGED
        case PictureFault.UNKNOWN:
            return PictureTrouble.NOT_A_PICTURE
        case PictureFault.LOCKED:
            return PictureTrouble.LOCKED
        case _:
            assert_never(fault)
