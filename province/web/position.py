"""Position: where a page of entries ended, as it stands in an address."""

from province.ledger.columns import from_us, to_us
from province.ledger.views import Position


def encode(position: Position) -> str:
    """Return the text of `position`."""
    return f"{to_us(position.decided_at)}-{position.entry_id.hex()}"


def decode(text: str) -> Position | None:
    """Return what `text` says, None where it says nothing sensible."""
    time, _, entry_id = text.partition("-")
    if not (time.isascii() and time.isdigit() and len(time) <= 18):
        return None
    try:
        position = Position(
            decided_at=from_us(int(time)), entry_id=bytes.fromhex(entry_id)
        )
    except (ValueError, OverflowError):
        return None
    return position if len(position.entry_id) == 16 else None
