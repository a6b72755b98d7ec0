"""Admission: what rests on an entry that admits its holder: presence, visit, a pass's use."""

from kiosk.entry import Entry
from kiosk.outcome import Outcome
from kiosk.protocol.content import Act
from kiosk.reception import Leaving
from kiosk.storage import entries, pass_uses, presence, visits
from kiosk.storage.connection import Connection
from kiosk.storage.entries import Kept

LOOK_BACK = 100
"""How many presentations of one holder a void looks through for the admission before."""


def admit(
    connection: Connection, entry: Entry, holder: bytes | None, leaving: Leaving
) -> None:
    """Let presence rest on a new entry, and end the visit that it goes out of."""
    facts = entry.content
    if holder is not None:
        presence.put(
            connection,
            holder,
            entry_id=entry.entry_id,
            direction=facts.direction,
            gate=facts.gate,
            at_us=facts.decided_at_us,
        )
    if facts.refers:
        visits.end(
            connection,
            facts.refers,
            at_us=facts.decided_at_us,
            leaving=leaving,
            out_id=entry.entry_id,
        )


def admit_kept(connection: Connection, kept: Kept) -> None:
    """Do the same for a CHECK that staff let pass, where nobody was admitted since."""
    pass_uses.admit(connection, kept.entry_id)
    if _is_admitted_later(connection, kept):
        return
    presence.put_kept(connection, kept)
    if kept.refers is not None:
        visits.end(
            connection,
            kept.refers,
            at_us=kept.decided_at_us,
            leaving=Leaving.PRESENTED,
            out_id=kept.entry_id,
        )


def count_inside(connection: Connection) -> int:
    """Return how many people are inside: admitted at a gate, or by a visit without a document."""
    return presence.count_inside(connection) + visits.count_unnamed(connection)


def take_back(connection: Connection, kept: Kept) -> None:
    """Undo what rests on `kept`, whose void was appended."""
    pass_uses.take_back(connection, kept.entry_id)
    _forget_admission(connection, kept)
    visits.drop(connection, kept.entry_id)


def is_voided(connection: Connection, entry_id: bytes) -> bool:
    """Say whether an entry was voided."""
    return Act.VOID in _list_acts(connection, entry_id)


def _forget_admission(connection: Connection, kept: Kept) -> None:
    """Let presence rest on the holder's admission before `kept`, where it rested on it.

    The visit that `kept` ended goes on with it; one that the night rule closed
    is nobody's presence.
    """
    if kept.holder is None:
        visits.reopen(connection, kept.entry_id)
        return
    if presence.read_entry_id(connection, kept.holder) != kept.entry_id:
        return
    visits.reopen(connection, kept.entry_id)
    presence.drop(connection, kept.holder)
    earlier = entries.find_of_holder(connection, kept.holder, limit=LOOK_BACK)
    admitted = (one for one in earlier if _counts_as_admitted(connection, one))
    last = next(admitted, None)
    if last is not None and Act.CLOSED not in _list_acts(connection, last.entry_id):
        presence.put_kept(connection, last)


def _is_admitted_later(connection: Connection, kept: Kept) -> bool:
    if kept.holder is None:
        return False
    rests_on = presence.read_entry_id(connection, kept.holder)
    later = entries.find(connection, rests_on) if rests_on is not None else None
    return later is not None and later.position > kept.position


def _counts_as_admitted(connection: Connection, kept: Kept) -> bool:
    acts = _list_acts(connection, kept.entry_id)
    if Act.VOID in acts:
        return False
    return kept.outcome == Outcome.ALLOW or Act.ADMITTED in acts


def _list_acts(connection: Connection, entry_id: bytes) -> set[str]:
    later = entries.find_referring(connection, entry_id)
    return {kept.act for kept in later}
