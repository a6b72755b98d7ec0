"""PIN: the admin's, taken away where it was forgotten."""

import argparse

from kiosk.commands.lines import print_line, print_words
from kiosk.commands.place import name_user, open_to_look
from kiosk.storage.pin import drop_pin


def run(options: argparse.Namespace) -> int:
    """Forget the PIN; who can open the data folder needs no other leave."""
    with open_to_look(options) as place:
        was_set = drop_pin(place.database, at=place.now(), who=name_user())
    print_line({"reset": was_set})
    print_words(
        "kiosk: the PIN is forgotten. Press F10 at the kiosk now and set a new one."
        if was_set
        else "kiosk: there is no PIN. Press F10 at the kiosk and set one."
    )
    return 0 if was_set else 1
