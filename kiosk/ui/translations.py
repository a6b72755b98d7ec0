"""Translations: the screens' texts of a language, from what lrelease compiled."""

import msgspec
from PySide6.QtCore import QTranslator

from assets.folder import ASSETS
from kiosk.ui.phrases.areas import AREAS
from kiosk.ui.texts import Texts, load_terminal_texts


def load_texts(language: str) -> Texts:
    """Return the texts of `language`, `vi` or `en`.

    Read once into a value: a screen is composed in two languages at a time,
    while Qt has room for one that is installed.
    """
    translator = QTranslator()
    compiled = ASSETS / "locale" / language / "screens.qm"
    data = compiled.read_bytes()
    translator.load(data)  # its `directory` is for files
    phrases = {
        key: translator.translate(area, key) or ""
        for area, keys in AREAS.items()
        for key in keys
    }
    shared = load_terminal_texts(language)
    return msgspec.structs.replace(shared, phrases={**shared.phrases, **phrases})
