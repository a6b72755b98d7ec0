"""A copied data folder that goes on beside the first is seen by the province, and what kind it is."""

import shutil
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.clock import system_clock
from kiosk.storage import epochs
from kiosk.storage.epochs import Cause
from kiosk.storage.folder import Folder, open_existing
from kiosk.storage.migration import upgrade
from tests.builders import a_card
from tests.provinces import Province
from tests.system import kiosks

pytestmark = pytest.mark.system


@pytest.fixture
def data(tmp_path: Path, province: Province) -> Path:
    """Return the folder of an enrolled kiosk that has sent three entries."""
    folder = tmp_path / "kiosk"
    kiosks.ask("enrol", province.make_code(province.add_point()), data=folder)
    present(folder, 0, 1, 2)
    return folder


def present(data: Path, *numbers: int) -> None:
    """Run the kiosk until it has decided these cards, and send them."""
    cards = data.with_name("cards.txt")
    text = "".join(f"{a_card(number)}\n" for number in numbers)
    cards.write_text(text, encoding="utf-8")
    options = ("--no-sync", "--replay", str(cards), "--exit-when-idle", "0.3")
    with kiosks.run(data, *options) as running:
        running.process.wait(timeout=60)
    assert kiosks.ask("sync", "--once", data=data)["pending"] == 0


def copy(data: Path) -> Path:
    return Path(shutil.copytree(data, data.with_name("copy")))


def list_forks(province: Province, data: Path) -> list[tuple[object, ...]]:
    kiosk_id = kiosks.ask("status", data=data)["kiosk_id"]
    found = province.ask_all("forks")
    mine = [one for one in found if one["kiosk"] == kiosk_id]
    return [(one["kind"], one["position"], one["beyond"]) for one in mine]


def test_a_cloned_disk_is_seen_as_a_fork(data: Path, province: Province) -> None:
    clone = copy(data)
    present(data, 3, 4)
    assert list_forks(province, data) == []
    present(clone, 5)
    assert list_forks(province, data) == [("fork", 4, None)]


def test_a_backup_put_back_under_a_new_epoch_is_seen_as_restored(
    data: Path, province: Province
) -> None:
    backup = copy(data)
    before = province.count_entries()
    present(data, 3, 4)
    with (
        closing(open_existing(Folder(backup), upgrade)) as database,
        database.write() as connection,
    ):
        epochs.begin(connection, Cause.BACKUP, {}, at=system_clock()())
    present(backup, 5)
    assert list_forks(province, data) == [("restored", 3, 5)]
    assert province.count_entries() - before == 3
