"""Mail: a letter handed to the province's SMTP server, and what became of it."""

import re
import smtplib
import ssl
from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from enum import StrEnum
from pathlib import PurePath

import msgspec

TIMEOUT_S = 30.0
"""Per answer of the server. Several minutes are RFC 5321's own, but a letter that is
tried again loses nothing."""
_LOCAL = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
_HOST = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*"
_ADDRESS = re.compile(rf"{_LOCAL}@{_HOST}", re.ASCII)
_PLAIN = SMTP.clone(cte_type="7bit")
"""Not every server of an office takes 8 bits (RFC 6152)."""
_SUBTYPES = {
    ".docx": "vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_LONGEST = 254
_TOLD = 200
_FOREVER = 500
_LOGGED_IN = 235


class Security(StrEnum):
    """How the way to the mail server is closed to others."""

    NONE = "none"
    STARTTLS = "starttls"
    TLS = "tls"


class MailFault(StrEnum):
    """Why a letter did not arrive at the mail server."""

    NOT_SET_UP = "not_set_up"
    UNREACHABLE = "unreachable"
    TIMED_OUT = "timed_out"
    UNSAFE = "unsafe"
    LOGIN = "login"
    LATER = "later"
    REFUSED = "refused"


class MailServer(msgspec.Struct, frozen=True, kw_only=True):
    """Where letters go; `ca` is the PEM of an own authority, empty for a public one."""

    host: str
    port: int
    security: Security
    user: str
    sender: str
    ca: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A document that goes with a letter; its name ends in `.docx` or `.xlsx`."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What is sent, checked; `message_id` is the same at every try."""

    message_id: str
    written_at: datetime
    recipient: str
    subject: str
    text: str
    attachments: tuple[Attachment, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """The mail server has taken the letter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """It has not; `is_final` where to try again would not help."""

    fault: MailFault
    detail: str
    is_final: bool = False


def is_address(text: str) -> bool:
    """Say whether `text` is one mail address, and nothing more."""
    return len(text) <= _LONGEST and _ADDRESS.fullmatch(text) is not None


def compose(server: MailServer, letter: Letter) -> EmailMessage:
    """Return `letter` as a message; no text of it can become a header."""
    message = EmailMessage(policy=_PLAIN)
    message["Message-ID"] = letter.message_id
    message["Date"] = format_datetime(letter.written_at)
    message["From"] = Address(addr_spec=server.sender)
    message["To"] = Address(addr_spec=letter.recipient)
    message["Subject"] = " ".join(letter.subject.split())
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    for one in letter.attachments:
        message.add_attachment(
            one.content,
            maintype="application",
            subtype=_SUBTYPES[PurePath(one.name).suffix],
            filename=one.name,
        )
    return message


def send(
    server: MailServer,
    password: str,
    message: EmailMessage,
    timeout_s: float = TIMEOUT_S,
) -> Arrived | Failed:
    """Hand `message` to `server`; whatever the server does, an answer."""
    try:
        with _connect(server, timeout_s) as client:
            if server.user:
                _log_in(client, server.user, password)
            client.send_message(message)
    except TimeoutError:
        return _fail(MailFault.TIMED_OUT, f"{timeout_s:.0f} s")
    except ssl.SSLError as error:
        return _fail(MailFault.UNSAFE, str(error))
    except smtplib.SMTPException as error:
        return _grade(error)
    except (OSError, UnicodeError) as error:
        return _fail(MailFault.UNREACHABLE, str(error))
    return Arrived()


def _grade(error: smtplib.SMTPException) -> Failed:
    """Tell what the server said no to, and whether for good."""
    match error:
        case smtplib.SMTPAuthenticationError() | smtplib.SMTPSenderRefused():
            return _fail(MailFault.LOGIN, error.smtp_error)
        case smtplib.SMTPNotSupportedError():
            return _fail(MailFault.UNSAFE, str(error))
        case smtplib.SMTPRecipientsRefused():
            ((code, said),) = error.recipients.values()
            return _refuse(code, said)
        case smtplib.SMTPResponseException():
            return _refuse(error.smtp_code, error.smtp_error)
        case _ if isinstance(error.__context__, TimeoutError):
            return _fail(MailFault.TIMED_OUT, str(error))
        case _:
            return _fail(MailFault.UNREACHABLE, str(error))


def _connect(server: MailServer, timeout_s: float) -> smtplib.SMTP:
    """Open the way to `server`; it is closed where it can't be made safe."""
    if server.security is Security.TLS:
        return smtplib.SMTP_SSL(
            server.host, server.port, timeout=timeout_s, context=_trust(server)
        )
    client = smtplib.SMTP(server.host, server.port, timeout=timeout_s)
    if server.security is Security.STARTTLS:
        try:
            client.starttls(context=_trust(server))
        except (OSError, smtplib.SMTPException):
            client.close()
            raise
    return client


def _log_in(client: smtplib.SMTP, user: str, password: str) -> None:
    """Log in; smtplib alone takes ASCII only, and RFC 4616 has UTF-8."""
    client.ehlo_or_helo_if_needed()
    if "PLAIN" not in client.esmtp_features.get("auth", "").upper().split():
        client.login(user, password)
        return
    said = b64encode(f"\0{user}\0{password}".encode()).decode("ascii")
    code, answer = client.docmd("AUTH", f"PLAIN {said}")
    if code != _LOGGED_IN:
        raise smtplib.SMTPAuthenticationError(code, answer)


def _trust(server: MailServer) -> ssl.SSLContext:
    return ssl.create_default_context(cadata=server.ca or None)


def _refuse(code: int, said: bytes | str) -> Failed:
    """Tell a refusal for good (5xx) from one for now (RFC 5321 4.2.1)."""
    is_final = code >= _FOREVER
    fault = MailFault.REFUSED if is_final else MailFault.LATER
    return _fail(fault, f"{code} {_read(said)}", is_final=is_final)


def _fail(fault: MailFault, said: bytes | str, *, is_final: bool = False) -> Failed:
    return Failed(fault=fault, detail=_read(said)[:_TOLD], is_final=is_final)


def _read(said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return " ".join(text.replace("\0", "").split())
