"""Register: the point's kiosks and key, fetched from the province and kept."""

import logging

from kiosk.protocol import neighbourhood as protocol
from kiosk.protocol.neighbourhood import Neighbourhood
from kiosk.storage import neighbours, roster
from kiosk.storage.database import Database
from kiosk.storage.settings import Identity
from kiosk.sync.fault import Fault, FaultClass
from kiosk.sync.roster import Source
from kiosk.sync.transport import classify_status

log = logging.getLogger(__name__)


def fetch(source: Source, database: Database, me: Identity) -> Neighbourhood | Fault:
    """Take the neighbourhood of this kiosk from `source`; what is newer here stays.

    Raises:
        StorageError: the disk does not keep it.
    """
    reply = source.get(f"{protocol.PATH}/{me.kiosk_id}")
    if isinstance(reply, Fault):
        return reply
    fault = classify_status(reply)
    if fault is not None:
        return fault
    with database.read() as connection:
        head = roster.read_head(connection)
    signers = () if head is None else head.receipt_keys
    found = protocol.receive(reply.body, me.private_key, signers)
    if found is None:
        detail = "neighbours: not from the province, or not for this kiosk"
        return Fault(fault_class=FaultClass.BAD_RECEIPT, detail=detail)
    with database.write() as connection:
        if not neighbours.put(connection, found):
            detail = "neighbours: older than what is in use"
            return Fault(fault_class=FaultClass.BAD_RECEIPT, detail=detail)
    log.info("neighbourhood taken: %d kiosks", len(found.kiosks))
    return found
