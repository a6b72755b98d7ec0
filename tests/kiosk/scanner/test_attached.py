"""What is found by itself is surely a code reader."""

from kiosk.payload import Direction
from kiosk.scanner.attached import find_readers
from kiosk.scanner.reader import Gate

GATE = Gate(name="north", direction=Direction.OUT)


def test_what_is_found_by_itself_is_no_keyboard() -> None:
    kinds = {reader.name.split(":")[0] for reader in find_readers(GATE)}
    assert kinds <= {"serial", "hidraw"}
