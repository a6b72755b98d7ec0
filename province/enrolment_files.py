"""Enrolment files: requests that come on a stick, and the answers that go back on one."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import msgspec
from sqlalchemy import Connection

from kiosk.protocol import enrolment_file
from kiosk.protocol.enrolment import Refusal, Request, SignedAnswer
from kiosk.protocol.enrolment_file import (
    MAX_REQUEST_BYTES,
    AnsweredByFile,
    AskedByFile,
    make_fingerprint,
)
from kiosk.protocol.identifiers import make_kiosk_id
from province import authority, enrolment
from province.enrolment import GATE_LENGTH, VALIDITY, Refused, hash_token
from province.keys import KeyFolder
from province.ledger import enrolments
from province.ledger.database import Database
from province.ledger.scope import WHOLE, Scope
from province.publishing import Publication


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What it takes to answer: the ledger, the keys, and the roster to send along."""

    database: Database
    keys: KeyFolder
    publication: Publication
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Where the officer wants the kiosk; an empty point is that of the request's code."""

    point_id: str = ""
    gate: str = ""
    scope: Scope = WHOLE
    note: Callable[[Connection, str, str], None] = lambda *_: None
    """Keeps who answered which kiosk for which point, in the same transaction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """An answer for a stick; `fingerprint` is what people compare with the kiosk's."""

    content: bytes
    kiosk_id: str
    point_id: str
    fingerprint: str
    has_code: bool


def read_request(data: bytes) -> AskedByFile | Refused:
    """Return the request in `data` where it is one and its kiosk signed it."""
    is_long = len(data) > MAX_REQUEST_BYTES
    asked = None if is_long else enrolment_file.decode_request(data)
    if asked is None:
        return _refuse("The file is no request to be enrolled, or it was cut off.")
    checked = enrolment.parse_request(msgspec.json.encode(asked.request))
    return checked if isinstance(checked, Refused) else asked


def answer(desk: Desk, data: bytes, wish: Wish) -> Answered | Refused:
    """Enrol the kiosk whose request is in `data`; the same request, the same answer.

    A request with a code goes where the code says. One without goes to the
    point that the officer names, or the only one that there is.
    """
    asked = read_request(data)
    if isinstance(asked, Refused):
        return asked
    if len(wish.gate) > GATE_LENGTH or "\0" in wish.gate:
        return _refuse(f"The gate's name is longer than {GATE_LENGTH}.")
    root = _find_root(desk, asked)
    if root is None:
        return _refuse("The request's code is of another province, or of one long ago.")
    with desk.database.writing() as connection:
        point_id = _place(connection, asked.request, wish, desk.now)
        if isinstance(point_id, Refused):
            return point_id
        encoded = enrolment.answer(connection, desk.keys, asked.request, desk.now)
        if isinstance(encoded, Refused):
            return encoded
        ca = authority.read(connection)
        kiosk_id = make_kiosk_id(asked.request.public_key)
        wish.note(connection, kiosk_id, point_id)
    answered = AnsweredByFile(
        answer=msgspec.json.decode(encoded, type=SignedAnswer),
        root=root,
        ca=ca,
        files=desk.publication.read_current(),
    )
    return Answered(
        content=enrolment_file.encode(answered),
        kiosk_id=kiosk_id,
        point_id=point_id,
        fingerprint=make_fingerprint(asked.request.public_key, root),
        has_code=bool(asked.root_sha256),
    )


def _find_root(desk: Desk, asked: AskedByFile) -> bytes | None:
    desk.keys.create_missing()
    desk.publication.publish_if_due(desk.now)
    if asked.root_sha256:
        return desk.publication.read_root(asked.root_sha256.hex())
    return desk.publication.read_metadata("root.json")


def _place(
    connection: Connection, request: Request, wish: Wish, now: datetime
) -> str | Refused:
    """Return where the request leads; one without a code is given its place."""
    token_sha256 = hash_token(request.token)
    code = enrolments.lock_code(connection, token_sha256)
    if code is not None:
        is_theirs = enrolments.is_point_in(connection, code.point_id, wish.scope)
        if not is_theirs or wish.point_id not in ("", code.point_id):
            return _refuse("The request's code is for another point.")
        return code.point_id
    point_id = wish.point_id or enrolments.find_only_point(connection, wish.scope)
    if not point_id:
        return _refuse(
            "The request has no code that this province issued: say for which point "
            "it is."
        )
    if not enrolments.is_point_in(connection, point_id, wish.scope):
        return Refused(
            refusal=Refusal.BAD_REQUEST, detail=f"There is no point '{point_id}'."
        )
    enrolments.insert_code(
        connection,
        token_sha256,
        point_id,
        wish.gate,
        now=now,
        expires_at=now + VALIDITY,
    )
    return point_id


def _refuse(detail: str) -> Refused:
    return Refused(refusal=Refusal.BAD_REQUEST, detail=detail)
