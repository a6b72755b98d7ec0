"""Signature: who signed a Windows program or catalogue, and when.

Checked here: the digest, the signer's RSA signature, the certificate chain up
to the system's roots, and the RFC 3161 time stamp with its own chain. Not
checked: revocation lists, which need a network.
"""

import hashlib
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from asn1crypto import cms, core, parser, pem, tsp, x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509 import load_der_x509_certificate

from installers.msi import pe

PROGRAM = "1.3.6.1.4.1.311.2.1.4"
CATALOGUE = "1.3.6.1.4.1.311.10.1"
TIME_STAMP = "1.3.6.1.4.1.311.3.3.1"

ROOTS = Path("/etc/ssl/certs/ca-certificates.crt")


class SignatureError(ValueError):
    """A signature that does not hold; the sentence says which part."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """A signature that holds, and what it is about.

    `content` is the signed DER without its outer tag, as Authenticode hashes it.
    """

    signer: str
    certificate_sha256: str
    signed_at: datetime
    content: bytes


def verify_program(program: bytes, *, roots: Path = ROOTS) -> Signature:
    """Return the signature of a program file.

    Raises:
        SignatureError: there is none, or it does not hold.
    """
    signed = pe.read_signature(program)
    if not signed:
        raise SignatureError("The file has no signature.")
    signature = verify(signed, PROGRAM, roots=roots)
    algorithm, digest = _read_digest(signature.content)
    if pe.hash_signed_part(program, algorithm) != digest:
        raise SignatureError("The file was changed after it was signed.")
    return signature


def verify_catalogue(
    catalogue: bytes, *, roots: Path = ROOTS
) -> tuple[Signature, frozenset[bytes]]:
    """Return the signature of a catalogue and the SHA-256 of each file it names."""
    signature = verify(catalogue, CATALOGUE, roots=roots)
    members = max(_split(signature.content), key=len)
    names = (_read_first(member) for member in _split(_open(members)))
    return signature, frozenset(name for name in names if len(name) == 32)


def verify(der: bytes, content_type: str, *, roots: Path = ROOTS) -> Signature:
    """Return the signature in the PKCS#7 `der`, whose content has `content_type`."""
    try:
        signed = cms.ContentInfo.load(der)["content"]
        inner = signed["encap_content_info"]
        found = inner["content_type"].dotted
        content = bytes(inner["content"].contents)
        signer = signed["signer_infos"][0]
        certificates = [c.chosen for c in signed["certificates"]]
    except (ValueError, TypeError, KeyError, IndexError) as error:
        raise SignatureError(f"The signature is not PKCS#7: {error}") from error
    if found != content_type:
        raise SignatureError(f"The signature is about {found}, not {content_type}.")
    leaf = _find_signer(signer, certificates)
    _check_digest(signer, content)
    _check_signature(signer, leaf)
    signed_at = _check_time_stamp(signer, roots)
    _check_chain(leaf, certificates, at=signed_at, roots=roots)
    return Signature(
        signer=leaf.subject.native["common_name"],
        certificate_sha256=leaf.sha256.hex(),
        signed_at=signed_at,
        content=content,
    )


def _find_signer(
    signer: cms.SignerInfo, certificates: Sequence[x509.Certificate]
) -> x509.Certificate:
    number = signer["sid"].chosen["serial_number"].native
    for certificate in certificates:
        if certificate.serial_number == number:
            usage = certificate.extended_key_usage_value
            if usage is None or "code_signing" not in usage.native:
                raise SignatureError("The signer's certificate is not for code.")
            return certificate
    raise SignatureError("The signer's certificate is missing.")


def _check_digest(signer: cms.SignerInfo, content: bytes) -> None:
    algorithm = signer["digest_algorithm"]["algorithm"].native
    for attribute in signer["signed_attrs"]:
        if attribute["type"].native == "message_digest":
            digest = hashlib.new(algorithm, content).digest()
            if attribute["values"][0].native == digest:
                return
    raise SignatureError("The signed digest is not that of the content.")


def _check_signature(signer: cms.SignerInfo, leaf: x509.Certificate) -> None:
    key = load_der_x509_certificate(leaf.dump()).public_key()
    algorithm = signer["digest_algorithm"]["algorithm"].native
    known = {"sha256": hashes.SHA256(), "sha384": hashes.SHA384()}
    if not isinstance(key, rsa.RSAPublicKey) or algorithm not in known:
        raise SignatureError(f"Signatures by {algorithm} are not known here.")
    try:
        key.verify(
            signer["signature"].native,
            signer["signed_attrs"].untag().dump(),
            padding.PKCS1v15(),
            known[algorithm],
        )
    except InvalidSignature as error:
        raise SignatureError("The signer's key did not make this.") from error


def _check_time_stamp(signer: cms.SignerInfo, roots: Path) -> datetime:
    """Return when a time-stamping authority saw the signature."""
    token = _find_time_stamp(signer)
    info = tsp.TSTInfo.load(bytes(token["content"]["encap_content_info"]["content"]))
    signed_at: datetime = info["gen_time"].native
    with TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "token").write_bytes(token.dump())
        (place / "signed").write_bytes(signer["signature"].native)
        given = [c.chosen for c in token["content"]["certificates"]]
        (place / "given").write_bytes(_write_pem(given))
        _ask_openssl(
            "ts", "-verify", "-token_in", "-in", f"{place}/token",
            "-data", f"{place}/signed", "-CAfile", str(roots),
            "-untrusted", f"{place}/given", "-attime", _seconds(signed_at),
        )  # fmt: skip
    return signed_at


def _find_time_stamp(signer: cms.SignerInfo) -> cms.ContentInfo:
    for attribute in signer["unsigned_attrs"]:
        if attribute["type"].dotted == TIME_STAMP:
            return cms.ContentInfo.load(attribute["values"][0].dump())
    raise SignatureError("The signature has no time stamp.")


def _check_chain(
    leaf: x509.Certificate,
    given: Sequence[x509.Certificate],
    *,
    at: datetime,
    roots: Path,
) -> None:
    with TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "leaf").write_bytes(_write_pem([leaf]))
        (place / "given").write_bytes(_write_pem(given))
        _ask_openssl(
            "verify", "-x509_strict", "-attime", _seconds(at), "-CAfile", str(roots),
            "-untrusted", f"{place}/given", f"{place}/leaf",
        )  # fmt: skip


def _ask_openssl(*arguments: str) -> None:
    answer = subprocess.run(
        ["openssl", *arguments], capture_output=True, text=True, check=False, timeout=60
    )
    if answer.returncode:
        said = (answer.stderr or answer.stdout).strip().splitlines()
        raise SignatureError(f"openssl {arguments[0]} refused it: {said[-1:]}")


def _seconds(at: datetime) -> str:
    return str(int(at.timestamp()))


def _write_pem(certificates: Sequence[x509.Certificate]) -> bytes:
    return b"".join(pem.armor("CERTIFICATE", c.dump()) for c in certificates)


def _read_digest(content: bytes) -> tuple[str, bytes]:
    """Return algorithm and digest of Authenticode's SpcIndirectDataContent."""
    parts = list(_split(content))
    fields = list(_split(_open(parts[-1])))
    algorithm = core.ObjectIdentifier.load(next(_split(_open(fields[0])))).dotted
    known = {"2.16.840.1.101.3.4.2.1": "sha256", "1.3.14.3.2.26": "sha1"}
    return known[algorithm], _open(fields[1])


def _read_first(member: bytes) -> bytes:
    return _open(next(_split(_open(member))))


def _open(der: bytes) -> bytes:
    """Return what stands inside one DER value."""
    return bytes(parser.parse(der)[4])


def _split(content: bytes) -> Iterator[bytes]:
    """Yield the DER values that stand side by side in `content`."""
    while content:
        value = parser.parse(content)
        size = sum(len(part) for part in value[3:])
        yield content[:size]
        content = content[size:]
