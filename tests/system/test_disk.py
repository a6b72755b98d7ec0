"""A full disk is said plainly, and takes back nothing that was decided."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from kiosk.clock import system_clock
from kiosk.errors import StorageError
from kiosk.lane import Lane
from kiosk.place import make_lane, open_place
from kiosk.storage import entries, reserve
from kiosk.storage.folder import Folder, open_existing, open_or_make
from kiosk.storage.migration import upgrade
from kiosk.storage.reserve import ReserveState
from tests.builders import a_card, a_payload
from tests.guards import LogWatch
from tests.system import disks, kiosks
from tests.system.disks import LoopDisk, skip_unless_root


def write_cards(path: Path, count: int) -> Path:
    cards = "".join(a_card(number) + "\n" for number in range(count))
    path.write_text(cards, encoding="utf-8")
    return path


@pytest.mark.system
def test_a_disk_that_fills_up_ends_deciding_and_keeps_what_was_decided(
    small_disk: Path, tmp_path: Path
) -> None:
    data = small_disk / "kiosk"
    cards = write_cards(tmp_path / "cards.txt", 3000)
    kiosks.ask("run", "--headless", "--exit-when-idle", "0.1", data=data)
    ballast = disks.fill(small_disk, 600_000)
    with kiosks.run(data, "--replay", str(cards)) as running:
        exit_code = running.process.wait(timeout=60)
        words = running.process.stderr.read() if running.process.stderr else b""
    ballast.unlink()
    printed = [UUID(str(decision["entry_id"])) for decision in running.decisions]
    database = open_existing(Folder(data), upgrade)
    with database.read() as connection:
        kept = [entries.find(connection, entry_id.bytes) for entry_id in printed]
        fault = entries.find_chain_fault(connection, tail=10_000)
    database.close()
    assert exit_code == 3
    assert "Free space" in words.decode("utf-8")
    assert 0 < len(printed) < 3000
    assert None not in kept
    assert fault == "ok"


@pytest.mark.system
def test_a_disk_that_is_full_at_the_start_is_said_and_nothing_half_made(
    small_disk: Path,
) -> None:
    disks.fill(small_disk, 8192)
    data = small_disk / "kiosk"
    code, words = kiosks.fail("run", "--headless", "--data", str(data))
    assert code == 3
    assert "full" in words or "space" in words
    (small_disk / "ballast").unlink()
    started = kiosks.ask("run", "--headless", "--exit-when-idle", "0.1", data=data)
    assert started == {"ready": True}


CARDS = 600
SHIFT = 5_000
ROOMY = 110_000_000


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """Return an ext4 with room for a reserve."""
    skip_unless_root()
    made = LoopDisk(tmp_path / "image", tmp_path / "disk", ROOMY)
    made.mount()
    yield made.path
    made.unmount()


@pytest.mark.system
def test_on_a_full_disk_the_shift_goes_on_and_says_so(
    disk: Path, tmp_path: Path
) -> None:
    """Also across a restart: an opened database needs blocks too."""
    data, kept = disk / "kiosk", reserve.find_reserve(disk / "kiosk" / "kiosk.db")
    cards = write_cards(tmp_path / "cards.txt", CARDS)
    kiosks.ask("run", "--headless", "--exit-when-idle", "1", data=data)
    made = reserve.look(kept)
    ballast = disks.fill(disk)
    with kiosks.run(data, "--replay", str(cards), "--exit-when-idle", "5") as running:
        exit_code = running.process.wait(timeout=120)
        words = running.process.stderr.read() if running.process.stderr else b""
    status = kiosks.ask("status", data=data)
    left = kept.stat().st_size
    ballast.unlink()
    kiosks.ask("run", "--headless", "--exit-when-idle", "1", data=data)
    assert (made, exit_code, len(running.decisions)) == (ReserveState.WHOLE, 0, CARDS)
    assert b"its reserve is in use: end the shift" in words
    assert (status["disk_state"], status["entries"], status["chain"]) == (
        "reserve",
        CARDS,
        "ok",
    )
    assert 0 < left < reserve.RESERVE_BYTES
    assert reserve.look(kept) is ReserveState.WHOLE


@pytest.mark.soak
def test_the_reserve_holds_a_shift_and_then_nothing_is_decided(
    disk: Path, log_watch: LogWatch
) -> None:
    log_watch.expect("kiosk.storage.writer", "a piece of the reserve")
    database = open_or_make(Folder(disk / "kiosk"), upgrade)
    reserve.keep(reserve.find_reserve(database.path))
    disks.fill(disk)
    place = open_place(Folder(disk / "kiosk"), database, system_clock())
    with make_lane(place) as lane:
        count = count_until_full(lane)
        with pytest.raises(StorageError, match="full"):
            lane.present(a_payload(a_card(count)))
    with database.read() as connection:
        kept = entries.read_head(connection).position
        fault = entries.find_chain_fault(connection, tail=100_000)
    database.close()
    assert (kept, count >= SHIFT, fault) == (count, True, "ok")


def count_until_full(lane: Lane) -> int:
    """Present cards until one can't be kept; return how many were."""
    count = 0
    with contextlib.suppress(StorageError):
        while True:
            lane.present(a_payload(a_card(count)))
            count += 1
    return count
