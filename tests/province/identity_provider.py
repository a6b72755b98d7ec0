"""Identity provider: a small OpenID Connect provider on loopback, as a real process.

It asks nobody: whoever comes is the subject that was set. `twist` names what it does
wrong, so that a test sees it refused.
"""

import base64
import hashlib
import http.server
import json
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import requests
from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT_ID = "tinh-mau"
CLIENT_SECRET = "bi-mat-de-thu"


class Twist:
    """What a provider may do wrong."""

    NONE = ""
    NONCE = "nonce"
    AUDIENCE = "audience"
    ISSUER = "issuer"
    EXPIRED = "expired"
    OTHER_KEY = "other_key"
    UNSIGNED = "unsigned"


class IdentityProvider:
    """A running provider, as a test steers it."""

    def __init__(self, url: str) -> None:
        self.url = url

    def set(self, subject: str, twist: str = Twist.NONE) -> None:
        """Let the next who comes be `subject`."""
        told = {"subject": subject, "twist": twist}
        requests.post(f"{self.url}/set", json=told, timeout=30).raise_for_status()


@contextmanager
def provide_identities() -> Iterator[IdentityProvider]:
    """Give a provider that answers, and end it."""
    command = (sys.executable, "-m", "tests.province.identity_provider")
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield IdentityProvider(process.stdout.readline().strip())
        finally:
            process.terminate()


class _Answers(http.server.BaseHTTPRequestHandler):
    """The endpoints; what was asked for waits under its code."""

    key = RSAKey.generate_key(2048, {"kid": "k1"})
    other = RSAKey.generate_key(2048, {"kid": "k1"})
    asked: dict[str, dict[str, str]] = {}  # noqa: RUF012 - one provider a process
    subject, twist = "", Twist.NONE

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the parent's name
        """Say nothing."""

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        query = {name: one[0] for name, one in parse_qs(parts.query).items()}
        here = f"http://{self.headers['Host']}"
        match parts.path:
            case "/.well-known/openid-configuration":
                self._tell(
                    {
                        "issuer": here,
                        "authorization_endpoint": f"{here}/authorize",
                        "token_endpoint": f"{here}/token",
                        "jwks_uri": f"{here}/keys",
                    }
                )
            case "/keys":
                self._tell({"keys": [self.key.as_dict(private=False)]})
            case "/authorize":
                code = secrets.token_urlsafe(8)
                self.asked[code] = query
                back = urlencode({"code": code, "state": query["state"]})
                self.send_response(302)
                self.send_header("Location", f"{query['redirect_uri']}?{back}")
                self.end_headers()
            case _:
                self._tell({}, 404)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path == "/set":
            told = json.loads(body)
            type(self).subject, type(self).twist = told["subject"], told["twist"]
            self._tell({})
            return
        form = {name: one[0] for name, one in parse_qs(body.decode()).items()}
        asked = self.asked.pop(form.get("code", ""), None)
        if asked is None or not self._is_right(form, asked):
            self._tell({"error": "invalid_grant"}, 400)
            return
        token = self._make_token(asked["nonce"])
        told = {"access_token": "a", "token_type": "Bearer", "id_token": token}
        self._tell(told)

    def _is_right(self, form: dict[str, str], asked: dict[str, str]) -> bool:
        """Hold the client's secret and PKCE's verifier against what was asked."""
        given = self.headers.get("Authorization", "").removeprefix("Basic ")
        client = f"{CLIENT_ID}:{CLIENT_SECRET}".encode()
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        return (
            base64.b64decode(given) == client
            and asked.get("code_challenge_method") == "S256"
            and asked.get("code_challenge") == challenge
            and asked["redirect_uri"] == form.get("redirect_uri")
        )

    def _make_token(self, nonce: str) -> str:
        now, twist = int(time.time()), self.twist
        claims = {
            "iss": "https://other.example"
            if twist == Twist.ISSUER
            else f"http://{self.headers['Host']}",
            "aud": "other" if twist == Twist.AUDIENCE else CLIENT_ID,
            "sub": self.subject,
            "nonce": "old" if twist == Twist.NONCE else nonce,
            "iat": now,
            "exp": now - 3600 if twist == Twist.EXPIRED else now + 300,
        }
        if twist == Twist.UNSIGNED:
            parts = ({"alg": "none"}, claims)
            text = (base64.urlsafe_b64encode(json.dumps(one).encode()) for one in parts)
            return ".".join(one.rstrip(b"=").decode() for one in text) + "."
        key = self.other if twist == Twist.OTHER_KEY else self.key
        return jwt.encode({"alg": "RS256", "kid": "k1"}, claims, key)

    def _tell(self, body: dict[str, Any], status: int = 200) -> None:
        text = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)


def main() -> None:
    """Serve until the end."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Answers)
    sys.stdout.write(f"http://127.0.0.1:{server.server_address[1]}\n")
    sys.stdout.flush()
    server.serve_forever()


if __name__ == "__main__":
    main()
