"""PDF: the text of a file that Qt wrote, read from its glyphs' own table."""

import re
import zlib
from collections.abc import Iterator
from pathlib import Path

_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
_CHARACTERS = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_RANGES = re.compile(rb"beginbfrange(.*?)endbfrange", re.DOTALL)
_HEX = re.compile(rb"<([0-9a-fA-F]+)>")


def read_letters(path: Path) -> set[str]:
    """Return every letter that the file's fonts map back to text."""
    letters: set[str] = set()
    for stream in _list_streams(path):
        for block in (*_CHARACTERS.findall(stream), *_RANGES.findall(stream)):
            for code in _HEX.findall(block):
                if len(code) == 4:
                    letters.add(chr(int(code, 16)))
    return letters


def count_pages(path: Path) -> int:
    """Return how many pages the file has."""
    return len(re.findall(rb"/Type\s*/Page\b", path.read_bytes()))


def read_media(path: Path) -> tuple[float, float]:
    """Return the first page's width and height in points."""
    found = re.search(rb"/MediaBox\s*\[([^\]]*)\]", path.read_bytes())
    assert found is not None
    numbers = [float(number) for number in found.group(1).split()]
    return numbers[2], numbers[3]


def _list_streams(path: Path) -> Iterator[bytes]:
    for found in _STREAM.findall(path.read_bytes()):
        try:
            yield zlib.decompress(found)
        except zlib.error:
            yield found
