"""Entering: login, second factor, logout and the language, which need no right."""

from dataclasses import dataclass, field
from math import ceil

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from province import oidc
from province.accounts import Accounts, Opened
from province.brake import Brake
from province.ledger.sessions import Stage
from province.services import Services
from province.web.doors import LANGUAGE_COOKIE, read_language
from province.web.page import LANGUAGES, redirect, render_open
from province.web.session import Forms, Posted, read_client

_YEAR_S = 365 * 86_400


@dataclass(frozen=True, slots=True, kw_only=True)
class Entrance:
    """What the routes before a login work with."""

    services: Services
    accounts: Accounts
    forms: Forms
    brake: Brake = field(default_factory=Brake)


def make_router(services: Services) -> APIRouter:
    """Return the routes by which officers come and go."""
    router = APIRouter()
    entrance = Entrance(
        services=services,
        accounts=Accounts(services.database),
        forms=Forms(is_https=services.is_https),
    )
    _add_login(router, entrance)
    _add_code(router, entrance)
    _add_logout(router, entrance)

    @router.get("/language/{language}")
    def choose_language(language: str, request: Request) -> Response:
        back = request.query_params.get("back", "/")
        is_ours = back.startswith("/") and not back.startswith(("//", "/\\"))
        answer = redirect(back if is_ours and back.isprintable() else "/")
        if language in LANGUAGES:
            answer.set_cookie(
                LANGUAGE_COOKIE,
                language,
                max_age=_YEAR_S,
                httponly=True,
                samesite="lax",
                secure=services.is_https,
            )
        return answer

    return router


def _add_login(router: APIRouter, entrance: Entrance) -> None:
    @router.get("/login")
    def show_login(request: Request) -> Response:
        return _show_login(entrance, request, 200, "")

    @router.post("/login")
    async def log_in(request: Request) -> Response:
        posted = await entrance.forms.read(request)
        return await run_in_threadpool(_log_in, entrance, request, posted)


def _add_code(router: APIRouter, entrance: Entrance) -> None:
    @router.get("/login/code")
    def show_code(request: Request) -> Response:
        return _show_code(entrance, request, 200, "")

    @router.post("/login/code")
    async def enter_code(request: Request) -> Response:
        posted = await entrance.forms.read(request)
        return await run_in_threadpool(_enter_code, entrance, request, posted)


def _add_logout(router: APIRouter, entrance: Entrance) -> None:
    forms = entrance.forms

    @router.post("/logout")
    async def log_out(request: Request) -> Response:
        posted = await forms.read(request)
        if not forms.is_ours(request, posted.fields):
            return redirect("/")
        await run_in_threadpool(
            entrance.accounts.log_out,
            forms.read_session(request),
            entrance.services.clock(),
            read_client(request),
        )
        return forms.forget(redirect("/login"))


def _log_in(entrance: Entrance, request: Request, posted: Posted) -> Response:
    if not entrance.forms.is_ours_before_login(request, posted.fields):
        return _show_login(entrance, request, 403, "form_expired")
    if (wait_s := _find_wait_s(entrance, request)) > 0:
        page = _show_login(entrance, request, 429, "log_in_braked")
        page.headers["Retry-After"] = str(wait_s)
        return page
    name, password = posted.fields.get("name", ""), posted.fields.get("password", "")
    opened = entrance.accounts.log_in(
        name, password, entrance.services.clock(), read_client(request)
    )
    if opened is None:
        _count(entrance, request)
        return _show_login(entrance, request, 401, "log_in_failed")
    return _let_in(entrance, opened)


def _enter_code(entrance: Entrance, request: Request, posted: Posted) -> Response:
    if not entrance.forms.is_ours(request, posted.fields):
        return redirect("/login")
    if (wait_s := _find_wait_s(entrance, request)) > 0:
        page = _show_code(entrance, request, 429, "log_in_braked")
        page.headers["Retry-After"] = str(wait_s)
        return page
    opened = entrance.accounts.enter_code(
        entrance.forms.read_session(request),
        posted.fields.get("code", ""),
        entrance.services.clock(),
        read_client(request),
    )
    if opened is None:
        _count(entrance, request)
        return _show_code(entrance, request, 401, "code_failed")
    return _let_in(entrance, opened)


def _let_in(entrance: Entrance, opened: Opened) -> Response:
    place = "/" if opened.stage is Stage.WHOLE else "/login/code"
    return entrance.forms.remember(redirect(place), opened.token)


def _find_wait_s(entrance: Entrance, request: Request) -> int:
    address = read_client(request).address
    wait = entrance.brake.find_wait(address, entrance.services.clock())
    return ceil(wait.total_seconds())


def _count(entrance: Entrance, request: Request) -> None:
    entrance.brake.count(read_client(request).address, entrance.services.clock())


def _show_login(
    entrance: Entrance, request: Request, status: int, fault: str
) -> Response:
    ticket = entrance.forms.read_ticket(request)
    with entrance.services.database.reading() as connection:
        has_provider = oidc.load(connection) is not None
    page = render_open(
        "login.html",
        read_language(request),
        status,
        fault=fault,
        here="/login",
        has_provider=has_provider,
        form_token=entrance.forms.make_token(ticket),
    )
    return entrance.forms.hand_out(page, ticket)


def _show_code(
    entrance: Entrance, request: Request, status: int, fault: str
) -> Response:
    session = entrance.forms.read_session(request)
    if not session:
        return redirect("/login")
    return render_open(
        "login_code.html",
        read_language(request),
        status,
        fault=fault,
        here="/login/code",
        form_token=entrance.forms.make_token(session),
    )
