"""Enrolment by files: a kiosk without a network asks and is answered on a stick."""

import hashlib
import platform
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus

import msgspec

from kiosk.errors import ProvinceError, UsageError
from kiosk.protocol import enrolment as protocol
from kiosk.protocol import enrolment_file, signature
from kiosk.protocol.enrolment import TOKEN_BYTES, Answer, Code
from kiosk.protocol.enrolment_file import (
    AnsweredByFile,
    AskedByFile,
    make_fingerprint,
)
from kiosk.storage import settings
from kiosk.storage.database import Database
from kiosk.storage.folder import Folder
from kiosk.storage.settings import Identity
from kiosk.sync import enrolment, roster
from kiosk.sync.enrolment import Enrolled, Trust
from kiosk.sync.fault import Fault
from kiosk.sync.roster import Delivered
from kiosk.sync.transport import Reply

_ASKED = "enrolment_request"


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolledByFile:
    """What an answer came to; `is_proven` where a code vouched for it, not a person."""

    enrolled: Enrolled
    fingerprint: str
    is_proven: bool


class _Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What this kiosk asked with; `root_sha256` is empty where it had no code."""

    token: bytes
    root_sha256: bytes = b""


class _AnswerSource:
    """Answers as the province would, from what came in the file."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = files

    def get(self, path: str) -> Reply | Fault:
        """Return the file that `path` names by its last two parts."""
        name = "/".join(path.partition("?")[0].rsplit("/", 2)[-2:])
        content = self._files.get(name)
        return Reply(
            status=(HTTPStatus.NOT_FOUND if content is None else HTTPStatus.OK).value,
            content_type="",
            body=content or b"",
            date=None,
            retry_after_s=None,
        )


def ask(database: Database, code: Code | None, app_version: str) -> bytes:
    """Return the request to write on a stick, and remember what it asks with.

    Without a code the kiosk asks for no point; asked again, the request is the
    same, so that an answer to the first one is still good.

    Raises:
        UsageError: this kiosk is enrolled already, with another code.
    """
    with database.write() as connection:
        identity = settings.read_identity(connection)
        earlier = settings.read_enrolment(connection)
        asked = _choose(settings.get(connection, _ASKED), code)
        enrolment.refuse_another(earlier, asked.token)
        settings.put(connection, _ASKED, msgspec.msgpack.encode(asked))
    request = protocol.make_request(
        asked.token, identity.private_key, app_version, platform.system()
    )
    told = AskedByFile(request=request, root_sha256=asked.root_sha256)
    return enrolment_file.encode(told)


def take(
    database: Database,
    folder: Folder,
    data: bytes,
    *,
    fingerprint: str | None = None,
    refuse_url: Callable[[str], None] = lambda _: None,
) -> EnrolledByFile:
    """Enrol by the answer in `data`; nothing is kept unless all of it is believed.

    `fingerprint` is what the province showed, where a person gives it;
    `refuse_url` raises for a server that the machine's policy does not allow.

    Raises:
        UsageError: this kiosk asked for nothing, or is enrolled already.
        ProvinceError: the answer can't be believed.
    """
    with database.read() as connection:
        identity = settings.read_identity(connection)
        earlier = settings.read_enrolment(connection)
        stored = settings.get(connection, _ASKED)
    if stored is None:
        raise UsageError(
            "This kiosk has asked for nothing: run `kiosk enrol --request FILE` on "
            "it first, and have the province answer that file."
        )
    asked = msgspec.msgpack.decode(stored, type=_Asked)
    enrolment.refuse_another(earlier, asked.token)
    answered = enrolment_file.decode_answer(data)
    if answered is None:
        raise _distrust("it is no answer to an enrolment, or it was cut off")
    shown = make_fingerprint(
        signature.get_public_bytes(identity.private_key), answered.root
    )
    _compare(answered, asked, shown, fingerprint)
    delivered = _fetch(answered, folder)
    answer = _open(answered, delivered, identity)
    if answer.url:
        refuse_url(answer.url)
    trust = Trust(
        token=asked.token,
        url=answer.url if enrolment.is_safe_address(answer.url) else "",
        root=answered.root,
        ca=answered.ca,
    )
    return EnrolledByFile(
        enrolled=enrolment.keep(
            database, folder, delivered, trust=trust, answer=answer
        ),
        fingerprint=shown,
        is_proven=bool(asked.root_sha256) or fingerprint is not None,
    )


def _choose(stored: bytes | None, code: Code | None) -> _Asked:
    if code is not None:
        return _Asked(token=code.token, root_sha256=code.root_sha256)
    if stored is not None:
        return msgspec.msgpack.decode(stored, type=_Asked)
    return _Asked(token=secrets.token_bytes(TOKEN_BYTES))


def _compare(
    answered: AnsweredByFile, asked: _Asked, shown: str, given: str | None
) -> None:
    """Hold the root against what the code names, and what a person read off."""
    root_sha256 = hashlib.sha256(answered.root).digest()
    if asked.root_sha256 and root_sha256 != asked.root_sha256:
        raise _distrust("it has another root of trust than the code names")
    if given is not None and _plain(given) != _plain(shown):
        raise _distrust(f"its fingerprint is {shown}, not the one that was given")


def _fetch(answered: AnsweredByFile, folder: Folder) -> Delivered:
    source = _AnswerSource(answered.files)
    fetched = roster.fetch(source, folder.roster, answered.root)
    if isinstance(fetched, Fault):
        raise _distrust(fetched.detail)
    return fetched


def _open(answered: AnsweredByFile, delivered: Delivered, identity: Identity) -> Answer:
    answer = protocol.open_answer(answered.answer, delivered.head.receipt_keys)
    if answer is None:
        raise _distrust("the province did not sign it")
    if answer.kiosk_id != identity.kiosk_id:
        raise _distrust(f"it is for the kiosk {answer.kiosk_id}")
    ca_sha256 = hashlib.sha256(answered.ca).digest() if answered.ca else b""
    if ca_sha256 != answer.ca_sha256:
        raise _distrust("it has another certificate authority than was signed")
    return answer


def _plain(fingerprint: str) -> str:
    return "".join(fingerprint.split()).replace("-", "").upper()


def _distrust(why: str) -> ProvinceError:
    return ProvinceError(
        f"The answer is not taken: {why}. Nothing was kept; have the province answer "
        "this kiosk's request again, and look at the clock of this machine."
    )
