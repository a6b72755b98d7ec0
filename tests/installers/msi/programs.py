"""Programs: small Windows program files, built for tests."""

import struct
from collections.abc import Sequence

_OPTIONAL = 0x98
_DIRECTORIES = _OPTIONAL + 112
_SECTIONS = _DIRECTORIES + 16 * 8
_BODY = 0x200
_ADDRESS = 0x1000


def a_program(
    *,
    imports: Sequence[str] = (),
    exports: Sequence[str] = (),
    version: tuple[int, int, int, int] | None = None,
    signature: bytes = b"",
) -> bytes:
    """Return a 64-bit DLL that no Windows would run, but whose tables are right."""
    body = bytearray(_make_imports(imports))
    exported = _ADDRESS + len(body)
    body += _make_exports(exports, exported)
    if version is not None:
        high, low = version[0] << 16 | version[1], version[2] << 16 | version[3]
        body += b"\xbd\x04\xef\xfe" + struct.pack("<III", 0x10000, high, low)
    body += b"\0" * (-len(body) % 8)
    end = _BODY + len(body)
    head = bytearray(_BODY)
    head[:2] = b"MZ"
    struct.pack_into("<I", head, 0x3C, 0x80)
    head[0x80:0x84] = b"PE\0\0"
    struct.pack_into("<HH12xH", head, 0x84, 0x8664, 1, _SECTIONS - _OPTIONAL)
    struct.pack_into("<H", head, _OPTIONAL, 0x20B)
    struct.pack_into("<I", head, _DIRECTORIES - 4, 16)
    struct.pack_into("<II", head, _DIRECTORIES + 8, _ADDRESS, 20 * (len(imports) + 1))
    if exports:
        struct.pack_into("<II", head, _DIRECTORIES, exported, 40)
    if signature:
        struct.pack_into("<II", head, _DIRECTORIES + 32, end, 8 + len(signature))
    struct.pack_into(
        "<8sIIII", head, _SECTIONS, b".text", len(body), _ADDRESS, len(body), _BODY
    )
    table = struct.pack("<IHH", 8 + len(signature), 0x200, 2) + signature
    return bytes(head) + bytes(body) + (table if signature else b"")


def _make_imports(names: Sequence[str]) -> bytes:
    table, texts = b"", b""
    start = 20 * (len(names) + 1)
    for name in names:
        table += struct.pack("<12xI4x", _ADDRESS + start + len(texts))
        texts += name.encode("ascii") + b"\0"
    return table + b"\0" * 20 + texts


def _make_exports(names: Sequence[str], address: int) -> bytes:
    if not names:
        return b""
    table, texts = b"", b""
    start = address + 40 + 4 * len(names)
    for name in names:
        table += struct.pack("<I", start + len(texts))
        texts += name.encode("ascii") + b"\0"
    return struct.pack("<24xI4xI4x", len(names), address + 40) + table + texts
