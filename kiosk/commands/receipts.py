"""Receipts: settle entries from the file that the province gave back."""

import argparse

from kiosk.commands.lines import print_line
from kiosk.commands.place import open_to_look
from kiosk.export.receipts import take_receipts


def run(options: argparse.Namespace) -> int:
    """Settle and print how many; exit 1 where the province refused some."""
    with open_to_look(options) as place:
        done = take_receipts(place, options.file)
    print_line(
        {"settled": done.settled, "refused": done.refused, "unknown": done.unknown}
    )
    return 1 if done.refused else 0
