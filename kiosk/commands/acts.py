"""Acts: what staff do about an entry afterwards, each a new entry."""

import argparse
from uuid import UUID

from kiosk.commands.lines import print_line, print_words
from kiosk.commands.place import open_to_look
from kiosk.errors import UsageError
from kiosk.lane import Refusal
from kiosk.place import make_lane
from kiosk.protocol.content import Act

_WORDS = {
    Refusal.UNKNOWN_ENTRY: "there is no presented entry with this id",
    Refusal.ALREADY_VOID: "this entry is already void",
    Refusal.NOT_A_CHECK: "only a CHECK is settled",
    Refusal.ALREADY_SETTLED: "this CHECK is already settled",
}


def void(options: argparse.Namespace) -> int:
    """Record that an entry does not count."""
    entry_id = _parse_entry(options.entry)
    with open_to_look(options) as place, make_lane(place) as lane:
        return _print("voids", entry_id, lane.void(entry_id, options.reason))


def settle(options: argparse.Namespace) -> int:
    """Record how staff settled a CHECK."""
    entry_id = _parse_entry(options.entry)
    with open_to_look(options) as place, make_lane(place) as lane:
        return _print("settles", entry_id, lane.settle(entry_id, Act(options.act)))


def _parse_entry(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise UsageError(
            f"Entry '{text}' is not an entry id: take it from `entry_id` of a decision."
        ) from error


def _print(key: str, entry_id: UUID, made: UUID | Refusal) -> int:
    match made:
        case UUID():
            print_line({"entry_id": str(made), key: str(entry_id)})
            return 0
        case Refusal():
            print_line({"entry_id": None, key: str(entry_id), "reason": made.value})
            print_words(f"kiosk: {_WORDS[made]}.")
            return 1
