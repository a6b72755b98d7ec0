"""An AppImage is a marked runtime with an image behind its end; a wrong runtime is refused."""

import hashlib
import struct
from pathlib import Path

import pytest

from installers.appimage.image import (
    MAGIC,
    WrongRuntimeError,
    check_runtime,
    find_end,
    join,
)

SECTIONS_AT, SECTIONS = 0x80, 3
SIZE = SECTIONS_AT + 64 * SECTIONS


def make_runtime(*, marked: bool = False) -> bytes:
    program = bytearray(SIZE)
    program[:4] = b"\x7fELF"
    if marked:
        program[8:11] = MAGIC
    struct.pack_into("<Q", program, 0x28, SECTIONS_AT)
    struct.pack_into("<HH", program, 0x3A, 64, SECTIONS)
    return bytes(program)


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def test_our_own_runtime_is_marked_and_nothing_else_is_changed() -> None:
    assert check_runtime(make_runtime(), None) == make_runtime(marked=True)


def test_the_image_starts_where_the_section_headers_end() -> None:
    assert find_end(make_runtime()) == SIZE


def test_another_s_runtime_is_taken_by_its_hash() -> None:
    given = make_runtime(marked=True)
    assert check_runtime(given, digest(given).upper()) == given


@pytest.mark.parametrize(
    ("runtime", "sha256", "words"),
    [
        (b"#!/bin/sh\n", None, "no ELF"),
        (make_runtime(marked=True), "00" * 32, "SHA-256 is"),
        (make_runtime(), digest(make_runtime()), "not of an AppImage"),
        (make_runtime() + b"x", None, "does not end"),
    ],
)
def test_a_wrong_runtime_is_refused(
    runtime: bytes, sha256: str | None, words: str
) -> None:
    with pytest.raises(WrongRuntimeError, match=words):
        check_runtime(runtime, sha256)


def test_the_two_are_joined_into_a_program(tmp_path: Path) -> None:
    (tmp_path / "squashfs").write_bytes(b"hsqs")
    result = tmp_path / "Kiosk.AppImage"
    join(make_runtime(), tmp_path / "squashfs", result)
    assert result.read_bytes() == make_runtime() + b"hsqs"
    assert (result.stat().st_mode & 0o777, len(list(tmp_path.iterdir()))) == (0o755, 2)
