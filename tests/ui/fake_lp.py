"""Fake lp: a program of that name which keeps what it is given, in place of a printer."""

import os
from pathlib import Path

import pytest

from kiosk.ui.spool import Queue
from tests.ui.fake_paper import PLACE

QUEUE = Queue(name="quay", place=PLACE, model="HP LaserJet Pro M404dn")
_SCRIPT = """#!/bin/sh
printf '%s\\n' "$@" > "{folder}/arguments"
cat > "{folder}/document"
echo "lp: {complaint}" >&2
exit {code}
"""


class FakeLp:
    """What came to the printer: how it was called, and what it was given."""

    def __init__(self, folder: Path, complaint: str = "") -> None:
        self._folder = folder
        folder.mkdir()
        script = folder / "lp"
        code = 1 if complaint else 0
        script.write_text(
            _SCRIPT.format(folder=folder, complaint=complaint, code=code), "utf-8"
        )
        script.chmod(0o755)

    @property
    def arguments(self) -> list[str]:
        return (self._folder / "arguments").read_text("utf-8").splitlines()

    @property
    def document(self) -> Path:
        return self._folder / "document"

    def install(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Stand before every other `lp` of this machine."""
        path = os.environ.get("PATH", os.defpath)
        monkeypatch.setenv("PATH", f"{self._folder}{os.pathsep}{path}")
