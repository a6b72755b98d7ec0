"""Signing: invented issuers with fresh keys, and the codes that they sign.

Keys are made when a test asks for them: none is in the repository.
"""

import base64
import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property

import cbor2
import rfc8785
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, utils
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from kiosk.credentials.cose import Algorithm
from kiosk.credentials.key_file import read_keys
from kiosk.credentials.trust import (
    TrustedKey,
    TrustStore,
    hash_certificate,
    make_store,
)
from kiosk.protocol import badge, base45, gate_pass
from kiosk.protocol.gate_pass import GatePass

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
DAY = timedelta(days=1)
PrivateKey = ec.EllipticCurvePrivateKey | Ed25519PrivateKey | rsa.RSAPrivateKey

VACCINATION = {
    "ver": "1.3.0",
    "nam": {"fn": "Nguyễn", "gn": "Văn Thử", "fnt": "NGUYEN", "gnt": "VAN<THU"},
    "dob": "1990-03-05",
    "v": [
        {
            "tg": "840539006",
            "vp": "J07BX03",
            "mp": "EU/1/21/1529",
            "ma": "ORG-100001699",
            "dn": 2,
            "sd": 2,
            "dt": "2026-06-01",
            "co": "VN",
            "is": "Nơi ký thử",
            "ci": "URN:UVCI:01:VN:0123456789ABCDEF0123456789ABCDEF",
        }
    ],
}
IDENTITY = {1: "ID-0001", 4: "Nguyễn Văn Thử", 8: "19900305", 9: 1, 13: "VN"}


@dataclass(frozen=True)
class Issuer:
    """Somebody who signs; the algorithm says of which type the key is."""

    algorithm: Algorithm = Algorithm.ES256
    usages: Sequence[str] = ()
    country: str = "VN"
    nameless: bool = False
    """Whether its messages leave the kid out."""
    signed_by: "Issuer | None" = None
    not_before: datetime = NOW - 300 * DAY
    not_after: datetime = NOW + 300 * DAY

    @cached_property
    def key(self) -> PrivateKey:
        match self.algorithm:
            case Algorithm.ES256:
                return ec.generate_private_key(ec.SECP256R1())
            case Algorithm.EDDSA:
                return Ed25519PrivateKey.generate()
            case Algorithm.PS256:
                return rsa.generate_private_key(65537, 2048)

    @cached_property
    def certificate(self) -> bytes:
        """Return a DER certificate of the key."""
        named = [x509.NameAttribute(NameOID.COUNTRY_NAME, self.country or "VN")]
        name = x509.Name(named if self.country else [])
        builder = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(self.key.public_key())
            .serial_number(1)
            .not_valid_before(self.not_before)
            .not_valid_after(self.not_after)
        )
        if self.usages:
            oids = [x509.ObjectIdentifier(oid) for oid in self.usages]
            builder = builder.add_extension(x509.ExtendedKeyUsage(oids), critical=False)
        signer = self.signed_by.key if self.signed_by else self.key
        hashed = None if isinstance(signer, Ed25519PrivateKey) else hashes.SHA256()
        return builder.sign(signer, hashed).public_bytes(Encoding.DER)

    @property
    def trusted(self) -> TrustedKey:
        found = read_keys(self.certificate, "Nơi ký thử")
        assert isinstance(found, tuple), found
        return found[0]

    @property
    def trust(self) -> TrustStore:
        return make_store([self.trusted])

    @property
    def kid(self) -> bytes:
        return hash_certificate(self.certificate)

    def sign(self, body: bytes) -> bytes:
        """Return the raw signature over `body`, as COSE and JWS write it."""
        match self.key:
            case ec.EllipticCurvePrivateKey() as key:
                der = key.sign(body, ec.ECDSA(hashes.SHA256()))
                numbers = utils.decode_dss_signature(der)
                return b"".join(number.to_bytes(32) for number in numbers)
            case rsa.RSAPrivateKey() as key:
                salted = padding.PSS(padding.MGF1(hashes.SHA256()), 32)
                return key.sign(body, salted, hashes.SHA256())
            case Ed25519PrivateKey() as key:
                return key.sign(body)

    def sign_message(
        self,
        payload: bytes,
        *,
        protected: Mapping[int, object] | None = None,
        unprotected: Mapping[int, object] | None = None,
        signature: bytes | None = None,
    ) -> list[object]:
        """Return the four parts of a COSE_Sign1."""
        header: dict[int, object] = {1: int(self.algorithm)}
        if not self.nameless:
            header[4] = self.kid
        wrapped = cbor2.dumps(header if protected is None else dict(protected))
        body = cbor2.dumps(["Signature1", wrapped, b"", payload])
        made = self.sign(body) if signature is None else signature
        return [wrapped, dict(unprotected or {}), payload, made]


def pack_dcc(message: object) -> str:
    """Return the text of an HC1 code that carries `message`."""
    return "HC1:" + base45.encode(zlib.compress(cbor2.dumps(message)))


def a_token(
    certificate: Mapping[str, object] = VACCINATION, **changes: object
) -> dict[object, object]:
    """Return a CWT's claims around a health certificate; `exp=…` changes a claim."""
    token: dict[object, object] = {
        1: "VN",
        4: int((NOW + 30 * DAY).timestamp()),
        6: int((NOW - 30 * DAY).timestamp()),
        -260: {1: certificate},
    }
    numbers: dict[str, object] = {"iss": 1, "exp": 4, "iat": 6, "hcert": -260}
    token.update({numbers[name]: value for name, value in changes.items()})
    return {key: value for key, value in token.items() if value is not None}


def a_dcc(issuer: Issuer, token: Mapping[object, object] | None = None) -> str:
    """Return a health certificate that `issuer` signed."""
    payload = cbor2.dumps(token or a_token())
    return pack_dcc(cbor2.CBORTag(18, issuer.sign_message(payload)))


def an_identity(issuer: Issuer, **changes: object) -> str:
    """Return a MOSIP identity that `issuer` signed."""
    token = {1: "www.example.org", 4: 1_800_000_000, 169: IDENTITY} | {
        {"exp": 4, "nbf": 5}[name]: value for name, value in changes.items()
    }
    message = cbor2.CBORTag(18, issuer.sign_message(cbor2.dumps(token)))
    return base45.encode(zlib.compress(cbor2.dumps(message)))


def an_nzcp(issuer: Issuer, token: Mapping[object, object] | None = None) -> str:
    """Return a New Zealand pass that `issuer` signed."""
    subject = {"givenName": "Văn Thử", "familyName": "Nguyễn", "dob": "1990-03-05"}
    whole = token or {
        1: "did:web:example.org",
        4: int((NOW + DAY).timestamp()),
        5: int((NOW - DAY).timestamp()),
        "vc": {"credentialSubject": subject},
    }
    message = cbor2.CBORTag(18, issuer.sign_message(cbor2.dumps(whole)))
    text = base64.b32encode(cbor2.dumps(message)).decode("ascii").rstrip("=")
    return "NZCP:/1/" + text


def an_shc(issuer: Issuer, payload: Mapping[str, object], **header: object) -> str:
    """Return the compact JWS of a SMART Health Card."""
    top = {"zip": "DEF", "alg": "ES256", "kid": issuer.kid.hex()} | header
    packer = zlib.compressobj(wbits=-15)
    packed = packer.compress(json.dumps(payload).encode()) + packer.flush()
    body = f"{encode_url(json.dumps(top).encode())}.{encode_url(packed)}"
    return f"{body}.{encode_url(issuer.sign(body.encode()))}"


def as_digits(jws: str) -> str:
    """Return the digits that `shc:/` puts for a JWS."""
    return "".join(f"{ord(character) - 45:02d}" for character in jws)


def encode_url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def a_seal(issuer: Issuer, data: Mapping[str, object], **changes: object) -> str:
    """Return a VDS-NC that `issuer` signed, with its certificate inside."""
    sig = {
        "alg": "ES256",
        "cer": base64.b64encode(issuer.certificate).decode("ascii"),
        "sigvl": base64.b64encode(issuer.sign(rfc8785.dumps(dict(data)))).decode(),  # type: ignore[arg-type]  # JSON
    }
    return json.dumps({"data": data, "sig": sig | changes}, ensure_ascii=False)


def a_grant(**changes: object) -> GatePass:
    """Return what an invented pass grants; keywords change its fields."""
    fields: dict[str, object] = {
        "pass_id": bytes(range(12)),
        "issuer": "HN",
        "name": "NGUYỄN VĂN THỬ",
        "not_before": int((NOW - DAY).timestamp()),
        "not_after": int((NOW + DAY).timestamp()),
        "list_id": 1,
        "index": 5,
    }
    return GatePass(**(fields | changes))  # type: ignore[arg-type]  # by name


def a_pass(issuer: Issuer, grant: GatePass | None = None) -> str:
    """Return a gate pass that `issuer` signed."""
    return gate_pass.write(sign_pass(issuer, grant))


def a_badge(issuer: Issuer, grant: GatePass | None = None) -> str:
    """Return the same in digits."""
    return badge.encode(sign_pass(issuer, grant))


def sign_pass(issuer: Issuer, grant: GatePass | None = None) -> bytes:
    return gate_pass.sign(
        grant or a_grant(), issuer.sign, kid=issuer.kid, algorithm=issuer.algorithm
    )
