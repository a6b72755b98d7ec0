"""Session: cookies of officers, and tokens that show a form to be ours."""

import hashlib
import hmac
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from fastapi import Request, Response
from starlette.datastructures import Headers
from starlette.formparsers import MultiPartException, MultiPartParser

from province.accounts import SESSION_LIFE, Client
from province.api.body import read_body
from province.tokens import make_token

SESSION_COOKIE = "session"
TICKET_COOKIE = "ticket"
"""Stands in for the session in the login form, before there is one."""
MAX_FORM_BYTES = 16 * 1024
MAX_FIELDS = 2000
MAX_FILES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file that came with a form; its name is the sender's and leads nowhere."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """What a form said; `lists` has every value of a name that came several times."""

    fields: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    files: Mapping[str, Upload] = field(default_factory=dict)
    is_too_long: bool = False


class Forms:
    """Reads forms and cookies; `is_https` makes the cookies Secure."""

    def __init__(self, *, is_https: bool) -> None:
        self._is_https = is_https

    async def read(self, request: Request, largest: int = MAX_FORM_BYTES) -> Posted:
        """Return what a form posted, nothing where it is longer than `largest` bytes."""
        body = await read_body(request, largest)
        if not body:
            return Posted(is_too_long=body is None)
        if request.headers.get("content-type", "").startswith("multipart/form-data"):
            return await _read_parts(request.headers, body)
        return _read_pairs(body)

    def make_token(self, cookie: str) -> str:
        """Return the form token that belongs to `cookie`; other sites see neither."""
        return hashlib.sha256(f"form {cookie}".encode()).hexdigest()

    def is_ours(self, request: Request, form: Mapping[str, str]) -> bool:
        """Say whether the form was made for the session that posts it."""
        return self._fits(self.read_session(request), form)

    def is_ours_before_login(self, request: Request, form: Mapping[str, str]) -> bool:
        """Say whether the form was made for the browser that posts it."""
        return self._fits(self._read(request, TICKET_COOKIE), form)

    def read_session(self, request: Request) -> str:
        """Return the session's token, empty where there is none."""
        return self._read(request, SESSION_COOKIE)

    def read_ticket(self, request: Request) -> str:
        """Return the ticket the browser has, or a new one."""
        return self._read(request, TICKET_COOKIE) or make_token()

    def hand_out(self, response: Response, ticket: str) -> Response:
        """Give the browser its ticket."""
        self._set(response, TICKET_COOKIE, ticket)
        return response

    def remember(self, response: Response, token: str) -> Response:
        """Give the browser its session, for the ticket."""
        self._set(response, SESSION_COOKIE, token)
        response.delete_cookie(self._name(TICKET_COOKIE), secure=self._is_https)
        return response

    def forget(self, response: Response) -> Response:
        """Take the session from the browser."""
        response.delete_cookie(self._name(SESSION_COOKIE), secure=self._is_https)
        return response

    def _fits(self, cookie: str, form: Mapping[str, str]) -> bool:
        given = form.get("form_token", "").encode("utf-8", "replace")
        right = self.make_token(cookie).encode()
        return bool(cookie) and hmac.compare_digest(given, right)

    def _read(self, request: Request, name: str) -> str:
        return request.cookies.get(self._name(name), "")

    def _name(self, name: str) -> str:
        """Return a cookie's name; with the prefix no other host of the domain sets it."""
        return f"__Host-{name}" if self._is_https else name

    def _set(self, response: Response, name: str, value: str) -> None:
        response.set_cookie(
            self._name(name),
            value,
            max_age=int(SESSION_LIFE.total_seconds()),
            httponly=True,
            samesite="strict",
            secure=self._is_https,
        )


def read_client(request: Request) -> Client:
    """Return where a request comes from, as logins and the audit keep it."""
    address = "" if request.client is None else request.client.host
    browser = request.headers.get("user-agent", "").replace("\0", "")
    return Client(address=address, browser=browser)


def _read_pairs(body: bytes) -> Posted:
    text = body.decode("utf-8", "replace")
    try:
        pairs = parse_qsl(text, max_num_fields=MAX_FIELDS, keep_blank_values=True)
    except ValueError:
        return Posted()
    return _gather([(name, _strip(value)) for name, value in pairs], {})


async def _read_parts(headers: Headers, body: bytes) -> Posted:
    async def stream() -> AsyncGenerator[bytes, None]:
        yield body

    parser = MultiPartParser(
        headers,
        stream(),
        max_files=MAX_FILES,
        max_fields=MAX_FIELDS,
        max_part_size=len(body),
    )
    try:
        form = await parser.parse()
    except MultiPartException:
        return Posted()
    pairs, uploads = [], {}
    for name, value in form.multi_items():
        if isinstance(value, str):
            pairs.append((name, _strip(value)))
        elif value.filename:
            uploads[name] = Upload(name=value.filename, content=await value.read())
    await form.close()
    return _gather(pairs, uploads)


def _gather(pairs: list[tuple[str, str]], uploads: dict[str, Upload]) -> Posted:
    lists: dict[str, tuple[str, ...]] = {}
    for name, value in pairs:
        lists[name] = (*lists.get(name, ()), value)
    return Posted(fields=dict(pairs), lists=lists, files=uploads)


def _strip(value: str) -> str:
    """Return `value` without NULs, which PostgreSQL can't keep."""
    return value.replace("\0", "").strip()
