"""Signing on: officers who come from the province's OpenID provider."""

from fastapi import APIRouter, Request, Response

from province import oidc
from province.accounts import Opened, note, open_session
from province.ledger import invitations, settings, users
from province.ledger.users import User
from province.oidc import SignOn, SignOnFault
from province.services import Services
from province.tokens import hash_token, make_token
from province.web.doors import read_language
from province.web.page import redirect, render_open
from province.web.session import Forms, read_client

CALLBACK = "/oidc/callback"
_COOKIE = "sign_on"
_WITHIN_S = 600
UNKNOWN = "sign_on_unknown"


def make_router(services: Services) -> APIRouter:
    """Return the routes to the provider and back."""
    router = APIRouter()
    forms = Forms(is_https=services.is_https)

    @router.get("/oidc/login")
    def begin(request: Request, invitation: str = "") -> Response:
        # A secret that is always new: one that was planted is worth nothing.
        secret = make_token()
        attempt = _prepare(services, secret)
        address = SignOnFault.OUTSIDE if attempt is None else attempt.begin()
        if isinstance(address, SignOnFault):
            return _refuse(request, address)
        answer = redirect(address)
        answer.set_cookie(
            _COOKIE,
            f"{secret}.{hash_token(invitation).hex() if invitation else ''}",
            max_age=_WITHIN_S,
            path=CALLBACK,
            httponly=True,
            samesite="lax",  # strict ones don't come back with the provider's answer
            secure=services.is_https,
        )
        return answer

    @router.get(CALLBACK)
    def finish(request: Request) -> Response:
        secret, _, invited = request.cookies.get(_COOKIE, "").partition(".")
        attempt = _prepare(services, secret) if secret else None
        if attempt is None:
            return _refuse(request, SignOnFault.REFUSED)
        subject = attempt.finish(str(request.url), services.clock())
        if isinstance(subject, SignOnFault):
            return _refuse(request, subject)
        opened = _open(services, request, subject, invited)
        if opened is None:
            return _refuse(request, UNKNOWN)
        # A page of ours leads on: a redirect would still count as the
        # provider's, and the session's cookie is strict.
        page = render_open("signed_on.html", read_language(request), here=CALLBACK)
        page.delete_cookie(_COOKIE, path=CALLBACK)
        return forms.remember(page, opened.token)

    return router


def _prepare(services: Services, secret: str) -> SignOn | None:
    with services.database.reading() as connection:
        provider = oidc.load(connection)
        url = settings.read(connection, settings.PUBLIC_URL) or ""
    if provider is None:
        return None
    return SignOn(provider=provider, callback=url + CALLBACK, secret=secret)


def _open(
    services: Services, request: Request, subject: str, invited: str
) -> Opened | None:
    """Open a session of the officer who is `subject`; nobody is added by signing on."""
    now, client = services.clock(), read_client(request)
    with services.database.writing() as connection:
        user: User | None = users.find_subject(connection, subject)
        if user is None and invited:
            name = invitations.find_name(connection, bytes.fromhex(invited), now)
            user = None if name is None else users.lock(connection, name)
            if user is not None and user.disabled_at is None:
                users.change(connection, user.name, subject=subject)
                invitations.use_up(connection, user.name, now)
                note(connection, user, "invitation_accepted", now, client)
        if user is None or user.disabled_at is not None:
            note(connection, None, "login_failed", now, client)
            return None
        note(connection, user, "logged_in", now, client)
        return open_session(connection, user.name, now, client)


def _refuse(request: Request, fault: str) -> Response:
    status = 502 if fault == SignOnFault.OUTSIDE else 403
    return render_open(
        "not_signed_on.html",
        read_language(request),
        status,
        fault=fault,
        here=CALLBACK,
    )
