"""Cameras: those that are plugged into this machine, by their names.

Linux tells names and what a node is for. OpenCV tells nothing of either, so
elsewhere a camera is its number.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

NODES = Path("/sys/class/video4linux")
BY_ID = Path("/dev/v4l/by-id")
NUMBERS_ELSEWHERE = 2
"""As many as are offered where nothing tells how many there are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundCamera:
    """A camera: `path` is what `--camera` takes, `label` is for people."""

    path: str
    label: str


def find_cameras(nodes: Path = NODES, by_id: Path = BY_ID) -> list[FoundCamera]:
    """Return the cameras in the order of their numbers."""
    if sys.platform != "linux":
        return [
            FoundCamera(path=str(number), label=f"Camera {number}")
            for number in range(NUMBERS_ELSEWHERE)
        ]
    links = {link.resolve().name: str(link) for link in sorted(by_id.glob("*"))}
    return [
        FoundCamera(
            # The link by serial number stays the same; the number changes.
            path=links.get(node.name, f"/dev/{node.name}"),
            label=label,
        )
        for node, label in _list_nodes(nodes)
    ]


def _list_nodes(nodes: Path) -> Iterator[tuple[Path, str]]:
    numbered = [
        (int(node.name.removeprefix("video")), node)
        for node in nodes.glob("video*")
        if node.name.removeprefix("video").isdecimal()
    ]
    for _, node in sorted(numbered):
        try:
            # A camera's further nodes carry what is about the pictures, not them.
            is_first = (node / "index").read_text(encoding="utf-8").strip() == "0"
            label = (node / "name").read_text(encoding="utf-8").strip()
        except OSError:
            continue  # it went away while it was looked at
        if is_first:
            yield node, label
