"""Status: how the kiosk is."""

import argparse

from kiosk.commands.lines import print_line
from kiosk.commands.place import open_to_look
from kiosk.status import read_status


def run(options: argparse.Namespace) -> int:
    """Print how the kiosk is; works beside a running one."""
    with open_to_look(options) as place:
        print_line(read_status(place))
    return 0
