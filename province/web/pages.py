"""Pages: what officers see, behind a login."""

from datetime import datetime
from functools import cache
from importlib.resources import files

from fastapi import APIRouter, Request, Response
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.concurrency import run_in_threadpool

from kiosk.decision import LOCAL
from province import words
from province.accounts import Accounts, Visitor
from province.ledger import points, views, visits
from province.services import Services
from province.web import position
from province.web.session import Forms

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; form-action 'self'; "
        "frame-ancestors 'none'; base-uri 'none'"
    ),
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def make_router(services: Services) -> APIRouter:
    """Return the routes of the pages."""
    router = APIRouter()
    accounts = Accounts(services.database)
    forms = Forms(is_https=services.is_https)

    @router.get("/static/page.css")
    def read_style() -> Response:
        style = (files("province") / "web" / "static" / "page.css").read_bytes()
        return Response(style, media_type="text/css", headers=_static_headers())

    @router.get("/login")
    def show_login(request: Request) -> Response:
        return _show_login(forms, request, status=200, fault="")

    @router.post("/login")
    async def log_in(request: Request) -> Response:
        form = await forms.read(request)
        return await run_in_threadpool(
            _log_in, services, accounts, forms, request=request, form=form
        )

    @router.post("/logout")
    async def log_out(request: Request) -> Response:
        form = await forms.read(request)
        if not forms.is_ours(request, form):
            return _redirect("/")
        await run_in_threadpool(accounts.log_out, forms.read_session(request))
        return forms.forget(_redirect("/login"))

    @router.get("/")
    def show_overview(request: Request) -> Response:
        token = forms.read_session(request)
        visitor = accounts.find_visitor(token, services.clock())
        if visitor is None:
            return _redirect("/login")
        return _show_overview(services, request, visitor, forms.make_token(token))

    return router


def _log_in(
    services: Services,
    accounts: Accounts,
    forms: Forms,
    *,
    request: Request,
    form: dict[str, str],
) -> Response:
    if not forms.is_ours(request, form):
        return _show_login(forms, request, status=403, fault="form_expired")
    name, password = form.get("name", ""), form.get("password", "")
    token = accounts.log_in(name, password, services.clock())
    if token is None:
        return _show_login(forms, request, status=401, fault="log_in_failed")
    return forms.remember(_redirect("/"), token)


def _show_login(forms: Forms, request: Request, *, status: int, fault: str) -> Response:
    ticket = forms.read_ticket(request)
    page = _render(
        "login.html", status, fault=fault, form_token=forms.make_token(ticket)
    )
    return forms.hand_out(page, ticket)


def _show_overview(
    services: Services, request: Request, visitor: Visitor, form_token: str
) -> Response:
    period = views.find_day(services.clock())
    after_point = request.query_params.get("points", "")
    after_entry = position.decode(request.query_params.get("entries", ""))
    after_visit = position.decode(request.query_params.get("visits", ""))
    with services.database.reading() as connection:
        listed = points.list_points(
            connection, visitor.unit, after_point.replace("\0", "")
        )
        entries = views.list_entries(connection, visitor.unit, period, after_entry)
        listed_visits = visits.list_visits(
            connection, visitor.unit, period, after_visit
        )
    return _render(
        "overview.html",
        200,
        visitor=visitor,
        form_token=form_token,
        day=f"{period[0]:%d/%m/%Y}",
        points=listed,
        entries=entries,
        visits=listed_visits,
        sets=words.load_sets(),
        is_later_points=bool(after_point),
        is_later_entries=after_entry is not None,
        is_later_visits=after_visit is not None,
        next_points=listed[-1].point_id if len(listed) == points.PAGE_ROWS else "",
        next_entries=position.encode(entries[-1].position)
        if len(entries) == views.PAGE_ROWS
        else "",
        next_visits=position.encode(listed_visits[-1].position)
        if len(listed_visits) == views.PAGE_ROWS
        else "",
    )


def _render(template: str, status: int, **values: object) -> Response:
    page = _load_templates().get_template(template)
    text = page.render(texts=words.load_page_texts(), **values)
    return Response(text, status, media_type="text/html", headers=HEADERS)


@cache
def _load_templates() -> Environment:
    environment = Environment(
        loader=PackageLoader("province", "web/templates"),
        autoescape=True,
        undefined=StrictUndefined,
    )
    environment.filters["local"] = _tell_local
    return environment


def _tell_local(moment: datetime) -> str:
    return f"{moment.astimezone(LOCAL):%H:%M:%S %d/%m/%Y}"


def _static_headers() -> dict[str, str]:
    return HEADERS | {"Cache-Control": "max-age=3600"}


def _redirect(place: str) -> Response:
    return Response(status_code=303, headers={"Location": place, **HEADERS})
