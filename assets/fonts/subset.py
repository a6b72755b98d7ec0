"""Subset: how the bundled fonts are cut from Noto Sans.

`python -m assets.fonts.subset FOLDER`, where FOLDER is the unpacked npm package
`@expo-google-fonts/noto-sans` 0.4.2. The family is renamed, so that a Noto Sans
of the machine is never mixed with ours; the licence reserves no name.
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

FAMILY = "Kiosk Noto Sans"
WEIGHTS = {"400Regular": "Regular", "700Bold": "Bold"}
RANGES = (
    (0x0020, 0x007E),  # ASCII
    (0x00A0, 0x0148),  # Latin-1 and Latin Extended-A, up to where names use it
    (0x014A, 0x017F),
    (0x0192, 0x0192),
    (0x01A0, 0x01A1),  # Ơ
    (0x01AF, 0x01B0),  # Ư
    (0x0300, 0x0304),  # combining marks, for text that is not NFC
    (0x0306, 0x030C),
    (0x031B, 0x031B),
    (0x0323, 0x0323),
    (0x1E80, 0x1EF9),  # Vietnamese
    (0x2010, 0x2027),  # dashes, quotes, bullet, ellipsis
    (0x202F, 0x2030),
    (0x20AB, 0x20AC),  # đồng, euro
    (0x2116, 0x2116),
    (0x2212, 0x2212),
    (0xFFFD, 0xFFFD),
)
FAMILY_NAME_IDS = (1, 16)
FULL_NAME_ID = 4
POSTSCRIPT_NAME_ID = 6


def cut(source: Path, target: Path, weight: str) -> None:
    """Write the part of `source` that `RANGES` names to `target`."""
    options = subset.Options()
    options.layout_features = ["kern", "mark", "mkmk", "ccmp", "locl", "lnum", "tnum"]
    options.hinting = False
    options.notdef_outline = True
    options.recalc_timestamp = False
    font = TTFont(source, recalcTimestamp=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(
        unicodes=[code for first, last in RANGES for code in range(first, last + 1)]
    )
    subsetter.subset(font)
    _rename(font, weight)
    font.save(target)


def _rename(font: TTFont, weight: str) -> None:
    for name in font["name"].names:
        if name.nameID in FAMILY_NAME_IDS:
            name.string = FAMILY
        elif name.nameID == FULL_NAME_ID:
            name.string = f"{FAMILY} {weight}"
        elif name.nameID == POSTSCRIPT_NAME_ID:
            name.string = f"{FAMILY.replace(' ', '')}-{weight}"


if __name__ == "__main__":
    for folder, weight in WEIGHTS.items():
        cut(
            Path(sys.argv[1], folder, f"NotoSans_{folder}.ttf"),
            Path(__file__).with_name(f"NotoSans-{weight}.ttf"),
            weight,
        )
