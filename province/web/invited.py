"""Invited: where an officer who holds a link chooses a password."""

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from province import invitations, oidc, passwords
from province.accounts import Accounts
from province.services import Services
from province.web.doors import read_language
from province.web.page import redirect, render_open
from province.web.session import Forms, Posted, read_client


def make_router(services: Services) -> APIRouter:
    """Return the routes of invitations; the link itself is all the right there is."""
    router = APIRouter()
    accounts = Accounts(services.database)
    forms = Forms(is_https=services.is_https)

    @router.get("/invitation/{token}")
    def show_invitation(token: str, request: Request) -> Response:
        return _show(services, forms, request, token)

    @router.post("/invitation/{token}")
    async def accept(token: str, request: Request) -> Response:
        posted = await forms.read(request)
        return await run_in_threadpool(
            _accept, services, accounts, forms, request, token, posted
        )

    return router


def _accept(
    services: Services,
    accounts: Accounts,
    forms: Forms,
    request: Request,
    token: str,
    posted: Posted,
) -> Response:
    if not forms.is_ours_before_login(request, posted.fields):
        return _show(services, forms, request, token, "form_expired", 403)
    now = services.clock()
    name = invitations.find_invited(services.database, token, now)
    if name is None:
        return _show(services, forms, request, token)
    chosen = posted.fields.get("chosen", "")
    fault = passwords.judge(chosen, posted.fields.get("repeated", ""), name)
    if fault is not None:
        return _show(services, forms, request, token, fault, 422)
    invitations.accept(
        accounts,
        services.database,
        token,
        chosen,
        now=now,
        client=read_client(request),
    )
    return redirect("/login")


def _show(
    services: Services,
    forms: Forms,
    request: Request,
    token: str,
    fault: str = "",
    status: int = 200,
) -> Response:
    """Show the form, or that the link opens nothing, the same for every such link."""
    name = invitations.find_invited(services.database, token, services.clock())
    ticket = forms.read_ticket(request)
    with services.database.reading() as connection:
        has_provider = oidc.load(connection) is not None
    page = render_open(
        "invited.html",
        read_language(request),
        404 if name is None else status,
        name=name,
        fault=fault,
        here=request.url.path,
        shortest=passwords.SHORTEST,
        has_provider=has_provider,
        form_token=forms.make_token(ticket),
    )
    return forms.hand_out(page, ticket)
