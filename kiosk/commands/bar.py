"""Bar: one line of a terminal that says how far sending is."""

import shutil
from collections.abc import Iterable
from typing import TextIO

from kiosk.drain import Drain
from kiosk.ui.drain_words import count, tell_left, tell_rate
from kiosk.ui.texts import Texts

WIDTH = 24
_FULL, _EMPTY = "#", "."
"""Signs that every console has; a Windows service's may know ASCII alone."""


class Bar:
    """Draws on `stream`, which is a terminal; says nothing until there is something to send.

    The line is overwritten in place and left standing at the end. `texts` are the
    languages it speaks, as many of them as the terminal is wide enough for.
    """

    def __init__(self, stream: TextIO, texts: tuple[Texts, ...]) -> None:
        self._stream = stream
        self._texts = texts
        self._drawn = ""

    def show(self, drain: Drain) -> None:
        """Draw how far it is."""
        columns = shutil.get_terminal_size().columns - 1  # the last one would wrap
        line = compose_line(drain, self._texts, columns)
        if line == self._drawn:
            return
        self._write("\r" + line.ljust(len(self._drawn)))
        self._drawn = line

    def finish(self) -> None:
        """Let the next line begin below; what was drawn stays."""
        if self._drawn:
            self._write("\n")
        self._drawn = ""

    def _write(self, text: str) -> None:
        encoding = self._stream.encoding or "ascii"
        known = text.encode(encoding, "replace").decode(encoding)
        self._stream.write(known)
        self._stream.flush()


def compose_line(drain: Drain, texts: tuple[Texts, ...], columns: int) -> str:
    """Return the bar with what fits beside it of counts, rate and time left."""
    share = drain.done / drain.total if drain.total else 1.0
    full = int(WIDTH * share)
    line = f"[{_FULL * full}{_EMPTY * (WIDTH - full)}] {int(100 * share):3} %"
    for part in _list_parts(drain, texts):
        if len(line) + len(part) + 2 > columns:
            break
        line += f"  {part}"
    return line[:columns]


def _list_parts(drain: Drain, texts: tuple[Texts, ...]) -> list[str]:
    first = texts[0]
    parts = [f"{count(drain.done, first)}/{count(drain.total, first)}"]
    if drain.left_s is not None:
        parts.append(
            _join(
                one.say("drain.left", left=tell_left(drain.left_s, one))
                for one in texts
            )
        )
    if drain.rate_per_s is not None:
        parts.append(_join(tell_rate(drain.rate_per_s, one) for one in texts))
    return parts


def _join(told: Iterable[str]) -> str:
    return " / ".join(told)
