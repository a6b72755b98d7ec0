"""Window: the kiosk as people see it."""

import argparse
import os
import sys
from contextlib import AbstractContextManager, nullcontext
from functools import partial

from kiosk.commands.lines import print_line
from kiosk.commands.running import Running, freeze_start, open_road
from kiosk.errors import OutsideError
from kiosk.reception import Desk
from kiosk.ui.main import run_window


def run(options: argparse.Namespace) -> int:
    """Run the kiosk in its window; return the exit code."""
    _refuse_no_display()
    with open_road(options) as running, _open_desk(running) as desk:
        return run_window(
            running.road,
            title=running.title,
            gate=running.gate,
            fullscreen=running.config.full_screen and not options.windowed,
            on_ready=_tell_ready,
            desk=desk,
            open_admin=partial(options.open_admin, running.place),
        )


def _open_desk(running: Running) -> AbstractContextManager[Desk | None]:
    """Open the reception's desk, where this point has one."""
    if not running.config.reception:
        return nullcontext()
    return running.road.desk(running.gate.name)


def _tell_ready() -> None:
    freeze_start()
    print_line({"ready": True})


def _refuse_no_display() -> None:
    named = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if sys.platform == "linux" and not any(os.environ.get(name) for name in named):
        raise OutsideError(
            "There is no display: set DISPLAY, or run without a window by --headless."
        )
