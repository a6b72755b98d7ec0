"""Window: the kiosk as people see it."""

import argparse
import os
import sys
from contextlib import ExitStack
from functools import partial

from kiosk.commands.lines import print_line
from kiosk.commands.place import get_folder
from kiosk.commands.running import (
    Running,
    RunsAlreadyError,
    freeze_start,
    open_road,
)
from kiosk.errors import OutsideError
from kiosk.scanner.glimpse import Watched
from kiosk.storage.folder import Folder
from kiosk.ui.instance import ring
from kiosk.ui.main import AGAIN, run_window
from kiosk.ui.posts import Posts
from kiosk.ui.preview import Camera
from kiosk.ui.station import Files


def run(options: argparse.Namespace) -> int:
    """Run the kiosk in its window; return the exit code."""
    _refuse_no_display()
    try:
        while (code := _run_window(options)) == AGAIN:
            pass  # the road is composed anew, of the place as it is set up now
    except RunsAlreadyError:
        ring(get_folder(options).bell)
        raise
    return code


def _run_window(options: argparse.Namespace) -> int:
    with open_road(options) as running, ExitStack() as opened:
        return run_window(
            running.road,
            title=running.title,
            gate=running.gate,
            fullscreen=running.config.full_screen and not options.windowed,
            on_ready=_tell_ready,
            on_settled=freeze_start,
            posts=Posts(
                load=partial(options.load_behind, options, running, opened),
                has_desk=running.config.reception,
                has_counter=True,
                is_enrolled=running.place.enrolment is not None,
            ),
            camera=_find_camera(running),
            files=_find_files(running.place.folder),
            config=running.config,
        )


def _find_camera(running: Running) -> Camera | None:
    """Return the first reader that can be watched, for the preview."""
    watched = [one for one in running.readers if isinstance(one, Watched)]
    if not watched:
        return None
    return Camera(reader=watched[0], mirrored=running.config.camera_mirrored)


def _find_files(folder: Folder) -> Files:
    return Files(crash_log=folder.crash_log, bell=folder.bell)


def _tell_ready() -> None:
    print_line({"ready": True})


def _refuse_no_display() -> None:
    named = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if sys.platform == "linux" and not any(os.environ.get(name) for name in named):
        raise OutsideError(
            "There is no display: set DISPLAY, or run without a window by --headless."
        )
