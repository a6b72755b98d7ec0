"""Overdue: entries past their time that the province lacks: they are kept, and told."""

from datetime import datetime

import msgspec
from sqlalchemy import ColumnElement, Select, func, select

from kiosk.clock import from_us
from kiosk.storage import entries, settings
from kiosk.storage.connection import Connection
from kiosk.storage.deadlines import (
    IS_NO_ADMIN_ACT,
    Plan,
    is_past,
    is_past_by_word,
)
from kiosk.storage.tables import ENTRIES, OUTBOX

_SETTING = "overdue"


class _Noted(msgspec.Struct, frozen=True):
    count: int = 0
    carried: int = 0


def count(connection: Connection, plan: Plan) -> int:
    """Return how many unsettled entries are past their time, admin acts not counted."""
    before = (
        select(func.count())
        .select_from(OUTBOX)
        .where(OUTBOX.c.position <= plan.late.through)
    )
    acts = select(ENTRIES.c.position).where(~IS_NO_ADMIN_ACT)
    whole = connection.execute(before).scalar_one()
    admin = connection.execute(before.where(OUTBOX.c.position.in_(acts))).scalar_one()
    by_word = _select(func.count()).where(is_past_by_word(plan.late))
    return int(whole - admin + connection.execute(by_word).scalar_one())


def find_end(connection: Connection, plan: Plan) -> datetime | None:
    """Return when the first of them goes, sent or not; None where there is none."""
    oldest = (
        _select(ENTRIES.c.decided_at_us)
        .where(is_past(plan.late))
        .order_by(OUTBOX.c.position)
        .limit(1)
    )
    at_us = connection.execute(oldest).scalar()
    if at_us is None:
        return None
    return from_us(at_us) + max(plan.terms.settled, plan.terms.unsettled)


def note(connection: Connection, plan: Plan) -> int:
    """Count them and remember it for `read`; the caller commits."""
    found = count(connection, plan)
    noted = msgspec.structs.replace(_read(connection), count=found)
    settings.put(connection, _SETTING, msgspec.msgpack.encode(noted))
    return found


def read(connection: Connection) -> int:
    """Return how many there were at the last count, less what was settled since."""
    head = entries.read_head(connection)
    return min(_read(connection).count, head.pending + head.refused)


def is_carried(connection: Connection, plan: Plan) -> bool:
    """Say whether all of them are in a bundle that was made of itself."""
    newest = _select(func.max(OUTBOX.c.position)).where(is_past(plan.late))
    last = connection.execute(newest).scalar()
    return last is None or last <= _read(connection).carried


def note_carried(connection: Connection, position: int) -> None:
    """Remember a bundle of all that is unsettled up to `position`, 0 for none."""
    noted = msgspec.structs.replace(_read(connection), carried=position)
    settings.put(connection, _SETTING, msgspec.msgpack.encode(noted))


def note_gone(connection: Connection, first: int) -> None:
    """Make such a bundle worthless where it holds a content that was destroyed."""
    if first <= _read(connection).carried:
        note_carried(connection, 0)


def _select(column: ColumnElement[int]) -> Select[int]:
    return (
        select(column)
        .select_from(OUTBOX)
        .join(ENTRIES, OUTBOX.c.position == ENTRIES.c.position)
        .where(IS_NO_ADMIN_ACT)
    )


def _read(connection: Connection) -> _Noted:
    value = settings.get(connection, _SETTING)
    return _Noted() if value is None else msgspec.msgpack.decode(value, type=_Noted)
