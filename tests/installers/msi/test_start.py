"""Start: streams for a program that Windows started without a console."""

import sys
from pathlib import Path

import pytest

from installers.msi.start import open_streams


def test_what_is_said_to_people_goes_to_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, None)
    open_streams(tmp_path / "logs")
    with sys.stdin, sys.stdout, sys.stderr:
        sys.stdout.write('{"ready":true}\n')
        sys.stderr.write("kiosk: Không có mạng.\n")
    said = (tmp_path / "logs" / "kiosk.log").read_text(encoding="utf-8")
    assert said == "kiosk: Không có mạng.\n"


def test_a_console_is_left_alone(tmp_path: Path) -> None:
    before = (sys.stdin, sys.stdout, sys.stderr)
    open_streams(tmp_path / "logs")
    assert (sys.stdin, sys.stdout, sys.stderr) == before
    assert not (tmp_path / "logs").exists()
