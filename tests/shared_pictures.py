"""Shared pictures: those of `../shared/data/qr`, each with what is true of it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kiosk.scanner.bent import covers
from kiosk.scanner.code import Code, Corner, Gray
from kiosk.scanner.picture import Picture, read_picture

Outline = tuple[Corner, Corner, Corner, Corner]

DISPUTED = {
    "zxing/qrcode-2-13.png": "The truth says `photograph`; 93 % of the modules are those"
    " of `photography`, 69 % those of the truth (`tests/conformance/test_pictures.py`)."
}
"""Where the picture itself says that its truth is wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """What is known of a picture: `content`, or only where its codes are."""

    path: Path
    file: str
    content: str | bytes | None = None
    outlines: tuple[Outline, ...] = ()

    def load(self) -> Gray:
        """Return the picture's pixels."""
        picture = read_picture(self.path.read_bytes())
        assert isinstance(picture, Picture), (self.file, picture)
        return picture.gray

    def is_told(self, code: Code) -> bool:
        """Return whether `code` says what the picture says."""
        told = code.data if isinstance(self.content, bytes) else code.text
        return told == self.content


def load_truth(folder: Path, kind: str) -> Iterator[Truth]:
    """Yield the pictures of a `kind`: zxing, jsqr, boofcv or no-code."""
    for line in (folder / "truth.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["file"].startswith(f"{kind}/"):
            content = bytes.fromhex(row["bytes"]) if "bytes" in row else row.get("text")
            yield Truth(
                path=folder / row["file"],
                file=row["file"],
                content=content,
                outlines=tuple(_read_outline(flat) for flat in row.get("polygons", ())),
            )


def _read_outline(flat: list[float]) -> Outline:
    one, two, three, four = zip(flat[::2], flat[1::2], strict=True)
    return one, two, three, four


def find_markers(truth: Truth, codes: list[Code]) -> set[int]:
    """Return which markers were found: a code's middle lies in their outline."""
    return {
        number
        for number, outline in enumerate(truth.outlines)
        if any(lies_in(code, outline) for code in codes)
    }


def lies_in(code: Code, outline: Outline) -> bool:
    """Return whether the middle of `code` is within `outline`."""
    marker = Code(data=b"", text="", symbology="", corners=outline)
    return covers(marker, code.centre)
