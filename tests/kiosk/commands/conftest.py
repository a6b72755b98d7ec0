"""Conftest: the options of a command, as the command line gives them."""

import argparse
from collections.abc import Callable

import pytest

from kiosk.export.overdue import carry
from kiosk.options import make_parser
from kiosk.storage.folder import Folder
from kiosk.storage.migration import upgrade

Ask = Callable[..., argparse.Namespace]


@pytest.fixture
def ask(folder: Folder) -> Ask:
    """Return what parses a command for a folder that holds an empty database."""

    def parse(*command: str) -> argparse.Namespace:
        options = make_parser().parse_args([*command, "--data", str(folder.path)])
        options.upgrade = upgrade
        options.carry = carry
        return options

    return parse
