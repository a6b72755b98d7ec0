"""Place: the data folder a command works on, opened."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from platformdirs import user_data_path

from kiosk.clock import system_clock
from kiosk.place import Place, open_place
from kiosk.rules import Rules
from kiosk.storage.folder import Folder, open_existing, open_or_make
from kiosk.sync.rules import read_rules


def get_folder(options: argparse.Namespace) -> Folder:
    """Return the data folder that `--data` names, or the platform's own."""
    path: Path = options.data or user_data_path("kiosk", appauthor=False)
    return Folder(path)


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
        return read_rules(connection, place.folder, place.now().boot)
