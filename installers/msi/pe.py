"""PE: what a Windows program file says of itself: its version, imports and signature."""

import hashlib
import struct
from collections.abc import Iterator
from dataclasses import dataclass

_FIXED_VERSION = b"\xbd\x04\xef\xfe"
"""VS_FIXEDFILEINFO's first four bytes."""

_DELAYED = 13
_EXPORTED = 0
_IMPORTED = 1
_SIGNED = 4
"""Places in the optional header's table of directories."""


@dataclass(frozen=True, slots=True)
class _Section:
    address: int
    size: int
    offset: int


@dataclass(frozen=True, slots=True)
class _Headers:
    checksum: int
    directories: int
    count: int
    sections: tuple[_Section, ...]


def is_program(content: bytes) -> bool:
    """Say whether `content` is an EXE, DLL or PYD."""
    if content[:2] != b"MZ" or len(content) < 0x40:
        return False
    (start,) = struct.unpack_from("<I", content, 0x3C)
    return content[start : start + 4] == b"PE\0\0"


def read_version(content: bytes) -> str:
    """Return the file version as MSI writes it, "" where the file has none."""
    place = content.find(_FIXED_VERSION)
    if place < 0:
        return ""
    high, low = struct.unpack_from("<II", content, place + 8)
    return f"{high >> 16}.{high & 0xFFFF}.{low >> 16}.{low & 0xFFFF}"


def find_imports(content: bytes) -> frozenset[str]:
    """Return the names of the DLLs that the loader wants, in lower case."""
    headers = _read_headers(content)
    return frozenset(
        (
            *_find_names(content, headers, _IMPORTED, size=20, name_at=12),
            *_find_names(content, headers, _DELAYED, size=32, name_at=4),
        )
    )


def find_exports(content: bytes) -> frozenset[str]:
    """Return the names that a DLL offers."""
    headers = _read_headers(content)
    address, length = _read_directory(content, headers, _EXPORTED)
    if length == 0:
        return frozenset()
    directory = _find_offset(headers, address)
    (count,) = struct.unpack_from("<I", content, directory + 24)
    (names,) = struct.unpack_from("<I", content, directory + 32)
    table = _find_offset(headers, names) if count else 0
    return frozenset(
        _read_name(content, headers, name)
        for name in struct.unpack_from(f"<{count}I", content, table)
    )


def read_signature(content: bytes) -> bytes:
    """Return the first PKCS#7 of the certificate table, b"" where there is none."""
    headers = _read_headers(content)
    offset, size = _read_directory(content, headers, _SIGNED)
    if size == 0:
        return b""
    (length,) = struct.unpack_from("<I", content, offset)
    return content[offset + 8 : offset + length]


def hash_signed_part(content: bytes, algorithm: str) -> bytes:
    """Return the Authenticode digest: all but checksum, directory entry, table."""
    headers = _read_headers(content)
    entry = headers.directories + 8 * _SIGNED
    offset, size = _read_directory(content, headers, _SIGNED)
    end = offset if size else len(content)
    digest = hashlib.new(algorithm)
    digest.update(content[: headers.checksum])
    digest.update(content[headers.checksum + 4 : entry])
    digest.update(content[entry + 8 : end])
    digest.update(content[end + size :])
    return digest.digest()


def _read_headers(content: bytes) -> _Headers:
    (start,) = struct.unpack_from("<I", content, 0x3C)
    sections, optional_size = struct.unpack_from("<H12xH", content, start + 6)
    optional = start + 24
    (magic,) = struct.unpack_from("<H", content, optional)
    directories = optional + (112 if magic == 0x20B else 96)
    (count,) = struct.unpack_from("<I", content, directories - 4)
    return _Headers(
        checksum=optional + 64,
        directories=directories,
        count=count,
        sections=tuple(_read_sections(content, optional + optional_size, sections)),
    )


def _read_sections(content: bytes, start: int, count: int) -> Iterator[_Section]:
    for number in range(count):
        size, address, raw_size, offset = struct.unpack_from(
            "<IIII", content, start + 40 * number + 8
        )
        yield _Section(address, max(size, raw_size), offset)


def _read_directory(content: bytes, headers: _Headers, place: int) -> tuple[int, int]:
    if place >= headers.count:
        return 0, 0
    address, size = struct.unpack_from("<II", content, headers.directories + 8 * place)
    return address, size


def _find_names(
    content: bytes, headers: _Headers, place: int, *, size: int, name_at: int
) -> Iterator[str]:
    address, length = _read_directory(content, headers, place)
    if length == 0:
        return
    offset = _find_offset(headers, address)
    while name := struct.unpack_from("<I", content, offset + name_at)[0]:
        yield _read_name(content, headers, name).lower()
        offset += size


def _read_name(content: bytes, headers: _Headers, address: int) -> str:
    start = _find_offset(headers, address)
    return content[start : content.index(b"\0", start)].decode("ascii")


def _find_offset(headers: _Headers, address: int) -> int:
    for section in headers.sections:
        if section.address <= address < section.address + section.size:
            return address - section.address + section.offset
    raise ValueError(f"Address {address:#x} lies in no section: the file is damaged.")
