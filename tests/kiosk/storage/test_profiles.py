"""Profiles are kept by the reader's name, and tell framing what ends a code."""

import msgspec
import pytest

from kiosk.scanner.framing import Terminator
from kiosk.scanner.teaching import describe
from kiosk.storage import profiles, settings
from kiosk.storage.database import Database
from tests.readers import SERIAL, WEDGE, hear_dropping, hear_serial, read_all

GOOD = describe(SERIAL, read_all(hear_serial))
POOR = describe(WEDGE, read_all(hear_dropping))


def test_a_profile_is_read_as_it_was_put(database: Database) -> None:
    with database.write() as connection:
        for profile in (GOOD, POOR, msgspec.structs.replace(POOR, suffix="")):
            profiles.put(connection, profile)
        kept = profiles.read(connection)
    assert kept == {SERIAL: GOOD, WEDGE: msgspec.structs.replace(POOR, suffix="")}


@pytest.mark.parametrize(
    ("suffix", "expected"),
    [("\r", {SERIAL: Terminator.CR}), ("\r\n", {SERIAL: Terminator.CRLF}), ("", {})],
)
def test_framing_is_told_what_was_taught(
    database: Database, suffix: str, expected: dict[str, Terminator]
) -> None:
    with database.write() as connection:
        profiles.put(connection, msgspec.structs.replace(GOOD, suffix=suffix))
        assert profiles.read_terminators(connection) == expected


@pytest.mark.parametrize("kept", [b"[]", b'[{"reader": 1}]', b"{}", b"\xff", b""])
def test_what_can_not_be_read_is_no_profile(database: Database, kept: bytes) -> None:
    with database.write() as connection:
        settings.put(connection, "reader_profiles", kept)
        assert profiles.read(connection) == {}
