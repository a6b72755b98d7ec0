"""Pass uses: how often a pass that admits n times has admitted somebody here.

One row for each entry in by such a pass, in the entry's own transaction. A row
counts once its entry admits, and goes when that is voided. It outlives the
entry's content: a purge must not make a used pass new.
"""

from datetime import timedelta

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from kiosk.storage.statement import Statement
from kiosk.storage.tables import PASS_USES

KEPT_AFTER = timedelta(days=30)
"""How long uses are kept beyond a pass's end: a clock set wrong must not make it new."""

_COUNT = Statement(
    select(func.count())
    .select_from(PASS_USES)
    .where(PASS_USES.c["pass"] == bindparam("wanted"), PASS_USES.c.is_admitted)
)
_PUT = Statement(insert(PASS_USES))
_ADMIT = (
    update(PASS_USES)
    .where(PASS_USES.c.entry_id == bindparam("wanted"))
    .values(is_admitted=True)
)
_TAKE_BACK = delete(PASS_USES).where(PASS_USES.c.entry_id == bindparam("wanted"))
_FORGET = Statement(
    delete(PASS_USES).where(PASS_USES.c.forget_at_us < bindparam("now_us"))
)


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
    connection.execute(_ADMIT, {"wanted": entry_id})


def take_back(connection: Connection, entry_id: bytes) -> None:
    """Give back the use of an entry that does not count."""
    connection.execute(_TAKE_BACK, {"wanted": entry_id})
