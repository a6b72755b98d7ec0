"""Spool: hands a document to a printer of the system, out of memory alone."""

import logging
import subprocess
from dataclasses import dataclass

log = logging.getLogger(__name__)

TITLE = "Kiosk"
"""What a job is called: everybody who may print sees the names of jobs."""
WITHIN_S = 15.0
"""A window that is closed waits for it, and systemd for the window's beat 20 s."""
_NO_PAPER = ("pdf", "xps", "onenote", "fax")
"""In name or model of what is called a printer, and makes files or sends them off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """A printer, as the system knows it; `place` is what people call it."""

    name: str
    place: str
    model: str = ""

    @property
    def has_paper(self) -> bool:
        """Say whether it puts things on paper, as far as its names tell."""
        said = f"{self.name} {self.place} {self.model}".lower()
        return not any(word in said for word in _NO_PAPER)


def send(queue: Queue, document: bytes) -> bool:
    """Say whether the spooler took `document`, a PDF of A4, for `queue`.

    Qt would write it into a temporary file first (`cupsTempFd`); `lp` passes on
    what it is given as it comes.
    """
    command = ("lp", "-d", queue.name, "-t", TITLE, "-o", "media=A4")
    try:
        done = subprocess.run(
            command,
            input=document,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            timeout=WITHIN_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        log.warning("printer %s not reached: %s", queue.name, type(error).__name__)
        return False
    if done.returncode:
        why = done.stderr.decode(errors="replace").strip()
        log.warning("printer %s took nothing: %s", queue.name, why)
    return done.returncode == 0
