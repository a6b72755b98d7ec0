"""Signers: an authority, a signer and a time stamp of their own, invented for tests."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from asn1crypto import algos, cms, core, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from installers.msi import signature
from installers.msi.pe import hash_signed_part
from tests.installers.msi.programs import a_program

AT = datetime(2024, 4, 2, 12, 0, tzinfo=UTC)

TIME_STAMP_CONTENT = "1.2.840.113549.1.9.16.1.4"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """A key and its certificate."""

    key: rsa.RSAPrivateKey
    certificate: x509.Certificate

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.DER)

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)


def a_signer(
    name: str,
    issuer: Signer | None = None,
    *,
    usage: x509.ObjectIdentifier = ExtendedKeyUsageOID.CODE_SIGNING,
    until: datetime = AT + timedelta(days=30),
) -> Signer:
    """Return a signer whose certificate `issuer` made; an authority without one."""
    key = rsa.generate_private_key(65537, 2048)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    by = issuer.certificate if issuer else None
    issuing_key = issuer.key if issuer else key
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by.subject if by else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(AT - timedelta(days=30))
        .not_valid_after(until)
        .add_extension(x509.BasicConstraints(ca=not by, path_length=None), not by)
        .add_extension(_make_key_usage(is_authority=not by), True)
        .add_extension(
            x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False
        )
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(
                issuing_key.public_key()
            ),
            False,
        )
    )
    if by:
        builder = builder.add_extension(x509.ExtendedKeyUsage([usage]), True)
    return Signer(key=key, certificate=builder.sign(issuing_key, hashes.SHA256()))


def a_signed_program(program: bytes, signer: Signer, stamper: Signer) -> bytes:
    """Return `program` with the signature of `signer`."""
    digest = hash_signed_part(program, "sha256")
    made = sign(signature.PROGRAM, describe_digest(digest), signer, stamper)
    made += b"\0" * (-len(made) % 8)
    return a_program(imports=["a.dll"], signature=made)


def describe_digest(digest: bytes) -> bytes:
    """Return Authenticode's SpcIndirectDataContent."""
    image = core.ObjectIdentifier("1.3.6.1.4.1.311.2.1.15").dump()
    algorithm = algos.DigestAlgorithm({"algorithm": "sha256"}).dump()
    info = der(0x30, algorithm, der(0x04, digest))
    return der(0x30, der(0x30, image), info)


def describe_files(*digests: bytes) -> bytes:
    """Return a catalogue's list of the files with these digests."""
    members = [der(0x30, der(0x04, digest), der(0x31)) for digest in digests]
    return der(0x30, der(0x04, b"list"), der(0x30, *members))


def sign(content_type: str, content: bytes, signer: Signer, stamper: Signer) -> bytes:
    """Return PKCS#7 about `content`, one DER value, stamped at `AT`."""
    inside = core.Sequence.load(content).contents
    attributes = _make_attributes(content_type, inside)
    value = _sign_attributes(attributes, signer)
    stamp = _stamp(value, stamper)
    unsigned = der(0xA1, der(
        0x30, core.ObjectIdentifier(signature.TIME_STAMP).dump(), der(0x31, stamp)
    ))  # fmt: skip
    return _pack(
        content_type, content, signer, attributes=attributes, value=value, rest=unsigned
    )


def der(tag: int, *parts: bytes) -> bytes:
    """Return one DER value."""
    body = b"".join(parts)
    size = len(body).to_bytes((len(body).bit_length() + 7) // 8 or 1, "big")
    length = size if len(body) < 0x80 else bytes([0x80 | len(size)]) + size
    return bytes([tag]) + length + body


def _stamp(value: bytes, stamper: Signer) -> bytes:
    info = tsp.TSTInfo(
        {
            "version": "v1",
            "policy": "1.2.3",
            "message_imprint": {
                "hash_algorithm": {"algorithm": "sha256"},
                "hashed_message": hashlib.sha256(value).digest(),
            },
            "serial_number": 1,
            "gen_time": AT,
        }
    ).dump()
    named = tsp.SigningCertificateV2(
        {"certs": [{"cert_hash": hashlib.sha256(stamper.der).digest()}]}
    )
    more = cms.CMSAttribute({"type": "signing_certificate_v2", "values": [named]})
    attributes = _make_attributes(TIME_STAMP_CONTENT, info, more)
    stamped = _sign_attributes(attributes, stamper)
    return _pack(
        TIME_STAMP_CONTENT,
        der(0x04, info),
        stamper,
        attributes=attributes,
        value=stamped,
    )


def _make_attributes(
    content_type: str, content: bytes, *more: cms.CMSAttribute
) -> cms.CMSAttributes:
    digest = hashlib.sha256(content).digest()
    return cms.CMSAttributes(
        [
            cms.CMSAttribute({"type": "content_type", "values": [content_type]}),
            cms.CMSAttribute({"type": "message_digest", "values": [digest]}),
            *more,
        ]
    )


def _sign_attributes(attributes: cms.CMSAttributes, signer: Signer) -> bytes:
    return signer.key.sign(attributes.dump(), padding.PKCS1v15(), hashes.SHA256())


def _pack(
    content_type: str,
    content: bytes,
    signer: Signer,
    *,
    attributes: cms.CMSAttributes,
    value: bytes,
    rest: bytes = b"",
) -> bytes:
    certificate = asn1_x509.Certificate.load(signer.der)
    algorithm = algos.DigestAlgorithm({"algorithm": "sha256"}).dump()
    by = der(0x30, certificate.issuer.dump(), certificate["tbs_certificate"]["serial_number"].dump())  # fmt: skip
    kind = algos.SignedDigestAlgorithm({"algorithm": "rsassa_pkcs1v15"}).dump()
    signed = b"\xa0" + attributes.dump()[1:]
    info = der(
        0x30, der(0x02, b"\1"), by, algorithm, signed, kind, der(0x04, value), rest
    )
    data = der(
        0x30,
        der(0x02, b"\3" if content_type == TIME_STAMP_CONTENT else b"\1"),
        der(0x31, algorithm),
        der(0x30, core.ObjectIdentifier(content_type).dump(), der(0xA0, content)),
        der(0xA0, signer.der),
        der(0x31, info),
    )
    return der(
        0x30, core.ObjectIdentifier("1.2.840.113549.1.7.2").dump(), der(0xA0, data)
    )


def _make_key_usage(*, is_authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not is_authority,
        key_cert_sign=is_authority,
        crl_sign=is_authority,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
