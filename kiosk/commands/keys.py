"""Keys: the slots that open the database."""

import argparse

from kiosk.commands.lines import print_line
from kiosk.commands.place import get_folder
from kiosk.storage import slots
from kiosk.storage.slots import SlotKind


def run(options: argparse.Namespace) -> int:
    """List the slots; a key file beside the database is weak."""
    held = slots.load(get_folder(options).slots)
    print_line(
        {
            "slots": [
                {"kind": slot.kind.value, "weak": slot.kind is SlotKind.KEY_FILE}
                for slot in held.slots
            ]
        }
    )
    return 0
