"""Words: the closed sets of the command lines, with a sentence each."""

import argparse

from kiosk.commands.lines import print_line
from kiosk.words import list_words


def run(options: argparse.Namespace) -> int:
    """Print every word of every closed set, one a line."""
    del options
    for word in list_words():
        print_line(word)
    return 0
