"""Keyed: what the setting of a typing reader did to a text, undone.

Each answer says what may have been meant, from the text alone. Those weigh it
who know which codes there are.
"""

import re

HEX = re.compile(r"(?:[0-9A-Fa-f]{2}){6,}")
WORD = re.compile(r"[A-Za-z]{2,}")
SWAPPED_WORD = re.compile(r"[a-z][A-Z]+")
SWAPPED_AIM = re.compile(r"\]q[0-9]")
MIN_SWAPPED = 12
"""So many letters in words such as `tRAN`, and no other words: no chance."""


def undo_hex(text: str) -> str | None:
    """Return what `text` is the hex digits of; None where it can't be any.

    A number of an even length may be hex as well, so both are to be weighed.
    """
    if HEX.fullmatch(text) is None:
        return None
    try:
        meant = bytes.fromhex(text).decode()
    except UnicodeDecodeError:
        return None
    return meant if meant.isprintable() else None


def undo_caps(text: str) -> str | None:
    """Return `text` with the case that was meant; None where it shows no swap.

    Only to be asked while Caps Lock is on. `]q` for `]Q` is a swapped AIM
    identifier; names tell it by their words.
    """
    words = WORD.findall(text)
    is_swapped = (
        len(words) > 1
        and sum(map(len, words)) >= MIN_SWAPPED
        and all(map(SWAPPED_WORD.fullmatch, words))
    )
    if not is_swapped and not SWAPPED_AIM.match(text):
        return None
    return "".join(letter.swapcase() if letter.isascii() else letter for letter in text)
