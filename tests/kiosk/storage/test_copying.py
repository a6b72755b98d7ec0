"""A copy is of one moment, whoever writes meanwhile, and is judged to its last page."""

import threading
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from kiosk.lane import Lane
from kiosk.storage import copying, entries
from kiosk.storage.copying import CancelledError, Pace
from kiosk.storage.database import Database
from kiosk.storage.entries import Head
from tests.backlog import fill
from tests.builders import a_card, a_payload
from tests.folders import in_every_format


class Busy(threading.Event):
    """Never set; a lane presents at each look."""

    def __init__(self, lane: Lane) -> None:
        super().__init__()
        self._lane = lane
        self.presented = 0

    def wait(self, timeout: float | None = None) -> bool:
        del timeout
        self._lane.present(a_payload(a_card(self.presented)))
        self.presented += 1
        return False


def copy(database: Database, target: Path, pace: Pace = copying.AT_ONCE) -> Head:
    with database.read() as connection:
        head = entries.read_head(connection)
        copying.copy(connection, database.key, target, pace)
    return head


@in_every_format
def test_a_copy_is_of_the_moment_it_began(
    database: Database, lane: Lane, tmp_path: Path
) -> None:
    fill(database, 500)
    busy, target = Busy(lane), tmp_path / "copy.db"
    head = copy(database, target, Pace(step_bytes=16 * 1024, stop=busy))
    assert head.position == 500
    assert busy.presented > 5
    assert copying.is_sound(target, database.key, head)
    with database.read() as connection:
        assert entries.read_head(connection).position == 500 + busy.presented


def test_a_copy_that_is_cancelled_ends(database: Database, tmp_path: Path) -> None:
    stop = threading.Event()
    stop.set()
    with pytest.raises(CancelledError):
        copy(database, tmp_path / "copy.db", Pace(stop=stop))


def test_a_check_that_is_cancelled_ends(database: Database, tmp_path: Path) -> None:
    fill(database, 500)
    stop, target = threading.Event(), tmp_path / "copy.db"
    head = copy(database, target)
    stop.set()
    with pytest.raises(CancelledError):
        copying.is_sound(target, database.key, head, Pace(stop=stop))


@pytest.mark.parametrize("share", [0.0, 0.3, 0.6, 0.999])
def test_a_flipped_byte_anywhere_makes_a_copy_unsound(
    database: Database, tmp_path: Path, share: float
) -> None:
    fill(database, 500)
    target = tmp_path / "copy.db"
    head = copy(database, target)
    content = bytearray(target.read_bytes())
    content[int((len(content) - 100) * share) + 50] ^= 1
    target.write_bytes(content)
    assert not copying.is_sound(target, database.key, head)


def test_a_copy_of_less_is_unsound(database: Database, tmp_path: Path) -> None:
    fill(database, 20)
    target = tmp_path / "copy.db"
    head = copy(database, target)
    assert not copying.is_sound(
        target, database.key, msgspec.structs.replace(head, position=21)
    )


def test_another_key_reads_nothing_of_it(database: Database, tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    head = copy(database, target)
    assert not copying.is_sound(target, "ab" * 48, head)


def test_a_copy_is_one_file(database: Database, tmp_path: Path) -> None:
    target = tmp_path / "out" / "copy.db"
    target.parent.mkdir()
    copying.is_sound(target, database.key, copy(database, target))
    assert list(target.parent.iterdir()) == [target]
    with closing(Database(target, database.key)) as copied, copied.read() as reading:
        assert entries.find_chain_fault(reading, tail=10) == "ok"
