"""Read: the codes in pictures, and in the pages of a PDF."""

import argparse
import time
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kiosk.commands.lines import print_line, print_words
from kiosk.errors import OutsideError
from kiosk.scanner import zbar
from kiosk.scanner.code import Code
from kiosk.scanner.decoding import Decoder, read_codes
from kiosk.scanner.picture import PictureFault, read_picture

SUFFIXES = frozenset(
    {".bmp", ".gif", ".jpeg", ".jpg", ".pdf", ".png", ".tif", ".tiff", ".webp"}
)
"""What counts as a picture in a folder."""

MAX_PAGES = 100
"""Of a PDF; a longer one is no pass."""

UNREADABLE = "unreadable"
"""The fault of a file that the system does not let us read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a file gave: its codes, each with its page, and what stood in the way."""

    codes: tuple[tuple[int, Code], ...] = ()
    fault: str | None = None


def run(options: argparse.Namespace) -> int:
    """Print a line for each picture; exit 1 where one gave no code, 3 where unreadable."""
    decoder = Decoder(options.decoder)
    if decoder is Decoder.ZBAR and not zbar.is_available():
        raise OutsideError(
            "--decoder zbar: there is no libzbar of 0.23.1 or later here. Install "
            "libzbar0 (Debian, Ubuntu), or leave the option out."
        )
    exit_code = 0
    for name, path in find_pictures(options.images):
        start_ns = time.perf_counter_ns()
        answer = read_file(path, decoder, every=options.all)
        spent_ms = (time.perf_counter_ns() - start_ns) / 1e6
        print_line(describe(name, answer, spent_ms))
        if answer.fault is not None:
            print_words(f"{name}: {answer.fault}")
        exit_code = max(exit_code, get_exit_code(answer))
    return exit_code


def find_pictures(images: list[str]) -> Iterator[tuple[str, Path]]:
    """Yield each picture with its name as given; a folder's own in order."""
    for image in images:
        path = Path(image)
        if path.is_dir():
            for inner in sorted(path.iterdir()):
                if inner.suffix.lower() in SUFFIXES and inner.is_file():
                    yield f"{image.rstrip('/')}/{inner.name}", inner
        else:
            yield image, path


def read_file(path: Path, decoder: Decoder, *, every: bool) -> Answer:
    """Return the codes of one file, page by page."""
    try:
        data = path.read_bytes()
    except OSError:
        return Answer(fault=UNREADABLE)
    codes: list[tuple[int, Code]] = []
    page, pages = 0, 1
    while page < min(pages, MAX_PAGES) and (every or not codes):
        picture = read_picture(data, page=page)
        if isinstance(picture, PictureFault):
            return Answer(codes=tuple(codes), fault=picture.value)
        page, pages = page + 1, picture.pages
        found = read_codes(picture.gray, decoder=decoder, every=every)
        codes += [(page, code) for code in found]
    return Answer(codes=tuple(codes))


def describe(name: str, answer: Answer, spent_ms: float) -> dict[str, object]:
    """Return the keys of cli.md for one picture, and where each code lies."""
    line: dict[str, object] = {
        "file": name,
        "codes": [
            {
                "text": unicodedata.normalize("NFC", code.text),
                "symbology": code.symbology,
                "corners": [[round(x, 1), round(y, 1)] for x, y in code.corners],
                "page": page,
            }
            for page, code in answer.codes
        ],
        "ms": round(spent_ms, 1),
    }
    if answer.fault is not None:
        line["fault"] = answer.fault
    return line


def get_exit_code(answer: Answer) -> int:
    """Return 0 for a picture that gave a code, 3 for a file that can't be read."""
    if answer.fault == UNREADABLE:
        return OutsideError.exit_code
    return 0 if answer.codes else 1
