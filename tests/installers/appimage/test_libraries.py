"""A bundle keeps every library that something in it needs, and no other."""

import struct
import sys
from pathlib import Path

import pytest

from installers.appimage.libraries import (
    find_missing,
    find_unneeded,
    is_binary,
    is_loadable,
    parse_cache,
    parse_needed,
)

DYNAMIC = """
Dynamic section at offset 0x2df0 contains 26 entries:
  Tag        Type                         Name/Value
 0x0000000000000001 (NEEDED)             Shared library: [libQt6Core.so.6]
 0x0000000000000001 (NEEDED)             Shared library: [libc.so.6]
 0x000000000000000e (SONAME)             Library soname: [libQt6Gui.so.6]
"""

CACHE = """1 libs found in cache
\tlibX11.so.6 (libc6,x86-64) => /lib/x86_64-linux-gnu/libX11.so.6
\tlibX11.so.6 (libc6) => /lib/i386-linux-gnu/libX11.so.6
\tlibX11.so.6 (libc6,x86-64) => /opt/later/libX11.so.6
"""

NEEDS = {
    "kiosk": frozenset({"libpython3.so", "libc.so.6"}),
    "libpython3.so": frozenset({"libm.so.6"}),
    "libqxcb.so": frozenset({"libxcb.so.1", "libcups.so.2"}),
    "libgtk.so": frozenset({"libgdk.so"}),
    "libgdk.so": frozenset({"libgtk.so"}),
}


def test_the_libraries_that_a_binary_names_are_read() -> None:
    assert parse_needed(DYNAMIC) == {"libQt6Core.so.6", "libc.so.6"}


def test_the_machine_s_first_library_of_our_kind_is_taken() -> None:
    assert parse_cache(CACHE) == {
        "libX11.so.6": Path("/lib/x86_64-linux-gnu/libX11.so.6")
    }


def test_libraries_that_only_need_each_other_are_not_needed() -> None:
    assert find_unneeded(NEEDS, ["kiosk", "libqxcb.so", "not-there"]) == {
        "libgtk.so",
        "libgdk.so",
    }


def test_what_is_needed_and_nowhere_is_missing_but_what_is_the_machine_s() -> None:
    assert find_missing(NEEDS) == {"libxcb.so.1"}


def test_a_program_is_a_binary_and_a_text_is_none(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("ELF", encoding="ascii")
    paths = (Path(sys.executable), tmp_path / "text", tmp_path)
    assert [is_binary(path) for path in paths] == [True, False, False]


def make_program(*segments: tuple[int, int, int]) -> bytes:
    """Return an ELF file's head with segments of (kind, offset, address)."""
    program = bytearray(64 + 56 * len(segments))
    struct.pack_into("<Q", program, 0x20, 64)
    struct.pack_into("<HH", program, 0x36, 56, len(segments))
    for number, (kind, offset, address) in enumerate(segments):
        at = 64 + 56 * number
        struct.pack_into("<IIQQ", program, at, kind, 0, offset, address)
    return bytes(program)


@pytest.mark.parametrize(
    ("segments", "loadable"),
    [
        ([(1, 0, 0), (1, 0x1234, 0x5234)], True),
        ([(1, 0, 0), (1, 0x1234, 0x5238)], False),
        ([(6, 0x40, 0x48), (1, 0, 0)], True),
    ],
)
def test_a_binary_that_strip_has_spoilt_is_told(
    segments: list[tuple[int, int, int]], *, loadable: bool
) -> None:
    assert is_loadable(make_program(*segments)) == loadable
