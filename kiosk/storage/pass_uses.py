"""Pass uses: how often a pass that admits n times has admitted somebody here.

One row for each entry in by such a pass, in the entry's own transaction. A row
counts once its entry admits, and goes when that is voided. It outlives the
entry's content: a purge must not make a used pass new.
"""

from datetime import timedelta

from kiosk.storage.connection import Connection
from kiosk.storage.statement import Statement

KEPT_AFTER = timedelta(days=30)
"""How long uses are kept beyond a pass's end: a clock set wrong must not make it new."""

_COUNT = Statement(
    "SELECT count(*) FROM pass_uses WHERE pass = :wanted AND is_admitted"
)
_PUT = Statement(
    "INSERT INTO pass_uses (entry_id, pass, is_admitted, forget_at_us) "
    "VALUES (:entry_id, :pass, :is_admitted, :forget_at_us)"
)
_ADMIT = Statement("UPDATE pass_uses SET is_admitted = 1 WHERE entry_id = :wanted")
_TAKE_BACK = Statement("DELETE FROM pass_uses WHERE entry_id = :wanted")
_FORGET = Statement("DELETE FROM pass_uses WHERE forget_at_us < :now_us")


def count(connection: Connection, gate_pass: bytes) -> int:
    """Return how often the pass with this keyed hash admitted somebody."""
    return int(_COUNT.find_value(connection, {"wanted": gate_pass}))


def put(
    connection: Connection,
    gate_pass: bytes,
    *,
    entry_id: bytes,
    is_admitted: bool,
    ends_at_us: int,
    now_us: int,
) -> None:
    """Remember that a pass was presented to go in, and forget those long ended."""
    _FORGET.run(connection, {"now_us": now_us})
    _PUT.run(
        connection,
        {
            "entry_id": entry_id,
            "pass": gate_pass,
            "is_admitted": is_admitted,
            "forget_at_us": ends_at_us + KEPT_AFTER // timedelta(microseconds=1),
        },
    )


def forget(connection: Connection, now_us: int) -> None:
    """Forget the uses of passes that ended long ago."""
    _FORGET.run(connection, {"now_us": now_us})


def admit(connection: Connection, entry_id: bytes) -> None:
    """Count the use that staff let pass."""
    _ADMIT.run(connection, {"wanted": entry_id})


def take_back(connection: Connection, entry_id: bytes) -> None:
    """Give back the use of an entry that does not count."""
    _TAKE_BACK.run(connection, {"wanted": entry_id})
