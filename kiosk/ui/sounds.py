"""Sounds: one for each verdict, played by a program of the system, or none."""

import importlib
import shutil
import sys
from collections.abc import Callable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from assets.folder import ASSETS
from kiosk.ui.screens import ScreenKind

if sys.platform == "win32":
    import winsound

if TYPE_CHECKING:  # lends its type; it is loaded with the first sound (3 ms)
    import subprocess

PLAYERS = (("pw-play",), ("paplay",), ("aplay", "-q"))
"""Programs that play a WAV file, the best one first."""

FILES: Mapping[ScreenKind, str] = {
    ScreenKind.ALLOW: "allow.wav",
    ScreenKind.CHECK: "check.wav",
    ScreenKind.DENY: "deny.wav",
    ScreenKind.UNREADABLE: "unreadable.wav",
}
"""Idle and out of order are silent."""

NEUTRAL = "neutral.wav"
"""Says that something was read, and not to the whole queue what came of it."""

Play = Callable[[Path], None]


class Voice(StrEnum):
    """Which sounds a verdict makes."""

    ON = "on"
    """One for each verdict."""
    NEUTRAL = "neutral"
    """The same for every verdict: it is nobody else's to hear."""
    OFF = "off"


class Sounds:
    """Plays the verdicts' sounds; a new one cuts the last one off."""

    def __init__(self, play: Play, voice: Voice = Voice.ON) -> None:
        self._play = play
        self.voice = voice

    def sound(self, kind: ScreenKind) -> None:
        """Start the sound of `kind` and return at once."""
        if kind in FILES and self.voice is not Voice.OFF:
            name = NEUTRAL if self.voice is Voice.NEUTRAL else FILES[kind]
            self._play(ASSETS / "sounds" / name)


def find_play() -> Play:
    """Return how this machine plays a file."""
    if sys.platform == "win32":
        return _play_windows
    for command in PLAYERS:
        if shutil.which(command[0]):
            return Player(command).play
    return _play_nothing


class Player:
    """A program that plays one file at a time."""

    def __init__(self, command: tuple[str, ...]) -> None:
        self._command = command
        self._running: subprocess.Popen[bytes] | None = None

    def play(self, path: Path) -> None:
        """Start to play `path`; a sound is never worth a fault."""
        program = importlib.import_module("subprocess")
        if self._running is not None and self._running.poll() is None:
            self._running.kill()
            self._running.wait()  # it is killed: no time passes
        try:
            self._running = program.Popen(
                [*self._command, str(path)],
                stdin=program.DEVNULL,
                stdout=program.DEVNULL,
                stderr=program.DEVNULL,
            )
        except OSError:
            self._running = None  # the program went away: silence


def _play_nothing(path: Path) -> None:
    del path


def _play_windows(path: Path) -> None:
    if sys.platform == "win32":
        winsound.PlaySound(str(path), winsound.SND_FILENAME | winsound.SND_ASYNC)
