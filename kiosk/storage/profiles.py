"""Profiles: what was taught about each reader, by the reader's name."""

import msgspec

from kiosk.scanner.framing import Terminator
from kiosk.scanner.teaching import Profile
from kiosk.storage import settings
from kiosk.storage.connection import Connection

_NAME = "reader_profiles"


def read(connection: Connection) -> dict[str, Profile]:
    """Return every profile; none where a newer program's can't be read."""
    kept = settings.get(connection, _NAME)
    if kept is None:
        return {}
    try:
        found = msgspec.json.decode(kept, type=list[Profile])
    except msgspec.DecodeError:
        return {}  # it only spares silence: the reader is learned again
    return {profile.reader: profile for profile in found}


def put(connection: Connection, profile: Profile) -> None:
    """Keep a profile in place of the reader's earlier one."""
    known = read(connection) | {profile.reader: profile}
    settings.put(connection, _NAME, msgspec.json.encode(list(known.values())))


def read_terminators(connection: Connection) -> dict[str, Terminator]:
    """Return what each reader that was taught ends its codes with."""
    known = {one.value: one for one in Terminator if one.value}
    return {
        name: known[profile.suffix]
        for name, profile in read(connection).items()
        if profile.suffix in known
    }
