"""A roster is taken into use whole, beside a gate that is at work."""

import random
from pathlib import Path

from kiosk.clock import system_clock
from kiosk.lane import Lane
from kiosk.protocol import revocation, status_list
from kiosk.storage import roster as stored
from kiosk.storage import roster_files
from kiosk.storage.database import Database
from kiosk.sync import roster
from kiosk.sync.roster import Delivered
from province.keys import KeyFolder
from tests.builders import a_card, a_payload
from tests.rosters import (
    Files,
    fetch,
    publish_files,
)

POLICY = b'{"version": 1}'
LIST = status_list.pack([5])


def test_a_roster_in_use_comes_back_whole(
    tmp_path: Path, keys: KeyFolder, kept: Path, database: Database
) -> None:
    files = publish_files(tmp_path / "province", keys, {})
    taken = fetch(files, kept)
    assert isinstance(taken, Delivered)
    with database.write() as connection:
        roster.take(connection, taken)
    with database.read() as connection:
        assert stored.read_head(connection) == taken.head


def test_a_policy_that_is_not_understood_leaves_the_one_before(
    tmp_path: Path, keys: KeyFolder, kept: Path, database: Database
) -> None:
    named = {"policy.json": POLICY}
    files = publish_files(tmp_path / "province", keys, named)
    take(files, kept, database)
    named["policy.json"] = b'{"version": 2, "moon": []}'
    assert files.publication.publish_if_due(system_clock()().wall)
    take(files, kept, database)
    with database.read() as connection:
        assert stored.read_files(connection) == {"policy.json": POLICY}
        assert "moon" in stored.read_policy_fault(connection)


def take(files: Files, kept: Path, database: Database) -> None:
    delivered = fetch(files, kept)
    assert isinstance(delivered, Delivered)
    assert roster.swap(database, delivered)


def list_pieces(database: Database) -> list[str]:
    with database.read() as connection:
        return roster_files.list_names(connection)


def test_of_the_roster_of_before_nothing_is_left(
    tmp_path: Path, keys: KeyFolder, kept: Path, database: Database
) -> None:
    named = {"status-1.bin": LIST}
    files = publish_files(tmp_path / "province", keys, named)
    take(files, kept, database)
    before = list_pieces(database)
    named["status-1.bin"] = status_list.pack([6])
    assert files.publication.publish_if_due(system_clock()().wall)
    take(files, kept, database)
    assert (len(before), len(list_pieces(database))) == (1, 1)
    assert list_pieces(database) != before


def test_a_swap_that_was_ended_leaves_the_one_before_and_goes_on_later(
    tmp_path: Path, keys: KeyFolder, kept: Path, database: Database
) -> None:
    rows = random.Random(1).randbytes(revocation.ROW_BYTES * 20_000)
    named = {"policy.json": POLICY}
    files = publish_files(tmp_path / "province", keys, named)
    take(files, kept, database)
    named["revoked-1.bin"] = rows
    assert files.publication.publish_if_due(system_clock()().wall)
    newer = fetch(files, kept)
    assert isinstance(newer, Delivered)
    allowed = iter([True] * 2)
    assert not roster.swap(database, newer, lambda: next(allowed, False))
    with database.read() as connection:
        assert stored.read_files(connection) == {"policy.json": POLICY}
    assert roster.swap(database, newer)
    with database.read() as connection:
        assert stored.read_files(connection) == named


def test_the_gate_decides_between_any_two_writes_of_a_swap(
    tmp_path: Path, keys: KeyFolder, kept: Path, lane: Lane, database: Database
) -> None:
    """By the roster of before, until all of the next is there."""
    named = {"revoked-1.bin": bytes(revocation.ROW_BYTES * 30_000)}
    files = publish_files(tmp_path / "province", keys, named)
    fetched = fetch(files, kept)
    assert isinstance(fetched, Delivered)
    numbers = iter(range(100))

    def decide() -> bool:
        lane.present(a_payload(a_card(next(numbers))))
        with database.read() as connection:
            assert stored.read_head(connection) is None
        return True

    assert roster.swap(database, fetched, decide)
    assert next(numbers) == len(list_pieces(database)) == 5
    with database.read() as connection:
        assert stored.read_files(connection) == named
