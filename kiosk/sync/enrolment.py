"""Enrolment: from a one-time code to a kiosk that its province knows."""

import hashlib
import platform
from dataclasses import dataclass, replace
from http import HTTPStatus
from urllib.parse import urlsplit

import msgspec

from kiosk.errors import ProvinceError, RefusedError, UsageError
from kiosk.protocol import enrolment as protocol
from kiosk.protocol.enrolment import Answer, Code, CodeFault, Refusal, SignedAnswer
from kiosk.protocol.roster import ROOTS_PATH
from kiosk.roster import Roster
from kiosk.storage import locksmith, settings
from kiosk.storage.database import Database
from kiosk.storage.folder import Folder, mark_enrolled
from kiosk.storage.key_slots import passphrase
from kiosk.storage.settings import Enrolment, Identity
from kiosk.sync import authority, roster
from kiosk.sync.address import is_loopback
from kiosk.sync.fault import Fault, UnansweredError
from kiosk.sync.roster import Delivered
from kiosk.sync.route import Route
from kiosk.sync.transport import Reply, Transport, classify_status
from kiosk.words import load_words

ENROLMENTS_PATH = "/v1/enrolments"

ATTEMPTS = 3
"""An answer lost on the way is asked for again: same code and key, same answer."""

_REFUSALS = {
    Refusal.UNKNOWN_CODE: "the province does not know this code; ask for a new one",
    Refusal.USED_CODE: "this code was used by another kiosk; ask for a new one",
    Refusal.EXPIRED_CODE: "this code has expired; ask for a new one",
    Refusal.BAD_REQUEST: "the province could not read the request; update this kiosk",
}

_DIRECT = Route()


class DeniedError(RefusedError):
    """The province says no to this code, for `refusal`."""

    def __init__(self, sentence: str, refusal: Refusal) -> None:
        super().__init__(sentence)
        self.refusal = refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolled:
    """What enrolment came to; `recovery` is printed once and kept nowhere."""

    kiosk_id: str
    point: str
    gate: str
    province: str
    recovery: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """What a province is known by from now on; `token` is how this kiosk asked."""

    token: bytes
    url: str
    root: bytes
    ca: bytes


def read_code(text: str) -> Code:
    """Return the enrolment code in `text`; raise UsageError where it is none."""
    code = protocol.parse_code(text)
    match code:
        case CodeFault.NOT_A_CODE:
            raise UsageError(
                "This is not an enrolment code: it starts with "
                f"{protocol.PREFIX} and the province's `province enrol` prints it."
            )
        case CodeFault.MISTYPED:
            raise UsageError(
                "The enrolment code has a typing mistake: read it again, or use its QR."
            )
        case Code():
            _refuse_plain_http(code.url)
            return code


def enrol(
    database: Database,
    folder: Folder,
    code: Code,
    app_version: str,
    *,
    route: Route = _DIRECT,
) -> Enrolled:
    """Enrol this kiosk with `code`; nothing is kept unless all of it succeeds.

    Raises:
        ProvinceError: the province can't be reached or believed.
        RefusedError: the province says no to this code.
        UsageError: this kiosk is enrolled already, with another code.
    """
    with database.read() as connection:
        identity = settings.read_identity(connection)
        earlier = settings.read_enrolment(connection)
    refuse_another(earlier, code.token)
    ca = authority.fetch(code, route)
    transport = Transport(code.url, replace(route, pinned_ca=ca))
    try:
        root = _fetch_root(transport, code)
        delivered = _fetch_roster(transport, folder, root)
        answer = _ask(transport, code, identity, app_version, delivered.head)
    finally:
        transport.close()
    trust = Trust(token=code.token, url=code.url, root=root, ca=ca)
    return keep(database, folder, delivered, trust=trust, answer=answer)


def keep(
    database: Database,
    folder: Folder,
    delivered: Delivered,
    *,
    trust: Trust,
    answer: Answer,
) -> Enrolled:
    """Keep what a believed `answer` says, and the roster, in one transaction."""
    enrolment = Enrolment(
        token=trust.token,
        url=trust.url,
        root=trust.root,
        point=answer.point,
        point_name=answer.point_name,
        gate=answer.gate,
        province=answer.province,
        ca=trust.ca,
    )
    with database.write() as connection:
        roster.take(connection, delivered)
        settings.put_enrolment(connection, enrolment)
    mark_enrolled(folder)
    return Enrolled(
        kiosk_id=answer.kiosk_id,
        point=answer.point,
        gate=answer.gate,
        province=answer.province,
        recovery=_add_recovery(folder, answer.recovery_recipient),
    )


def refuse_another(earlier: Enrolment | None, token: bytes) -> None:
    """Raise UsageError where this kiosk is enrolled already, by another `token`."""
    if earlier is not None and earlier.token != token:
        raise UsageError(
            f"This kiosk is already enrolled at point {earlier.point}, gate "
            f"{earlier.gate}: use a new data folder for another point."
        )


def _refuse_plain_http(url: str) -> None:
    if is_safe_address(url):
        return
    raise UsageError(
        f"The enrolment code names the address '{url}': only https is used, and plain "
        "http to this machine itself. Ask the province for a code with an https address."
    )


def is_safe_address(url: str) -> bool:
    """Say whether `url` is https, or plain http to this machine itself."""
    parts = urlsplit(url)
    if parts.scheme == "https" and parts.hostname:
        return True
    return parts.scheme == "http" and is_loopback(parts.hostname or "")


def _fetch_root(transport: Transport, code: Code) -> bytes:
    path = f"{ROOTS_PATH}/{code.root_sha256.hex()}.json"
    reply = _expect(transport.get(path), transport.url)
    if hashlib.sha256(reply.body).digest() != code.root_sha256:
        raise ProvinceError(
            f"{transport.url} answers with another root of trust than the code names: "
            "this is not the province that made the code. Do not go on; call the province."
        )
    return reply.body


def _fetch_roster(transport: Transport, folder: Folder, root: bytes) -> Delivered:
    fetched = roster.fetch(transport, folder.roster, root)
    if isinstance(fetched, Fault):
        raise _make_error(fetched, transport.url)
    return fetched


def _ask(
    transport: Transport,
    code: Code,
    identity: Identity,
    app_version: str,
    trusted: Roster,
) -> Answer:
    request = protocol.make_request(
        code.token, identity.private_key, app_version, platform.system()
    )
    body = msgspec.json.encode(request)
    for _ in range(ATTEMPTS):
        reply = transport.post(ENROLMENTS_PATH, body, "application/json")
        if isinstance(reply, Reply):
            break
    answer = _open_answer(_expect(reply, transport.url), trusted)
    if answer is None or answer.kiosk_id != identity.kiosk_id:
        raise ProvinceError(
            f"{transport.url} gave an answer that the province did not sign for this "
            "kiosk. Nothing was kept; call the province."
        )
    return answer


def _open_answer(reply: Reply, trusted: Roster) -> Answer | None:
    try:
        signed = msgspec.json.decode(reply.body, type=SignedAnswer)
    except msgspec.MsgspecError:
        return None
    return protocol.open_answer(signed, trusted.receipt_keys)


def _expect(reply: Reply | Fault, url: str) -> Reply:
    """Return a success; raise what the province said, or why it said nothing."""
    if isinstance(reply, Fault):
        raise _make_error(reply, url)
    fault = classify_status(reply)
    if fault is None:
        return reply
    refusal = _read_refusal(reply)
    if refusal is not None:
        sentence = f"Enrolment refused ({refusal}): {_REFUSALS[refusal]}."
        raise DeniedError(sentence, refusal)
    raise _make_error(fault, url)


def _read_refusal(reply: Reply) -> Refusal | None:
    if reply.status < HTTPStatus.BAD_REQUEST:
        return None
    try:
        problem = msgspec.json.decode(reply.body, type=dict[str, object])
        return Refusal(str(problem.get("reason")))
    except (msgspec.MsgspecError, ValueError):
        return None


def _make_error(fault: Fault, url: str) -> ProvinceError:
    advice = load_words("en").say_advice(fault.fault_class)
    sentence = (
        f"The province at {url} gave no good answer ({fault.fault_class}: "
        f"{fault.detail}). {advice} Then give the same code again; nothing was lost."
    )
    return UnansweredError(sentence, fault.fault_class)


def _add_recovery(folder: Folder, recipient: str) -> str:
    """Add the slots that open the database when this machine can't; return the passphrase."""
    text = passphrase.make()
    locksmith.enrol(folder, text, recipient)
    return text
