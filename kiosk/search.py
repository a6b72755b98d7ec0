"""Search: text as it is looked for, without accents, case and marks."""

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+")
_NONSPACING = "Mn"


def fold(text: str) -> str:
    """Return the words of `text` as they are compared: `Đặng Thị Ánh` is `dang thi anh`."""
    spread = unicodedata.normalize("NFD", text.casefold())
    plain = "".join(c for c in spread if unicodedata.category(c) != _NONSPACING)
    return " ".join(_WORD.findall(plain.replace("đ", "d")))


def list_tails(folded: str) -> list[str]:
    """Return what of a folded text follows each beginning of a word.

    A text is found by any of its words where one of these begins like the search.
    """
    words = folded.split()
    return [" ".join(words[first:]) for first in range(len(words))]


def find_words(search: str) -> list[str]:
    """Return the words that a text must have, each in full or its beginning."""
    return fold(search).split()


def tidy(text: str) -> str:
    """Return `text` as it is kept: NFC, one space between words, no controls."""
    seen = "".join(c if c.isprintable() else " " for c in text)
    return unicodedata.normalize("NFC", " ".join(seen.split()))
