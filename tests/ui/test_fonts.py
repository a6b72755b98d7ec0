"""Fonts: every Vietnamese letter is there, and none is cut at its top."""

import unicodedata
from importlib import resources

import pytest
from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib import TTFont

from kiosk.ui.theme import FONT_FILES, LINE_EM
from tests.ui.samples import EN, VI

TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
VOWELS = "aăâeêioôơuưy"
LOWER = [unicodedata.normalize("NFC", v + tone) for v in VOWELS for tone in TONES]
LETTERS = sorted(
    {*LOWER, *(letter.upper() for letter in LOWER), *"đĐ"} - set("aeiouyAEIOUY")
)


def load(name: str) -> TTFont:
    with resources.as_file(resources.files("assets") / "fonts" / name) as path:
        return TTFont(path)


def measure_top(font: TTFont, letter: str) -> float:
    glyphs = font.getGlyphSet()
    pen = BoundsPen(glyphs)
    glyphs[font.getBestCmap()[ord(letter)]].draw(pen)
    return float(pen.bounds[3])


def test_vietnamese_has_134_letters_of_its_own() -> None:
    assert len(LETTERS) == 134


@pytest.mark.parametrize("name", FONT_FILES)
def test_every_vietnamese_letter_is_there(name: str) -> None:
    assert {ord(letter) for letter in LETTERS} - load(
        name
    ).getBestCmap().keys() == set()


@pytest.mark.parametrize("name", FONT_FILES)
def test_the_tallest_letter_fits_the_ascent(name: str) -> None:
    font = load(name)
    tallest = max(measure_top(font, letter) for letter in LETTERS)
    assert tallest <= font["hhea"].ascent


@pytest.mark.parametrize("name", FONT_FILES)
def test_a_line_is_as_high_as_the_font_says(name: str) -> None:
    font = load(name)
    height = font["hhea"].ascent - font["hhea"].descent
    assert height / font["head"].unitsPerEm == pytest.approx(LINE_EM)


@pytest.mark.parametrize("name", FONT_FILES)
def test_every_sign_of_the_texts_is_there(name: str) -> None:
    sources = [*VI.phrases.values(), *EN.phrases.values(), "••••  ·  0123456789"]
    for texts in (VI, EN):
        sources += texts.words.sets["reasons"].values()
        sources += texts.words.next_steps.values()
    signs = {ord(sign) for text in sources for sign in text}
    assert signs - load(name).getBestCmap().keys() == set()


def test_the_licence_stands_beside_the_fonts() -> None:
    licence = resources.files("assets") / "fonts" / "OFL.txt"
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence.read_text(encoding="utf-8")
