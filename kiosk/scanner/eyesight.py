"""Eyesight: whether a camera sees well enough to read codes, for the doctor."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from kiosk.errors import UsageError
from kiosk.payload import Direction
from kiosk.scanner.cameras import FoundCamera, find_cameras
from kiosk.scanner.reader import Gate
from kiosk.scanner.source import parse_camera_option

LEAST_HEIGHT = 720
"""A card's code of 49 modules needs two pixels for each (scanning.md 2d)."""
LEAST_FRAMES_PER_S = 10.0
"""Below this a code is in view for seconds before it is seen."""
LEAST_BRIGHTNESS = 0.06
"""Below a tenth of full light no decoder reads (scanning.md 2b)."""

ANYWHERE = Gate(name="-", direction=Direction.IN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Eyesight:
    """What a camera gave when it was looked at; `fault` where it gave nothing."""

    width: int = 0
    height: int = 0
    frames_per_s: float = 0.0
    brightness: float = 0.0
    fault: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """What was found about the cameras that are named; `code` picks the words."""

    ok: bool
    code: str
    values: Mapping[str, str] = field(default_factory=dict)


def examine_cameras(
    named: Sequence[str],
    look: Callable[[str], Eyesight],
    *,
    find: Callable[[], Sequence[FoundCamera]] = find_cameras,
) -> Diagnosis:
    """Return what is wrong with the first camera that is not well, or how all do.

    One that is not named is told by its name, and never opened.
    """
    told = []
    for text in named:
        try:
            name = parse_camera_option(text, ANYWHERE).source.name
        except UsageError as error:
            values = {"camera": text, "fault": str(error)}
            return Diagnosis(ok=False, code="unopened", values=values)
        seen = look(text)
        values = {"camera": name.removeprefix("camera:"), **_tell(seen)}
        code = judge(seen)
        if code:
            return Diagnosis(ok=False, code=code, values=values)
        told.append("{camera} {size} {rate}/s {light} %".format(**values))
    if told:
        return Diagnosis(ok=True, code="sees", values={"cameras": ", ".join(told)})
    plugged = ", ".join(f"{camera.label} ({camera.path})" for camera in find())
    code = "unused" if plugged else "none"
    return Diagnosis(ok=True, code=code, values={"cameras": plugged})


def judge(seen: Eyesight) -> str:
    """Return the code of what is wrong; empty where nothing is."""
    if seen.fault:
        return "unopened"
    if seen.brightness < LEAST_BRIGHTNESS:
        return "dark"
    if seen.height < LEAST_HEIGHT:
        return "small"
    return "slow" if seen.frames_per_s < LEAST_FRAMES_PER_S else ""


def _tell(seen: Eyesight) -> Mapping[str, str]:
    return {
        "size": f"{seen.width}x{seen.height}",
        "rate": f"{seen.frames_per_s:.0f}",
        "light": f"{100 * seen.brightness:.0f}",
        "fault": seen.fault,
    }
