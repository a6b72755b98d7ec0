"""What counts at once of the settings: the sound, and the language at rest."""

from dataclasses import replace

from kiosk.config import Config, RestLanguage, Sound
from kiosk.ui.gate_buttons import Languages
from kiosk.ui.setup.effect import Effect, order_languages
from kiosk.ui.sounds import Sounds, Voice
from tests.ui.samples import EN, VI


def test_the_language_at_rest_stands_first() -> None:
    assert order_languages((VI, EN), RestLanguage.VIETNAMESE) == (VI, EN)
    assert order_languages((VI, EN), RestLanguage.ENGLISH) == (EN, VI)
    assert order_languages((EN, VI), RestLanguage.ENGLISH) == (EN, VI)


def test_sound_and_language_count_at_once() -> None:
    sounds, homes = Sounds(lambda _: None), list[Languages]()
    effect = Effect(Config(), sounds, (VI, EN), homes.append)
    config = Config(sound=Sound.NEUTRAL, language=RestLanguage.ENGLISH)
    effect.on_configured(config)
    assert (sounds.voice, homes) == (Voice.NEUTRAL, [(EN, VI)])


def test_a_language_that_stays_is_not_set_again() -> None:
    homes = list[Languages]()
    effect = Effect(Config(), Sounds(lambda _: None), (VI, EN), homes.append)
    effect.on_configured(replace(Config(), sound=Sound.OFF))
    assert homes == []
