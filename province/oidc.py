"""OIDC: an OpenID Connect provider that says who an officer is (code flow with PKCE)."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from urllib.parse import parse_qs, urlsplit

import httpx
import msgspec
from authlib.integrations.base_client import OAuthError
from authlib.integrations.httpx_client import OAuth2Client
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from sqlalchemy import Connection

from province.errors import UsageError
from province.ledger import settings

SETTING = "oidc"
TIMEOUT_S = 10
LEEWAY_S = 60
"""How far the provider's clock may be from ours."""
ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]
"""Never `none`, and none that is signed with the client's secret."""
_DISCOVERY = "/.well-known/openid-configuration"
_LOOPBACK = ("127.0.0.1", "::1", "localhost")


class SignOnFault(StrEnum):
    """Why somebody is not let in by the provider's word."""

    OUTSIDE = "sign_on_outside"
    REFUSED = "sign_on_refused"


class Provider(msgspec.Struct, frozen=True, kw_only=True):
    """What the province is registered as at its provider."""

    issuer: str
    client_id: str
    client_secret: str


class _Metadata(msgspec.Struct, frozen=True):
    """What a provider tells of itself (OpenID Connect Discovery 1.0)."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOn:
    """One attempt to sign on; `secret` is known to the browser's cookie and to us only."""

    provider: Provider
    callback: str
    secret: str

    def begin(self) -> str | SignOnFault:
        """Return where the browser is to go."""
        try:
            place = self._discover().authorization_endpoint
        except (httpx.HTTPError, msgspec.DecodeError, UsageError):
            return SignOnFault.OUTSIDE
        with self._open_client() as client:
            address, _ = client.create_authorization_url(
                place,
                state=self._derive("state"),
                nonce=self._derive("nonce"),
                code_verifier=self._derive("verifier"),
            )
        return str(address)

    def finish(self, answer: str, now: datetime) -> str | SignOnFault:
        """Return who the provider says it is: the subject of `answer`, an address."""
        told = parse_qs(urlsplit(answer).query)
        state, code = (told.get(name, [""])[0] for name in ("state", "code"))
        given = state.encode("utf-8", "replace")
        if not hmac.compare_digest(given, self._derive("state").encode()) or not code:
            return SignOnFault.REFUSED
        try:
            return self._read_subject(code, now)
        except (httpx.HTTPError, msgspec.DecodeError, UsageError):
            return SignOnFault.OUTSIDE
        except (JoseError, OAuthError, ValueError):
            return SignOnFault.REFUSED

    def _read_subject(self, code: str, now: datetime) -> str | SignOnFault:
        place = self._discover()
        with self._open_client() as client:
            answer = client.fetch_token(
                place.token_endpoint,
                grant_type="authorization_code",
                code=code,
                code_verifier=self._derive("verifier"),
            )
        keys = httpx.get(place.jwks_uri, timeout=TIMEOUT_S)
        keys.raise_for_status()
        token = jwt.decode(
            str(answer.get("id_token", "")),
            KeySet.import_key_set(keys.json()),
            algorithms=ALGORITHMS,
        )
        self._check(token.claims, now)
        subject = token.claims["sub"]
        return subject if isinstance(subject, str) and subject else SignOnFault.REFUSED

    def _check(self, claims: Mapping[str, object], now: datetime) -> None:
        """Hold the token against what we asked (OpenID Connect Core 1.0, 3.1.3.7)."""
        ours = self.provider.client_id
        audience = claims.get("aud")
        is_shared = isinstance(audience, list) and len(audience) > 1
        jwt.JWTClaimsRegistry(
            now=lambda: int(now.timestamp()),
            leeway=LEEWAY_S,
            iss={"essential": True, "value": self.provider.issuer},
            aud={"essential": True, "value": ours},
            exp={"essential": True},
            sub={"essential": True},
            nonce={"essential": True, "value": self._derive("nonce")},
            azp={"essential": True, "value": ours} if is_shared else {},
        ).validate(dict(claims))

    def _discover(self) -> _Metadata:
        answer = httpx.get(self.provider.issuer + _DISCOVERY, timeout=TIMEOUT_S)
        answer.raise_for_status()
        told = msgspec.json.decode(answer.content, type=_Metadata)
        if told.issuer != self.provider.issuer:
            raise UsageError(f"The provider calls itself '{told.issuer}'.")
        for place in (told.authorization_endpoint, told.token_endpoint, told.jwks_uri):
            check_address(place)
        return told

    def _open_client(self) -> OAuth2Client:
        return OAuth2Client(
            self.provider.client_id,
            self.provider.client_secret,
            scope="openid",
            redirect_uri=self.callback,
            code_challenge_method="S256",
            timeout=TIMEOUT_S,
        )

    def _derive(self, purpose: str) -> str:
        """Return a value that only the holder of the cookie brings about."""
        key = self.secret.encode("utf-8", "replace")
        return hmac.new(key, purpose.encode(), hashlib.sha256).hexdigest()


def check_address(address: str) -> None:
    """Refuse an address of a provider that anybody on the way could answer for.

    Raises:
        UsageError: It is neither https nor on this machine.
    """
    parts = urlsplit(address)
    is_here = parts.scheme == "http" and parts.hostname in _LOOPBACK
    if not is_here and (parts.scheme != "https" or not parts.hostname):
        raise UsageError(f"'{address}' is no https address of an OpenID provider.")


def load(connection: Connection) -> Provider | None:
    """Return the province's provider, None where it has none."""
    text = settings.read(connection, SETTING)
    return msgspec.json.decode(text, type=Provider) if text else None


def store(connection: Connection, provider: Provider | None) -> None:
    """Let officers come from `provider` from now on; from none with None.

    Raises:
        UsageError: Its address is no https address.
    """
    if provider is None:
        settings.store(connection, SETTING, "")
        return
    check_address(provider.issuer)
    settings.store(connection, SETTING, msgspec.json.encode(provider).decode())
