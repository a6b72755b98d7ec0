"""Behind: what the screens behind the window's gate ask, opened once they are loaded."""

import argparse
from contextlib import ExitStack
from functools import partial

from kiosk.commands.place import load_settings
from kiosk.commands.running import SETTLED_WITHIN_S, Running
from kiosk.ui.behind import Open, Openings, compose
from kiosk.ui.keyboard_session import Typing
from kiosk.ui.paper import choose_paper
from kiosk.ui.setup.calls import Key
from kiosk.ui.setup.desk import Ground, SetupDesk, is_first_run


def prepare(options: argparse.Namespace, running: Running, opened: ExitStack) -> Open:
    """Return what opens the screens of the place that is `running`.

    A desk is closed with `opened`, once the window has let go of it.
    """
    config, place = running.config, running.place
    desk = running.road.desk(running.gate.name) if config.reception else None
    openings = Openings(
        desk=None if desk is None else opened.enter_context(desk),
        open_paper=partial(choose_paper, config.printer, place.folder.papers),
        open_counter=running.road.counter,
        open_admin=partial(
            options.open_admin,
            place,
            running.road.submit,
            running.gate,
            set_up=_open_setup(options, running).set_up,
        ),
        is_enrolled=place.enrolment is not None,
        is_first_run=is_first_run(place),
        typing=Typing(method=config.typing, keyboard=config.on_screen_keyboard),
    )
    running.road.settle(SETTLED_WITHIN_S)  # then all that was loaded is frozen
    return partial(compose, openings)


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
