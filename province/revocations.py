"""Revocations: lists of revoked certificates, as their issuers publish them."""

import base64
from pathlib import Path
from typing import TypeAlias

import msgspec

from kiosk.credentials.shc import hash_revocation
from kiosk.protocol.revocation import HASH_BYTES
from province.errors import OutsideError, UsageError
from province.ledger import trust
from province.ledger.database import Database


class _CardList(msgspec.Struct):
    """A SMART Health Card issuer's `crl/KID.json`: `rid`, or `rid.second`."""

    kid: str
    rids: list[str]


class _Hash(msgspec.Struct):
    hash: str


class _Batch(msgspec.Struct):
    """A batch of the EU's revocation lists (2022/483), hashes in base64."""

    entries: list[_Hash]


_List: TypeAlias = dict[bytes, int]


def add_list(database: Database, file: Path) -> int:
    """Tell kiosks of the revocations in `file`; return how many are new.

    Raises:
        UsageError: It is neither of the two kinds of list.
        OutsideError: The file can't be read.
    """
    try:
        data = file.read_bytes()
    except OSError as error:
        raise OutsideError(f"'{file}' can't be read: {error.strerror}.") from error
    revoked = _read(data)
    if revoked is None:
        raise UsageError(
            f"'{file}' is no revocation list. Give a SMART Health Card issuer's "
            "crl/KID.json or a batch of the EU's list, both JSON."
        )
    with database.writing() as connection:
        return trust.put_revoked(connection, revoked)


def _read(data: bytes) -> _List | None:
    try:
        cards = msgspec.json.decode(data, type=_CardList)
        return dict(_read_card(cards.kid, rid) for rid in cards.rids)
    except (msgspec.ValidationError, ValueError):
        return _read_batch(data)


def _read_card(kid: str, rid: str) -> tuple[bytes, int]:
    """Return a card's hash; after a full stop stands the second before which it counts."""
    name, _, second = rid.partition(".")
    return hash_revocation(kid, name), int(second or 0)


def _read_batch(data: bytes) -> _List | None:
    try:
        batch = msgspec.json.decode(data, type=_Batch)
        hashes = [base64.b64decode(one.hash, validate=True) for one in batch.entries]
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return None
    if any(len(one) < HASH_BYTES for one in hashes):
        return None
    return {one[:HASH_BYTES]: 0 for one in hashes}
