"""Letterhead: whose report it is, to whom it goes and who signs it; a unit's own setting.

The parts are those of Nghị định 30/2020/NĐ-CP, Phụ lục I, mẫu 1.4.
"""

import msgspec


class Letterhead(msgspec.Struct, frozen=True, kw_only=True):
    """What stands around the text of a report; every line as it is to be printed.

    `superior` is cơ quan chủ quản (ô 2), `sign` the issuer's letters in the number
    (ô 3), `place` where it is signed (ô 4), `addressees` are of Kính gửi (ô 9a), `copies`
    of Nơi nhận (ô 9b), `authority` such as TM., KT. and `position` (ô 7a, 7c).
    """

    superior: str = ""
    issuer: str
    sign: str = ""
    place: str = ""
    addressees: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    archive: str = "VT"
    authority: str = ""
    position: str = ""
    signer: str = ""


MOST_LINES = 12
LONGEST_LINE = 200


def make_first(unit_name: str) -> Letterhead:
    """Return what a unit starts with: its name, and places that a clerk fills in."""
    return Letterhead(
        issuer=unit_name or "Tên cơ quan",
        addressees=("Cơ quan nhận báo cáo",),
        copies=("Như trên",),
    )


def check(head: Letterhead) -> str:
    """Return the name of the first field that can't be printed, empty where all can."""
    for name in head.__struct_fields__:
        value = getattr(head, name)
        lines = value if isinstance(value, tuple) else (value,)
        if len(lines) > MOST_LINES or not all(map(_is_line, lines)):
            return name
    return "" if head.issuer else "issuer"


def _is_line(text: str) -> bool:
    return len(text) <= LONGEST_LINE and (not text or text.isprintable())
