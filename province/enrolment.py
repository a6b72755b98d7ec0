"""Enrolment: one-time codes for points, and the answers to kiosks that use them."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec
from sqlalchemy import Connection

from kiosk.protocol import enrolment
from kiosk.protocol.enrolment import TOKEN_BYTES, Answer, Code, Refusal, Request
from kiosk.protocol.identifiers import make_kiosk_id
from province import authority
from province.errors import UsageError
from province.keys import KeyFolder, KeyName
from province.ledger import enrolments, points, settings
from province.ledger.database import Database
from province.ledger.enrolments import StoredCode

VALIDITY = timedelta(days=7)
GATE_LENGTH = 60
_TEXT_LENGTH = 200
DEFAULT_PROVINCE = "Tỉnh"


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedCode:
    """A code that was made; its token is known to nobody but its holder."""

    text: str
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """The province does not enrol; `detail` is for people."""

    refusal: Refusal
    detail: str


def issue_code(
    database: Database,
    point_id: str,
    gate: str,
    *,
    root_sha256: bytes,
    now: datetime,
) -> IssuedCode:
    """Make a one-time code for `point_id`; only the hash of its token is kept.

    Raises:
        UsageError: There is no such point, or no address to put in the code.
    """
    with database.writing() as connection:
        return issue(connection, point_id, gate, root_sha256=root_sha256, now=now)


def issue(
    connection: Connection,
    point_id: str,
    gate: str,
    *,
    root_sha256: bytes,
    now: datetime,
) -> IssuedCode:
    """Make a code in the caller's transaction, as `issue_code` does."""
    if len(gate) > GATE_LENGTH or "\0" in gate:
        raise UsageError(f"The gate '{gate[:20]}…' is longer than {GATE_LENGTH}.")
    token = secrets.token_bytes(TOKEN_BYTES)
    expires_at = (now + VALIDITY).replace(microsecond=0)
    if points.find_name(connection, point_id) is None:
        raise UsageError(
            f"There is no point '{point_id}'. Register it with 'province point add'."
        )
    url = settings.read(connection, settings.PUBLIC_URL)
    if url is None:
        raise UsageError(
            "No address of this province is known. Start 'province serve' once, "
            "with --public-url where a proxy stands in front."
        )
    enrolments.insert_code(
        connection, hash_token(token), point_id, gate, now=now, expires_at=expires_at
    )
    code = Code(
        url=url,
        token=token,
        expires_at=int(expires_at.timestamp()),
        root_sha256=root_sha256,
        ca_sha256=authority.hash_ca(connection),
    )
    return IssuedCode(text=enrolment.format_code(code), expires_at=expires_at)


def parse_request(data: bytes) -> Request | Refused:
    """Return the request in `data` where it is one and its kiosk signed it."""
    try:
        request = msgspec.json.decode(data, type=Request)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return _refuse_request("The request is not JSON of the protocol's form.")
    if not enrolment.is_request_signed(request):
        return _refuse_request("The request is not signed by the key it names.")
    if len(request.machine) > _TEXT_LENGTH or "\0" in request.machine:
        return _refuse_request("The machine's name is too long.")
    return request


def answer_request(
    database: Database, keys: KeyFolder, request: Request, now: datetime
) -> bytes | Refused:
    """Enrol the kiosk that asks and return the JSON of a `SignedAnswer`.

    The same code and key always get the same bytes again, so that an answer
    lost on the way is asked for again.
    """
    with database.writing() as connection:
        return answer(connection, keys, request, now)


def answer(
    connection: Connection, keys: KeyFolder, request: Request, now: datetime
) -> bytes | Refused:
    """Answer in the caller's transaction, as `answer_request` does."""
    code = enrolments.lock_code(connection, hash_token(request.token))
    if code is None:
        return Refused(
            refusal=Refusal.UNKNOWN_CODE,
            detail="This province never issued the code.",
        )
    repeated = _find_repeat(code, request, now)
    if repeated is not None:
        return repeated
    if enrolments.is_revoked(connection, request.public_key):
        return _refuse_request("The kiosk's key was revoked; it needs a new one.")
    made = Answer(
        kiosk_id=make_kiosk_id(request.public_key),
        point=code.point_id,
        point_name=code.point_name,
        gate=code.gate,
        province=settings.read(connection, settings.PROVINCE_NAME) or DEFAULT_PROVINCE,
        recovery_recipient=keys.read_recovery_recipient(),
        url=settings.read(connection, settings.PUBLIC_URL) or "",
        ca_sha256=authority.hash_ca(connection),
    )
    encoded = msgspec.json.encode(
        enrolment.sign_answer(made, keys.load(KeyName.RECEIPT))
    )
    enrolments.enrol(
        connection, code, request, kiosk_id=made.kiosk_id, answer=encoded, now=now
    )
    return encoded


def _find_repeat(
    code: StoredCode, request: Request, now: datetime
) -> bytes | Refused | None:
    if code.answer is not None and code.public_key == request.public_key:
        return code.answer
    if code.answer is not None:
        return Refused(
            refusal=Refusal.USED_CODE,
            detail="Another kiosk used the code. Ask for a new one.",
        )
    if now >= code.expires_at:
        return Refused(
            refusal=Refusal.EXPIRED_CODE,
            detail=f"The code ended at {code.expires_at.isoformat()}. Ask for a new one.",
        )
    return None


def _refuse_request(detail: str) -> Refused:
    return Refused(refusal=Refusal.BAD_REQUEST, detail=detail)


def hash_token(token: bytes) -> bytes:
    """Return what the ledger knows a token by."""
    return hashlib.sha256(token).digest()
