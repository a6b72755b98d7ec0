"""Kiosk states: what each kiosk said of itself last, in whatever order its batches came."""

from datetime import datetime

from sqlalchemy import (
    BindParameter,
    Connection,
    and_,
    bindparam,
    case,
    or_,
    update,
)

from kiosk.protocol.batch import Batch
from province.ledger.columns import UtcTime, clean_name, from_us, to_us
from province.ledger.tables import kiosks

WRONG_CLOCK_S = 120
"""As the kiosk judges it (`kiosk.clock.BOUND`); a slow line stays below."""

LARGEST = 2**53
"""What a kiosk says of itself is kept within this; the columns hold 63 bits."""

_ITS_ID = kiosks.c.kiosk_id == bindparam("its_id")
_COVERED, _DRAINED = kiosks.c.last_covered_until, kiosks.c.last_drained_at
_COVERED_NOW = bindparam("covered", type_=UtcTime())
_IS_NEWEST = or_(
    _COVERED.is_(None),
    _COVERED_NOW > _COVERED,
    and_(
        _COVERED_NOW == _COVERED,
        bindparam("sequence") >= kiosks.c.last_sequence,
    ),
)
_SAID = (
    "pending",
    "sequence",
    "app_version",
    "roster_version",
    "disk_free",
    "reader_faults",
    "clock",
)

_RENEW = (
    update(kiosks)
    .where(_ITS_ID, _IS_NEWEST)
    .values(
        last_contact=bindparam("now"),
        last_covered_until=_COVERED_NOW,
        **{f"last_{name}": bindparam(name) for name in _SAID},
    )
)
_TOUCH = update(kiosks).where(_ITS_ID).values(last_contact=bindparam("now"))
_DRIFT: dict[str, BindParameter[int]] = {"last_drift_s": bindparam("drift_s")}
_DRAIN = {
    "last_drained_at": case(
        (or_(_DRAINED.is_(None), _COVERED_NOW > _DRAINED), _COVERED_NOW),
        else_=_DRAINED,
    )
}
# By whether it came over the network, and whether nothing was left.
_STATEMENTS = {
    (is_network, is_drained): tuple(
        one.values(_DRIFT if is_network else {}).values(_DRAIN if is_drained else {})
        for one in (_RENEW, _TOUCH)
    )
    for is_network in (False, True)
    for is_drained in (False, True)
}


def note(
    connection: Connection, batch: Batch, received_at: datetime, *, is_network: bool
) -> None:
    """Remember what a batch that is new says of its kiosk.

    The newest is the one that covers the most, of those the one with the
    highest number; an older one that comes late changes nothing but the time of
    contact.
    """
    drift_s = (batch.sent_at_us - to_us(received_at)) // 1_000_000
    covered = min(from_us(batch.covered_until_us), received_at)
    says_now = batch.covered_until_us == batch.sent_at_us
    if is_network and says_now and abs(drift_s) > WRONG_CLOCK_S:
        covered = received_at  # until now, whatever its clock calls it
    health = batch.health
    told = {
        "its_id": batch.kiosk_id,
        "now": received_at,
        "covered": covered,
        "sequence": clamp(batch.sequence),
        "pending": clamp(health.pending),
        "app_version": clean_name(health.app_version),
        "roster_version": clamp(health.roster_version),
        "disk_free": clamp(health.disk_free),
        "reader_faults": clamp(health.reader_faults),
        "clock": clean_name(health.clock),
        "drift_s": drift_s,
    }
    renew, touch = _STATEMENTS[is_network, told["pending"] == 0]
    # Nearly all are the newest: asked so, each column need not ask for itself.
    if connection.execute(renew, told).rowcount == 0:
        connection.execute(touch, told)


def clamp(number: int) -> int:
    """Return `number` as a column holds it."""
    return min(max(number, 0), LARGEST)
