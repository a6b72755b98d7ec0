"""Place: the data folder a command works on, opened."""

import argparse
import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from platformdirs import user_data_path

from kiosk.clock import system_clock
from kiosk.config import Config, load_config
from kiosk.managed import Managed, apply, load_managed
from kiosk.place import Place, open_place
from kiosk.rules import Rules
from kiosk.storage.folder import Folder, open_existing, open_or_make
from kiosk.sync.route import Route, plan
from kiosk.sync.rules import read_rules


def get_folder(options: argparse.Namespace) -> Folder:
    """Return the data folder that `--data` names, or the platform's own."""
    path: Path = options.data or user_data_path("kiosk", appauthor=False)
    return Folder(path)


def name_user() -> str:
    """Return who runs the command, for the admin log."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # an account without a name
        return "unknown"


def load_settings(options: argparse.Namespace) -> tuple[Managed, Config]:
    """Return what the policy fixes, and this machine's settings under it.

    Raises:
        UsageError: naming the key, its value and what to do.
    """
    managed = load_managed(options.policy)
    return managed, apply(managed, load_config(get_folder(options).config))


def read_route(options: argparse.Namespace) -> Route:
    """Return which way to the province the settings name."""
    return plan(load_settings(options)[1])


@contextmanager
def open_to_work(options: argparse.Namespace) -> Iterator[Place]:
    """Open the place, making its database where there never was one."""
    folder = get_folder(options)
    database = open_or_make(folder, options.upgrade)
    try:
        yield open_place(folder, database, system_clock())
    finally:
        database.close()


@contextmanager
def open_to_look(options: argparse.Namespace) -> Iterator[Place]:
    """Open the place that is there; make nothing."""
    folder = get_folder(options)
    database = open_existing(folder, options.upgrade)
    try:
        yield open_place(folder, database, system_clock())
    finally:
        database.close()


def read_rules_in_use(options: argparse.Namespace) -> Rules:
    """Return what the kiosk in `--data` decides by."""
    with open_to_look(options) as place, place.database.read() as connection:
        return read_rules(connection, place.folder)
