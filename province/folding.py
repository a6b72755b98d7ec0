"""Folding: a text without accents and in small letters, as it is searched for."""

import unicodedata

_LONGEST = 400
_STROKES = str.maketrans("đĐ", "dd")


def fold(text: str) -> str:
    """Return `text` as a search compares it: no marks, small letters, single blanks.

    Đ has no decomposition (UnicodeData.txt), so it is named.
    """
    apart = unicodedata.normalize("NFD", text[:_LONGEST].translate(_STROKES))
    plain = "".join(one for one in apart if not unicodedata.combining(one))
    return " ".join(plain.casefold().split())
