"""Passes: the province's own, signed, each with the bit that revokes it."""

import secrets
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, timezone

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlalchemy import Connection

from kiosk.credentials.trust import Scope
from kiosk.protocol import badge, gate_pass, signature, status_list
from kiosk.protocol.gate_pass import MAX_POINTS, MAX_TEXT, PASS_ID_BYTES, GatePass, bind
from kiosk.protocol.status_list import LIST_BITS
from kiosk.protocol.trust import IssuerKey
from province.enrolment import DEFAULT_PROVINCE
from province.errors import OutsideError, RefusedError, UsageError
from province.keys import KeyFolder, KeyName
from province.ledger import passes, points, settings
from province.ledger.database import Database
from province.ledger.passes import Issue

LOCAL = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")
TRIES = 50
"""Random bits that are tried before a new list is begun: it is then nine tenths full."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What an officer grants; `until` included. `document` empty binds to none."""

    name: str
    document: str
    since: datetime
    until: datetime
    points: tuple[str, ...] = ()
    plate: str = ""
    uses: int | None = None
    is_digits: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """A pass that was issued: its name in the ledger, and the text of its code."""

    pass_id: str
    payload: str


def issue(
    database: Database, keys: KeyFolder, grant: Grant, *, now: datetime
) -> Issued:
    """Sign what `grant` says and keep by which bit it can be revoked.

    Raises:
        UsageError: It says what no pass can say, or a point that there is none of.
    """
    grant = _check(grant, now)
    key = keys.load(KeyName.PASS)
    with database.writing() as connection:
        _check_points(connection, grant.points)
        kept = _keep(connection, grant, now)
        issuer = _abbreviate(_read_province(connection))
    public_key = signature.get_public_bytes(key)
    message = gate_pass.sign(
        _describe(grant, kept, issuer), key.sign, kid=gate_pass.name_key(public_key)
    )
    text = badge.encode(message) if grant.is_digits else gate_pass.write(message)
    return Issued(pass_id=kept.pass_id.hex(), payload=text)


def revoke(database: Database, name: str, now: datetime) -> str:
    """Revoke the pass that `name` names; the next roster says so to every kiosk.

    Raises:
        RefusedError: No such pass was issued.
    """
    try:
        pass_id = bytes.fromhex(name)
    except ValueError:
        pass_id = b""
    with database.writing() as connection:
        if not passes.revoke(connection, pass_id, now):
            raise RefusedError(
                f"There is no pass '{name}'. Give the 24 hex digits that "
                "'province pass issue' printed as 'pass'."
            )
    return pass_id.hex()


def list_trust(connection: Connection, keys: KeyFolder) -> tuple[IssuerKey, ...]:
    """Return the keys by which kiosks know the province's passes."""
    issuer = _read_province(connection)
    return tuple(
        _pack_key(bytes.fromhex(public), issuer)
        for public in keys.list_publics(KeyName.PASS)
    )


def pack_status_lists(connection: Connection) -> Mapping[int, bytes]:
    """Return the packed list of every number of which a pass was revoked."""
    revoked = passes.list_revoked(connection)
    return {list_id: status_list.pack(bits) for list_id, bits in revoked.items()}


def parse_time(text: str, option: str) -> datetime:
    """Return the time that ISO 8601 `text` names; no zone means UTC.

    A day alone is one of Asia/Ho_Chi_Minh, and whole: it begins with its first
    second, and as `--valid-until` ends with its last.

    Raises:
        UsageError: It names none.
    """
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise UsageError(
            f"{option} '{text}' is not ISO 8601: write 2026-11-20 or "
            "2026-11-20T08:00:00+07:00."
        ) from error
    if len(text) <= len("2026-W47-5"):
        ends = option == "--valid-until"
        return datetime.combine(at, time(23, 59, 59) if ends else time(), LOCAL)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _check(grant: Grant, now: datetime) -> Grant:
    """Return `grant` as it is signed, or raise."""
    name, plate = (
        unicodedata.normalize("NFC", " ".join(text.split()))
        for text in (grant.name, grant.plate)
    )
    if not name or len(name) > MAX_TEXT or len(plate) > _PLATE_LENGTH:
        raise UsageError(
            f"A name has 1 to {MAX_TEXT} letters, a plate at most {_PLATE_LENGTH}."
        )
    if grant.until < grant.since or grant.until < now:
        raise UsageError(
            f"The pass would end at {grant.until.isoformat()}, before it begins or "
            "before now. Give a later --valid-until."
        )
    if grant.since.timestamp() < 0 or grant.until.year > _LAST_YEAR:
        raise UsageError(f"A pass is valid between 1970 and {_LAST_YEAR}.")
    if grant.uses is not None and grant.uses < 1:
        raise UsageError(f"--uses {grant.uses} admits nobody: give 1 or more.")
    if len(grant.points) > MAX_POINTS:
        raise UsageError(
            f"A pass names at most {MAX_POINTS} points; without one it is valid at all."
        )
    document = "".join(letter for letter in grant.document if letter.isalnum())
    return Grant(
        name=name,
        document=document.upper(),
        since=grant.since,
        until=grant.until,
        points=tuple(dict.fromkeys(grant.points)),
        plate=plate.upper(),
        uses=grant.uses,
        is_digits=grant.is_digits,
    )


_PLATE_LENGTH = 12
"""29A-123.45 has ten; the gate's screen shows no more than this."""
_LAST_YEAR = 2999


def _check_points(connection: Connection, named: tuple[str, ...]) -> None:
    for point in named:
        if points.find_name(connection, point) is None:
            raise UsageError(
                f"There is no point '{point}'. Register it with 'province point add'."
            )


def _keep(connection: Connection, grant: Grant, now: datetime) -> Issue:
    """Give the pass a random bit, so that bits tell nothing, and keep it."""
    newest = passes.find_newest_list(connection)
    for list_id in (newest, newest + 1):
        for _ in range(TRIES):
            kept = Issue(
                pass_id=secrets.token_bytes(PASS_ID_BYTES),
                list_id=list_id,
                index=secrets.randbelow(LIST_BITS),
                name=grant.name,
                not_before=grant.since,
                not_after=grant.until,
            )
            if passes.insert_pass(connection, kept, now):
                return kept
    raise OutsideError("No status list has a free bit. Call support.")


def _describe(grant: Grant, kept: Issue, issuer: str) -> GatePass:
    return GatePass(
        pass_id=kept.pass_id,
        issuer=issuer,
        name=grant.name,
        not_before=int(grant.since.timestamp()),
        not_after=int(grant.until.timestamp()),
        list_id=kept.list_id,
        index=kept.index,
        bound_to=bind(kept.pass_id, grant.document) if grant.document else b"",
        points=grant.points,
        plate=grant.plate,
        uses=grant.uses,
    )


def _read_province(connection: Connection) -> str:
    return settings.read(connection, settings.PROVINCE_NAME) or DEFAULT_PROVINCE


def _abbreviate(province: str) -> str:
    """Return the initials of a province: a whole name would need a larger code."""
    return "".join(word[0] for word in province.split())[:4].upper()


def _pack_key(public_key: bytes, issuer: str) -> IssuerKey:
    return IssuerKey(
        issuer=issuer,
        key=Ed25519PublicKey.from_public_bytes(public_key).public_bytes(
            Encoding.DER, PublicFormat.SubjectPublicKeyInfo
        ),
        kids=(gate_pass.name_key(public_key),),
        scopes=(Scope.PASS.value,),
    )
