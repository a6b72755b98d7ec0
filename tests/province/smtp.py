"""SMTP: a real mail server on loopback, which answers as a test wants."""

import asyncio
import datetime as dt
import ipaddress
import logging
import ssl
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from functools import partial
from pathlib import Path
from queue import Queue
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

logging.getLogger("mail.log").propagate = False
"""aiosmtpd tells there what clients do wrong, which tests make them do."""
USER, PASSWORD = "tinh", "bí mật 7"


@dataclass(kw_only=True)
class Office:
    """What a mail server got; `answers` are given to RCPT, one each, then 250.

    `data_answer` is given to each letter. `Any` is aiosmtpd's own.
    """

    port: int = 0
    ca: str = ""
    letters: list[EmailMessage] = field(default_factory=list)
    users: list[str] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    data_answer: str = "250 OK"
    hangs: bool = False

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _s: Any, _session: Any, envelope: Envelope, address: str, _o: list[str]
    ) -> str:
        """Answer to a recipient."""
        if self.hangs:
            await asyncio.Event().wait()
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, _s: Any, session: Any, envelope: Envelope) -> str:  # noqa: N802
        """Answer to a letter."""
        if self.data_answer.startswith("250"):
            content = envelope.content
            assert isinstance(content, bytes)
            parsed = message_from_bytes(content, policy=default)
            assert isinstance(parsed, EmailMessage)
            self.letters.append(parsed)
            self.users.append(str(session.auth_data or ""))
        return self.data_answer


def _check(
    _server: Any, _session: Any, _envelope: Any, _mechanism: str, said: Any
) -> AuthResult:
    """Let the one user in."""
    given = LoginPassword(USER.encode(), PASSWORD.encode())
    return AuthResult(success=said == given, auth_data=USER, handled=False)


@contextmanager
def serve_mail(*, starttls: bool = False, tls: bool = False) -> Iterator[Office]:
    """Give a mail server; one with TLS asks for the user's password first."""
    office, context = Office(), None
    if starttls or tls:
        with tempfile.TemporaryDirectory() as folder:
            context, office.ca = _make_certificate(Path(folder))
    make = partial(
        SMTP,
        office,
        hostname="127.0.0.1",
        tls_context=context if starttls else None,
        require_starttls=starttls,
        auth_required=starttls,
        auth_require_tls=starttls,
        authenticator=_check if context else None,
    )
    started: Queue[Callable[[], object]] = Queue()
    # A loop of the thread's own: playwright runs one in the tests'.
    serving = _serve(office, make, context if tls else None, started)
    thread = threading.Thread(target=asyncio.run, args=(serving,), name="smtp")
    thread.start()
    stop = started.get(timeout=60)
    try:
        yield office
    finally:
        stop()
        thread.join()


async def _serve(
    office: Office,
    make: Callable[[], SMTP],
    context: ssl.SSLContext | None,
    started: Queue[Callable[[], object]],
) -> None:
    """Serve until what is put into `started` is called."""
    server, stop = await _listen(make, context), asyncio.Event()
    office.port = server.sockets[0].getsockname()[1]
    loop = asyncio.get_running_loop()
    started.put(partial(loop.call_soon_threadsafe, stop.set))
    await stop.wait()
    server.close()


async def _listen(
    make: Callable[[], SMTP], context: ssl.SSLContext | None
) -> asyncio.Server:
    loop = asyncio.get_running_loop()
    return await loop.create_server(make, "127.0.0.1", 0, ssl=context)


def _make_certificate(folder: Path) -> tuple[ssl.SSLContext, str]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "thử")])
    now = dt.datetime.now(dt.UTC)
    address = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([address]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = certificate.public_bytes(serialization.Encoding.PEM)
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path = folder / "server.pem"
    path.write_bytes(secret + pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context, pem.decode()
