"""Conftest: the options of a command, as the command line gives them."""

import argparse
from collections.abc import Callable

import pytest

from kiosk.cli import lend
from kiosk.options import make_parser
from kiosk.storage.folder import Folder

Ask = Callable[..., argparse.Namespace]


@pytest.fixture
def ask(folder: Folder) -> Ask:
    """Return what parses a command for a folder that holds an empty database."""

    def parse(*command: str) -> argparse.Namespace:
        options = make_parser().parse_args([*command, "--data", str(folder.path)])
        lend(options)
        return options

    return parse
