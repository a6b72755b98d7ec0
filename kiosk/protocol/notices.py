"""Notices: what the province tells the staff of single points, one JSON document of the roster."""

from collections.abc import Mapping

import msgspec

TARGET = "notices.json"
LONGEST = 300
"""Letters of one notice that are taken."""


class Notices(msgspec.Struct, frozen=True, kw_only=True):
    """Texts by the point that they are for; other points show nothing."""

    points: dict[str, str] = {}


def encode(points: Mapping[str, str]) -> bytes:
    """Return the document; the same notices are always the same bytes."""
    return msgspec.json.encode(Notices(points=dict(sorted(points.items()))))


def find(data: bytes, point: str) -> str:
    """Return what `point` is told, empty where nothing, or nothing that can be read."""
    try:
        document = msgspec.json.decode(data, type=Notices)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return ""
    return " ".join(document.points.get(point, "").split())[:LONGEST]
