"""A full disk is said plainly, and takes back nothing that was decided."""

from pathlib import Path
from uuid import UUID

import pytest

from kiosk.storage import entries
from kiosk.storage.folder import Folder, open_existing
from kiosk.storage.migration import upgrade
from tests.builders import a_card
from tests.system import kiosks


def write_cards(path: Path, count: int) -> Path:
    cards = "".join(a_card(number) + "\n" for number in range(count))
    path.write_text(cards, encoding="utf-8")
    return path


def leave_free(disk: Path, size: int) -> Path:
    """Fill `disk` until only about `size` bytes are left."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(65536))
        except OSError:
            file.truncate(max(0, file.tell() - size))
    return ballast


@pytest.mark.system
def test_a_disk_that_fills_up_ends_deciding_and_keeps_what_was_decided(
    small_disk: Path, tmp_path: Path
) -> None:
    data = small_disk / "kiosk"
    cards = write_cards(tmp_path / "cards.txt", 3000)
    kiosks.ask("run", "--headless", "--exit-when-idle", "0.1", data=data)
    ballast = leave_free(small_disk, 600_000)
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
    leave_free(small_disk, 8192)
    data = small_disk / "kiosk"
    code, words = kiosks.fail("run", "--headless", "--data", str(data))
    assert code == 3
    assert "full" in words or "space" in words
    (small_disk / "ballast").unlink()
    started = kiosks.ask("run", "--headless", "--exit-when-idle", "0.1", data=data)
    assert started == {"ready": True}
