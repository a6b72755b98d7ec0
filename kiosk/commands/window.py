"""Window: the kiosk as people see it."""

import argparse
import os
import sys
from contextlib import AbstractContextManager, nullcontext
from functools import partial

from kiosk.commands.lines import print_line
from kiosk.commands.place import get_folder, load_settings
from kiosk.commands.running import (
    Running,
    RunsAlreadyError,
    freeze_start,
    open_road,
)
from kiosk.errors import OutsideError
from kiosk.reception import Desk
from kiosk.scanner.glimpse import Watched
from kiosk.storage.folder import Folder
from kiosk.ui.instance import ring
from kiosk.ui.keyboard_session import Typing
from kiosk.ui.main import AGAIN, run_window
from kiosk.ui.paper import choose_paper
from kiosk.ui.preview import Camera
from kiosk.ui.setup.calls import Key
from kiosk.ui.setup.desk import Ground, SetupDesk, is_first_run
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
    with open_road(options) as running, _open_desk(running) as desk:
        return run_window(
            running.road,
            title=running.title,
            gate=running.gate,
            fullscreen=running.config.full_screen and not options.windowed,
            on_ready=_tell_ready,
            desk=desk,
            open_paper=partial(
                choose_paper, running.config.printer, running.place.folder.papers
            ),
            camera=_find_camera(running),
            typing=Typing(
                method=running.config.typing,
                keyboard=running.config.on_screen_keyboard,
            ),
            files=_find_files(running.place.folder),
            open_counter=running.road.counter,
            open_admin=partial(
                options.open_admin,
                running.place,
                running.road.submit,
                running.gate,
                set_up=_open_setup(options, running).set_up,
            ),
            config=running.config,
            is_enrolled=running.place.enrolment is not None,
            is_first_run=is_first_run(running.place),
        )


def _open_setup(options: argparse.Namespace, running: Running) -> SetupDesk:
    named = {
        Key.GATE: options.gate,
        Key.DIRECTION: options.direction,
        Key.CAMERA: options.camera,
    }
    ground = Ground(
        file=running.place.folder.config,
        started=running.config,
        managed=load_settings(options)[0],
        overridden=frozenset(key for key, value in named.items() if value),
    )
    return SetupDesk(running.place, ground, partial(options.examine, options))


def _find_camera(running: Running) -> Camera | None:
    """Return the first reader that can be watched, for the preview."""
    watched = [one for one in running.readers if isinstance(one, Watched)]
    if not watched:
        return None
    return Camera(reader=watched[0], mirrored=running.config.camera_mirrored)


def _find_files(folder: Folder) -> Files:
    return Files(crash_log=folder.crash_log, bell=folder.bell)


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
