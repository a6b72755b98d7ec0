"""Authorities: CAs for tests, and servers' certificates from them."""

import ssl
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import NameOID

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """A CA; `certificate` is DER."""

    key: ec.EllipticCurvePrivateKey
    certificate: bytes

    @property
    def pem(self) -> bytes:
        read = x509.load_der_x509_certificate(self.certificate)
        return read.public_bytes(Encoding.PEM)

    def make_server_pem(
        self, host: str, *, since: datetime | None = None, until: datetime | None = None
    ) -> bytes:
        """Return a private key and a certificate for `host`."""
        key = ec.generate_private_key(ec.SECP256R1())
        issuer = x509.load_der_x509_certificate(self.certificate).subject
        shown = _start(host, issuer, key, since, until).add_extension(
            x509.SubjectAlternativeName([_name(host)]), critical=False
        )
        signed = shown.sign(self.key, hashes.SHA256())
        private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        return private + signed.public_bytes(Encoding.PEM)

    def make_server_context(
        self, host: str, *, since: datetime | None = None, until: datetime | None = None
    ) -> ssl.SSLContext:
        """Return the context of a server that shows a certificate for `host`."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "server.pem")
            file.write_bytes(self.make_server_pem(host, since=since, until=until))
            context.load_cert_chain(file)
        return context


def make_authority(
    *, since: datetime | None = None, until: datetime | None = None
) -> Authority:
    """Return a CA that nobody trusts yet."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Invented CA")])
    made = _start("Invented CA", name, key, since, until).add_extension(
        x509.BasicConstraints(ca=True, path_length=0), critical=True
    )
    signed = made.sign(key, hashes.SHA256())
    return Authority(key=key, certificate=signed.public_bytes(Encoding.DER))


def _start(
    subject: str,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    since: datetime | None,
    until: datetime | None,
) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, subject)]))
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(since or now - DAY)
        .not_valid_after(until or now + DAY)
    )


def _name(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(host))
    except ValueError:
        return x509.DNSName(host)
