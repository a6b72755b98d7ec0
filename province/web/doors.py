"""Doors: every route of the pages, each behind a right and a form of ours."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from province.accounts import Accounts, Duty
from province.ledger.scope import Scope
from province.rights import Right, may
from province.services import Services
from province.web.page import redirect, render
from province.web.session import Forms, Posted
from province.web.visit import Visit

Show = Callable[[Visit], Response]
"""Answers a visit; it runs in a thread, so it may ask the database."""

LANGUAGE_COOKIE = "language"
DUTIES = {Duty.PASSWORD: "/profile/password", Duty.CODE: "/profile/code"}
"""Where an officer must go who has a duty, before any other door opens."""
FORM_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """A route as it was opened: tests walk the table of them."""

    method: str
    path: str
    right: Right | None
    largest: int = 0


class Doors:
    """The routes of officers' pages; `opened` lists them.

    A door without a right is open to every officer who is logged in.
    """

    def __init__(self, services: Services) -> None:
        self.router = APIRouter()
        self.opened: list[Door] = []
        self.services = services
        self.forms = Forms(is_https=services.is_https)
        self.accounts = Accounts(services.database)

    def get(self, path: str, right: Right | None) -> Callable[[Show], Show]:
        """Open a page at `path`."""

        def open_door(show: Show) -> Show:
            def answer(request: Request) -> Response:
                return self._enter(request, right, Posted(), show)

            self._open("GET", path, right, answer)
            return show

        return open_door

    def post(
        self, path: str, right: Right | None, *, largest: int = FORM_BYTES
    ) -> Callable[[Show], Show]:
        """Open a form's target at `path`, of `largest` bytes with its files."""

        def open_door(show: Show) -> Show:
            async def answer(request: Request) -> Response:
                posted = await self.forms.read(request, largest)
                return await run_in_threadpool(
                    self._enter, request, right, posted, show
                )

            self._open("POST", path, right, answer, largest=largest)
            return show

        return open_door

    def _open(
        self,
        method: str,
        path: str,
        right: Right | None,
        answer: Callable[[Request], Response | Awaitable[Response]],
        largest: int = 0,
    ) -> None:
        door = Door(method=method, path=path, right=right, largest=largest)
        self.opened.append(door)
        # A plain route: FastAPI's own looks for parameters at 3 ms a door.
        self.router.add_route(path, answer, methods=[method], name=f"{method} {path}")

    def _enter(
        self, request: Request, right: Right | None, posted: Posted, show: Show
    ) -> Response:
        now = self.services.clock()
        token = self.forms.read_session(request)
        visitor = self.accounts.find_visitor(token, now)
        if visitor is None:
            return redirect("/login")
        visit = Visit(
            services=self.services,
            request=request,
            visitor=visitor,
            scope=Scope(unit=visitor.unit),
            now=now,
            language=read_language(request),
            form_token=self.forms.make_token(token),
            posted=posted,
        )
        if visitor.duty is not None and request.url.path != DUTIES[visitor.duty]:
            return redirect(DUTIES[visitor.duty])
        if right is not None and not may(visitor.role, right):
            return render("refused.html", visit, status=403)
        if posted.is_too_long:
            return render("too_large.html", visit, status=413)
        if request.method == "POST" and not self.forms.is_ours(request, posted.fields):
            return render("stale.html", visit, status=403)
        return show(visit)


def read_language(request: Request) -> str:
    """Return the language that the browser was told to show; Vietnamese at first."""
    return "en" if request.cookies.get(LANGUAGE_COOKIE) == "en" else "vi"
