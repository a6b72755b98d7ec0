"""Registering: the public pages on which a place asks for a point by itself."""

from collections.abc import Mapping

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from kiosk.decision import LOCAL
from province.api.rations import Rations
from province.category import Category
from province.ledger import applications, units
from province.ledger.known_units import KnownUnits, read_known
from province.ledger.scope import WHOLE
from province.place import Fault, Field, Place, check
from province.services import Services
from province.units import Unit
from province.web.doors import read_language
from province.web.page import redirect, render_open
from province.web.point_forms import name_faults
from province.web.session import Forms, Posted

AT_ONCE = 5
EVERY_S = 600.0
"""A place registers once; a ward's clerk helps some at one desk."""
ALL_AT_ONCE = 200
ALL_EVERY_S = 5.0
"""17,280 a day: all 6,128 points of the letters' province in one morning and an afternoon."""
LOOK_UPS_AT_ONCE = 30
LOOK_UP_EVERY_S = 10.0
TRAP = "website"
"""A field that people don't see; programs that fill in everything do."""
_ALL = "all"
_FORM = (
    *(Field.NAME, Field.CATEGORY, Field.UNIT, Field.ADDRESS),
    *(Field.CONTACT_NAME, Field.CONTACT_PHONE),
)
_NEEDED = (Field.ADDRESS, Field.CONTACT_NAME, Field.CONTACT_PHONE)


def make_router(services: Services) -> APIRouter:
    """Return the routes that need no login."""
    router = APIRouter()
    desk = _Desk(services)

    @router.get("/register")
    def show_form(request: Request) -> Response:
        number = request.query_params.get("number", "")
        if number:
            return redirect(f"/register/{applications.read_number(number) or '-'}")
        return desk.show(request, {})

    @router.post("/register")
    async def apply(request: Request) -> Response:
        posted = await desk.forms.read(request)
        return await run_in_threadpool(desk.take, request, posted)

    @router.get("/register/{number}")
    def show_answer(number: str, request: Request) -> Response:
        return desk.answer(request, number)

    return router


class _Desk:
    """Takes applications, few at once, and tells each its own answer only."""

    def __init__(self, services: Services) -> None:
        self.forms = Forms(is_https=services.is_https)
        self._services = services
        self._each = Rations(at_once=AT_ONCE, every_s=EVERY_S)
        self._all = Rations(at_once=ALL_AT_ONCE, every_s=ALL_EVERY_S)
        self._look_ups = Rations(at_once=LOOK_UPS_AT_ONCE, every_s=LOOK_UP_EVERY_S)

    def show(
        self,
        request: Request,
        said: Mapping[Field, str],
        faults: tuple[Fault, ...] = (),
        *,
        status: int = 200,
        fault: str = "",
        meant: tuple[Unit, ...] = (),
    ) -> Response:
        """Show the form with what was said and what is wrong with it."""
        ticket = self.forms.read_ticket(request)
        page = render_open(
            "register.html",
            read_language(request),
            422 if faults else status,
            here="/register",
            form_token=self.forms.make_token(ticket),
            said={field: said.get(field, "") for field in Field},
            faults=name_faults(faults),
            fault=fault,
            meant=meant,
            categories=[category.value for category in Category],
            trap=TRAP,
        )
        return self.forms.hand_out(page, ticket)

    def take(self, request: Request, posted: Posted) -> Response:
        """Keep an application and lead to its number."""
        said = {field: posted.fields.get(field.value, "") for field in _FORM}
        if not self.forms.is_ours_before_login(request, posted.fields):
            return self.show(request, said, status=403, fault="form_expired")
        if posted.fields.get(TRAP):
            return self.show(request, {}, status=403, fault="register_refused")
        place = self._check(request, said)
        if isinstance(place, Response):
            return place
        now = self._services.clock()
        # The own ration goes first: who has none left takes nothing from the others.
        if not self._each.take(_name(request), now.timestamp()) or not self._all.take(
            _ALL, now.timestamp()
        ):
            return self.show(request, said, status=429, fault="register_too_often")
        with self._services.database.writing() as connection:
            number = applications.apply(connection, place, now)
        if number is None:
            return self.show(request, said, status=503, fault="register_too_often")
        return redirect(f"/register/{number}")

    def answer(self, request: Request, number: str) -> Response:
        """Tell what was answered to the application `number`, and nothing of others."""
        now_s = self._services.clock().timestamp()
        if not self._look_ups.take(_name(request), now_s):
            return self.show(request, {}, status=429, fault="register_too_often")
        with self._services.database.reading() as connection:
            asked = applications.look_up(connection, number)
        if asked is None:
            return self.show(request, {}, status=404, fault="register_unknown")
        return render_open(
            "register_answer.html",
            read_language(request),
            here="/register",
            asked=asked,
        )

    def _check(self, request: Request, said: dict[Field, str]) -> Place | Response:
        """Return the place that asks, or the form with its faults."""
        day = self._services.clock().astimezone(LOCAL).date()
        with self._services.database.reading() as connection:
            known = read_known(connection, WHOLE)
            meant = units.search(connection, said[Field.UNIT], day, WHOLE)
        unit = _find_unit(known, said[Field.UNIT], meant)
        place = check(said | {Field.UNIT: unit})
        faults = list(place) if isinstance(place, tuple) else []
        faulty = {fault.field for fault in faults}
        faults += [
            Fault(field=field, said="")
            for field in _NEEDED
            if not said[field] and field not in faulty
        ]
        if isinstance(place, tuple) or faults:
            several = () if unit else meant
            return self.show(request, said, tuple(faults), meant=several)
        return place


def _find_unit(known: KnownUnits, said: str, meant: tuple[Unit, ...]) -> str:
    code = known.find(said)
    if code is None and len(meant) == 1:
        return meant[0].code
    return code or ""


def _name(request: Request) -> str:
    return "" if request.client is None else request.client.host
