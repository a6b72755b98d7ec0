"""Translations: what is compiled is what stands in the sources, and all of it is used."""

import re
import shutil
from pathlib import Path

import pytest

from assets.locale.compile import HERE, LANGUAGES, release, update
from kiosk.ui.translations import load_texts
from tests.ui.samples import EN, VI

SOURCES = Path(__file__).parents[3] / "kiosk"

every_language = pytest.mark.parametrize("language", LANGUAGES)


@every_language
def test_lupdate_finds_nothing_to_change_and_lrelease_makes_what_is_here(
    language: str, tmp_path: Path
) -> None:
    here = HERE / language / "screens.ts"
    copy, compiled = tmp_path / "screens.ts", tmp_path / "screens.qm"
    shutil.copy(here, copy)
    update(language, copy)
    release(copy, compiled)
    assert copy.read_bytes() == here.read_bytes()
    assert compiled.read_bytes() == here.with_suffix(".qm").read_bytes()


@every_language
def test_every_key_has_its_text(language: str) -> None:
    assert [key for key, text in load_texts(language).phrases.items() if not text] == []


def test_the_two_languages_differ() -> None:
    same = [key for key, text in VI.phrases.items() if EN.phrases[key] == text]
    assert all(len(VI.phrases[key].split()) <= 3 for key in same), same


def test_every_key_that_is_written_out_exists() -> None:
    pattern = re.compile(r"\bsay\(\s*(?:languages, )?\"([a-z0-9_]+\.[a-z0-9_.]+)\"")
    files = [*(SOURCES / "ui").rglob("*.py")]
    keys = {key for file in files for key in pattern.findall(file.read_text("utf-8"))}
    assert sorted(keys - VI.phrases.keys()) == []
    assert len(keys) > 50
