"""The recovery passphrase is read from a file, or from whoever types."""

import io
from pathlib import Path

import pytest

from kiosk.commands.passphrase import read_passphrase
from kiosk.errors import OutsideError


def test_a_file_is_read_as_editors_write_it(tmp_path: Path) -> None:
    path = tmp_path / "passphrase"
    path.write_bytes(b"\xef\xbb\xbfAB2CD-EF3GH\r\n")
    assert read_passphrase(path) == "AB2CD-EF3GH"


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(OutsideError, match="type the passphrase"):
        read_passphrase(tmp_path / "missing")


def test_without_a_file_a_line_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("AB2CD\nmore\n"))
    assert read_passphrase(None) == "AB2CD"
