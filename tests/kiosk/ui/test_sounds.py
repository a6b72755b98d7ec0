"""Sounds: one for each verdict, told apart by rhythm, and never a fault."""

import wave
from importlib import resources
from pathlib import Path

import pytest

from assets.sounds.synthesise import CONTOURS, write
from kiosk.ui.screens import ScreenKind
from kiosk.ui.sounds import FILES, NEUTRAL, Player, Sounds, Voice, find_play

MOST_MS = 700


def length_ms(name: str) -> float:
    source = resources.files("assets") / "sounds" / name
    with source.open("rb") as file, wave.open(file) as sound:
        return 1000.0 * float(sound.getnframes()) / float(sound.getframerate())


@pytest.mark.parametrize("kind", FILES)
def test_a_verdicts_own_file_is_played(kind: ScreenKind) -> None:
    played: list[Path] = []
    Sounds(played.append).sound(kind)
    assert [path.name for path in played] == [FILES[kind]]


@pytest.mark.parametrize("kind", [ScreenKind.IDLE, ScreenKind.OUT_OF_ORDER])
def test_no_other_screen_sounds(kind: ScreenKind) -> None:
    played: list[Path] = []
    Sounds(played.append).sound(kind)
    assert played == []


def test_a_neutral_voice_says_the_same_of_every_verdict() -> None:
    played: list[Path] = []
    sounds = Sounds(played.append, Voice.NEUTRAL)
    for kind in ScreenKind:
        sounds.sound(kind)
    assert [path.name for path in played] == [NEUTRAL] * len(FILES)


def test_a_voice_that_is_off_says_nothing() -> None:
    played: list[Path] = []
    Sounds(played.append, Voice.OFF).sound(ScreenKind.DENY)
    assert played == []


@pytest.mark.parametrize("name", [*FILES.values(), NEUTRAL])
def test_a_sound_is_short(name: str) -> None:
    assert 200 <= length_ms(name) <= MOST_MS


@pytest.mark.parametrize("name", CONTOURS)
def test_a_file_is_what_the_script_writes(name: str, tmp_path: Path) -> None:
    write(tmp_path / "again.wav", CONTOURS[name])
    kept = resources.files("assets") / "sounds" / f"{name}.wav"
    assert (tmp_path / "again.wav").read_bytes() == kept.read_bytes()


def test_rhythms_differ() -> None:
    rhythms = [
        tuple((tone[0] > 0, tone[1]) for tone in contour)
        for contour in CONTOURS.values()
    ]
    rises = {name: tones[-1][0] - tones[0][0] for name, tones in CONTOURS.items()}
    assert len(set(rhythms)) >= 3
    assert rises["allow"] > 0 > rises["unreadable"]


def test_a_machine_without_a_player_is_silent(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    find_play()(tmp_path / "none.wav")
    assert list(tmp_path.iterdir()) == []


def test_the_player_that_is_there_plays(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program = tmp_path / "aplay"
    program.write_text(f"#!/bin/sh\n/bin/echo $2 > {tmp_path}/played\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    player = find_play().__self__  # type: ignore[attr-defined]  # a bound method
    player.play(Path("allow.wav"))
    player._running.wait(10)
    assert (tmp_path / "played").read_text() == "allow.wav\n"


def test_a_new_sound_cuts_the_last_one_off() -> None:
    player = Player(("sleep",))
    player.play(Path("60"))
    first = player._running
    player.play(Path("0"))
    assert first is not None
    assert (first.returncode, player._running and player._running.wait(10)) == (-9, 0)


def test_a_player_that_went_away_is_no_fault() -> None:
    player = Player(("/nowhere/player",))
    player.play(Path("allow.wav"))
    assert player._running is None
