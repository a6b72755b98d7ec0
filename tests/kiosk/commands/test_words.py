"""Every word of every closed set is printed, one a line, in both languages."""

import msgspec
import pytest

from kiosk.commands.words import run
from kiosk.words import list_words
from tests.kiosk.commands.conftest import Ask


def test_each_word_is_a_line(ask: Ask, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(ask("words")) == 0
    lines = capfd.readouterr().out.splitlines()
    assert [msgspec.json.decode(line) for line in lines] == list_words()
    assert len(lines) > 50
