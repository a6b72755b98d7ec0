"""Contents: what the roster carries besides the province's own keys."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection

from kiosk.protocol import notices, policy, revocation, roster, trust
from kiosk.protocol.trust import TrustDocument
from province import passes, watch_tree
from province.clock import read_now
from province.errors import OutsideError
from province.keys import KeyFolder
from province.ledger import cases
from province.ledger import trust as ledger
from province.ledger.database import Database
from province.ledger.scope import WHOLE
from province.policies import read_policy_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """Files by the names of protocol/roster.py, and the watch list's root."""

    files: Mapping[str, bytes] = field(default_factory=dict)
    watch: str = ""


NO_CONTENTS = Contents()


def gather(database: Database, keys: KeyFolder) -> Contents:
    """Return what kiosks are to know now.

    Raises:
        OutsideError: A list is longer than a kiosk takes.
    """
    with database.reading() as connection:
        files = {
            **_trust(connection, keys),
            **_policy(connection),
            **_notices(connection),
            **_status_lists(connection),
            **_revoked(connection),
        }
    return Contents(files=files, watch=watch_tree.seal(database, read_now()))


def _trust(connection: Connection, folder: KeyFolder) -> dict[str, bytes]:
    keys = (*passes.list_trust(connection, folder), *ledger.list_keys(connection))
    return {trust.TARGET: trust.encode(TrustDocument(keys=keys))} if keys else {}


def _policy(connection: Connection) -> dict[str, bytes]:
    text = read_policy_text(connection)
    return {} if text is None else {policy.TARGET: text}


def _notices(connection: Connection) -> dict[str, bytes]:
    """Return what points of cases are told; of several cases the newest counts."""
    told = {
        one.point_id: one.text for one in reversed(cases.notices(connection, WHOLE))
    }
    return {notices.TARGET: notices.encode(told)} if told else {}


def _status_lists(connection: Connection) -> dict[str, bytes]:
    lists = passes.pack_status_lists(connection)
    return {roster.name_status_list(list_id): lists[list_id] for list_id in lists}


def _revoked(
    connection: Connection, *, shard_bytes: int = revocation.MAX_SHARD_BYTES
) -> dict[str, bytes]:
    shards = revocation.pack(ledger.list_revoked(connection))
    if max(map(len, shards)) > shard_bytes:
        raise OutsideError(
            "The lists of revoked certificates hold more than three million hashes, "
            "which is more than a kiosk takes. Take a list out that is no longer needed."
        )
    return {
        revocation.name_shard(number): shard
        for number, shard in enumerate(shards)
        if shard
    }
