"""Camera probe: what a camera gives within a second, for the doctor.

The doctor asks it in a process of its own, where a driver may hang or crash.
"""

import json
import sys
import time

from kiosk.payload import Direction
from kiosk.scanner.capture import CAPTURE_FAULTS, Capture, open_capture, to_gray
from kiosk.scanner.reader import Gate
from kiosk.scanner.source import parse_camera_option

WATCHED_S = 1.0
LEAST_FRAMES = 3
"""A slow camera is watched for longer: its first frames take time."""
MOST_S = 5.0
ANYWHERE = Gate(name="-", direction=Direction.IN)


def run(text: str) -> int:
    """Print what the camera of a `--camera` option gives, or why it gives nothing."""
    source = parse_camera_option(text, ANYWHERE).source
    try:
        capture = open_capture(source)
    except CAPTURE_FAULTS as error:
        seen: dict[str, object] = {"fault": str(error)}
    else:
        seen = watch(capture)
        capture.close()
    sys.stdout.write(json.dumps(seen) + "\n")
    return 0


def watch(capture: Capture) -> dict[str, object]:
    """Return size, frames a second and brightness (0 to 1), or the fault."""
    picture = None
    frames = 0
    began_s = time.monotonic()
    elapsed_s = 0.0
    while elapsed_s < WATCHED_S or (frames < LEAST_FRAMES and elapsed_s < MOST_S):
        if not capture.grab():
            break
        picture = capture.retrieve()
        frames += picture is not None
        elapsed_s = time.monotonic() - began_s
    if picture is None:
        return {"fault": capture.ending}
    gray = to_gray(picture)
    return {
        "width": gray.shape[1],
        "height": gray.shape[0],
        "frames_per_s": round(frames / max(elapsed_s, 0.001), 1),
        "brightness": round(float(gray.mean()) / 255, 3),
    }
