"""Authority: the CA of the province's own certificate, which enrolment codes name."""

import hashlib
from base64 import b64decode, b64encode
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from sqlalchemy import Connection

from province.errors import OutsideError
from province.ledger import settings

_PUBLIC_CA = "public_ca"


def load(path: str) -> bytes:
    """Return the first certificate (DER) in the PEM file at `path`.

    Raises:
        OutsideError: it can't be read, or holds none.
    """
    try:
        read = x509.load_pem_x509_certificate(Path(path).read_bytes())
    except (OSError, ValueError) as error:
        raise OutsideError(
            f"--tls-ca '{path}' is no certificate: {error}. Name the PEM file of the "
            "CA that signed --tls-cert, or nothing for a public one."
        ) from error
    return read.public_bytes(Encoding.DER)


def store(connection: Connection, certificate: bytes) -> None:
    """Let codes name the CA of `certificate` from now on; empty for a public one."""
    settings.store(connection, _PUBLIC_CA, b64encode(certificate).decode("ascii"))


def read(connection: Connection) -> bytes:
    """Return the certificate (DER) of the CA that codes name, empty for a public one."""
    return b64decode(settings.read(connection, _PUBLIC_CA) or "")


def hash_ca(connection: Connection) -> bytes:
    """Return SHA-256 of that certificate, empty for a public CA."""
    certificate = read(connection)
    return hashlib.sha256(certificate).digest() if certificate else b""
