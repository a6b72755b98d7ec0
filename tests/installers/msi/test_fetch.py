"""Fetch: what is compared before anything is used."""

import hashlib
from pathlib import Path

import pytest

from installers.msi.fetch import DROPPED, FetchError, check_sha256, pick_requirements

LOCK = """\
colorama==0.4.6 ; sys_platform == 'win32' \\
    --hash=sha256:aa
idna==3.20 \\
    --hash=sha256:bb \\
    --hash=sha256:cc
zstandard==0.25.0 \\
    --hash=sha256:dd
"""


def test_the_lines_of_the_lock_are_taken_with_their_hashes() -> None:
    picked = pick_requirements(LOCK, ["idna==3.20"])
    assert picked == ("idna==3.20 \\\n    --hash=sha256:bb \\\n    --hash=sha256:cc\n")


def test_markers_are_left_out_as_pip_would_ask_this_machine() -> None:
    picked = pick_requirements(LOCK, ["colorama==0.4.6"])
    assert picked == "colorama==0.4.6 \\\n    --hash=sha256:aa\n"


def test_what_the_lock_does_not_pin_is_refused_by_name() -> None:
    with pytest.raises(FetchError, match=r"does not pin idna==3\.21: run `make lock`"):
        pick_requirements(LOCK, ["idna==3.21", "zstandard==0.25.0"])


def test_a_file_with_the_expected_hash_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "python.zip"
    path.write_bytes(b"python")
    expected = hashlib.sha256(b"python").hexdigest().upper()
    assert check_sha256(path, expected) == path


def test_another_file_is_refused_with_both_hashes(tmp_path: Path) -> None:
    path = tmp_path / "python.zip"
    path.write_bytes(b"not python")
    with pytest.raises(
        FetchError, match=r"python\.zip has SHA-256 [0-9a-f]{64}, not ab"
    ):
        check_sha256(path, "ab")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(FetchError, match=r"python\.zip is not there"):
        check_sha256(tmp_path / "python.zip", "ab")


def test_pyzbar_is_not_shipped_to_windows() -> None:
    assert "pyzbar" in DROPPED
