"""Session: cookies of officers, and tokens that show a form to be ours."""

import hashlib
import hmac
import secrets
from urllib.parse import parse_qsl

from fastapi import Request, Response

from province.accounts import SESSION_LIFE
from province.api.body import read_body

SESSION_COOKIE = "session"
TICKET_COOKIE = "ticket"
"""Stands in for the session in the login form, before there is one."""
MAX_FORM_BYTES = 16 * 1024
_TOKEN_BYTES = 32


class Forms:
    """Reads forms and cookies; `is_https` makes the cookies Secure."""

    def __init__(self, *, is_https: bool) -> None:
        self._is_https = is_https

    async def read(self, request: Request) -> dict[str, str]:
        """Return the fields of a posted form, none where it is too long."""
        body = await read_body(request, MAX_FORM_BYTES)
        text = (body or b"").decode("utf-8", "replace")
        try:
            return dict(parse_qsl(text, max_num_fields=20, keep_blank_values=True))
        except ValueError:
            return {}

    def make_token(self, cookie: str) -> str:
        """Return the form token that belongs to `cookie`; other sites see neither."""
        return hashlib.sha256(f"form {cookie}".encode()).hexdigest()

    def is_ours(self, request: Request, form: dict[str, str]) -> bool:
        """Say whether the form was made for the browser that posts it."""
        given = form.get("form_token", "").encode("utf-8", "replace")
        cookies = (request.cookies.get(n, "") for n in (SESSION_COOKIE, TICKET_COOKIE))
        return any(
            hmac.compare_digest(given, self.make_token(cookie).encode())
            for cookie in cookies
            if cookie
        )

    def read_session(self, request: Request) -> str:
        """Return the session's token, empty where there is none."""
        return request.cookies.get(SESSION_COOKIE, "")

    def read_ticket(self, request: Request) -> str:
        """Return the ticket the browser has, or a new one."""
        return request.cookies.get(TICKET_COOKIE) or secrets.token_urlsafe(_TOKEN_BYTES)

    def hand_out(self, response: Response, ticket: str) -> Response:
        """Give the browser its ticket."""
        self._set(response, TICKET_COOKIE, ticket)
        return response

    def remember(self, response: Response, token: str) -> Response:
        """Give the browser its session, for the ticket."""
        self._set(response, SESSION_COOKIE, token)
        response.delete_cookie(TICKET_COOKIE)
        return response

    def forget(self, response: Response) -> Response:
        """Take the session from the browser."""
        response.delete_cookie(SESSION_COOKIE)
        return response

    def _set(self, response: Response, name: str, value: str) -> None:
        response.set_cookie(
            name,
            value,
            max_age=int(SESSION_LIFE.total_seconds()),
            httponly=True,
            samesite="strict",
            secure=self._is_https,
        )
