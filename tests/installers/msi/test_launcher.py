"""Launcher: the icon that Windows shows."""

import struct

from installers.msi.launcher import pack_icon


def test_an_icon_holds_each_picture_where_it_says() -> None:
    pictures = {16: b"sixteen", 256: b"large"}
    icon = pack_icon(pictures)
    assert struct.unpack_from("<HHH", icon) == (0, 1, 2)
    for number, picture in enumerate(pictures.values()):
        size, offset = struct.unpack_from("<II", icon, 6 + 16 * number + 8)
        assert icon[offset : offset + size] == picture


def test_256_pixels_are_written_as_0() -> None:
    assert pack_icon({256: b""})[6:8] == b"\0\0"
