"""Keyboard: the words on the keys of the screen's keyboard, for lupdate."""

from kiosk.ui.phrases.marking import QT_TRANSLATE_NOOP

KEYS: tuple[str, ...] = (
    QT_TRANSLATE_NOOP("keyboard", "keyboard.shift"),
    QT_TRANSLATE_NOOP("keyboard", "keyboard.caps"),
    QT_TRANSLATE_NOOP("keyboard", "keyboard.erase"),
    QT_TRANSLATE_NOOP("keyboard", "keyboard.next"),
    QT_TRANSLATE_NOOP("keyboard", "keyboard.hide"),
    QT_TRANSLATE_NOOP("keyboard", "keyboard.space"),
    QT_TRANSLATE_NOOP("keyboard", "keyboard.telex"),
    QT_TRANSLATE_NOOP("keyboard", "keyboard.vni"),
    QT_TRANSLATE_NOOP("keyboard", "keyboard.off"),
    QT_TRANSLATE_NOOP("keyboard", "keyboard.letters"),
    QT_TRANSLATE_NOOP("keyboard", "keyboard.signs"),
    QT_TRANSLATE_NOOP("keyboard", "keyboard.numbers"),
)
