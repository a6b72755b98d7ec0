"""A change of the key that was cut goes to the side that the database is on."""

from pathlib import Path

import msgspec
import pytest

from kiosk.storage import renewal, slots
from kiosk.storage.renewal import Sides
from kiosk.storage.slots import Slots

OLD, NEW = bytes(range(48)), bytes(range(100, 148))


@pytest.fixture
def sides(tmp_path: Path) -> Sides:
    """Return a change under way: the slots hold both keys."""
    made = Sides(
        database=tmp_path / "kiosk.db",
        copy=tmp_path / "kiosk.db.next",
        slots=tmp_path / "keys.json",
    )
    both = msgspec.structs.replace(slots.make_slots(OLD), next=slots.make_slots(NEW))
    slots.save(both, made.slots)
    return made


@pytest.mark.parametrize("key", [OLD, NEW])
def test_the_slots_are_those_of_the_file_under_the_databases_name(
    key: bytes, sides: Sides
) -> None:
    sides.database.write_bytes(key[-16:] + b"pages")
    picked = renewal.pick(slots.load(sides.slots), sides.database)
    settled = renewal.settle(sides)
    assert (picked, settled, slots.load(sides.slots)) == (
        slots.make_slots(key),
        slots.make_slots(key),
        slots.make_slots(key),
    )


def test_what_is_left_of_a_copy_goes(sides: Sides) -> None:
    sides.database.write_bytes(OLD[-16:])
    for suffix in ("", "-journal"):
        sides.copy.with_name(sides.copy.name + suffix).write_bytes(b"half a copy")
    renewal.settle(sides)
    left = {path.name for path in sides.database.parent.iterdir()}
    assert left == {"kiosk.db", "keys.json"}


def test_slots_of_one_key_are_left_as_they_are(sides: Sides) -> None:
    held: Slots = slots.make_slots(OLD)
    slots.save(held, sides.slots)
    before = sides.slots.stat().st_ino
    assert renewal.settle(sides) == held
    assert sides.slots.stat().st_ino == before
