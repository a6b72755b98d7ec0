"""Effect: settings that count at once, in the window that is shown."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot

from kiosk.config import Config, RestLanguage
from kiosk.ui.gate_buttons import Languages
from kiosk.ui.sounds import Sounds, Voice


def order_languages(languages: Languages, language: RestLanguage) -> Languages:
    """Return `languages` with the one first in which the window stands at rest."""
    first, second = languages
    return languages if first.language == language.value else (second, first)


class Effect(QObject):
    """Lets the sound and the language be as the settings say."""

    def __init__(
        self,
        config: Config,
        sounds: Sounds,
        languages: Languages,
        set_home: Callable[[Languages], None],
    ) -> None:
        super().__init__()
        self._language = config.language
        self._sounds = sounds
        self._languages = languages
        self._set_home = set_home

    @Slot(object)
    def on_configured(self, config: Config) -> None:
        """Use what is at once used of `config`."""
        self._sounds.voice = Voice(config.sound.value)
        if config.language is not self._language:
            self._language = config.language
            self._set_home(order_languages(self._languages, config.language))
