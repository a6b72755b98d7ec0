"""Damage that was found while the kiosk ran is not forgotten by the next start."""

from pathlib import Path

from kiosk.storage import damage
from kiosk.storage.damage import Damaged, Part


def test_a_mark_is_read_back(tmp_path: Path) -> None:
    database = tmp_path / "kiosk.db"
    assert damage.read_mark(database) is None
    damage.mark(database, Damaged(part=Part.PAGE, detail="page 7"))
    damage.mark(database, Damaged(part=Part.TABLE))
    assert damage.read_mark(database) == Damaged(part=Part.PAGE, detail="page 7")


def test_a_mark_that_is_damaged_is_one_still(tmp_path: Path) -> None:
    database = tmp_path / "kiosk.db"
    damage.find_mark(database).write_bytes(b"")
    assert damage.read_mark(database) == Damaged(part=Part.PAGE)


def test_a_backup_that_can_not_be_read_is_no_damage_of_the_kiosk(
    tmp_path: Path,
) -> None:
    damage.mark_unreadable(tmp_path / "kiosk.db.part")
    assert list(tmp_path.iterdir()) == []


def test_what_somebody_altered_is_not_mended() -> None:
    assert not Damaged(part=Part.ALTERED).is_mendable
    assert Damaged(part=Part.PAGE_ONE).is_mendable
