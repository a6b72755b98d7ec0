"""Tracing page: who is looked for, when and why; each look-up becomes a case."""

from datetime import timedelta

from fastapi import Response

from kiosk.decision import LOCAL
from province import join_key, tracing
from province.errors import UsageError
from province.identity import KEY_BYTES
from province.ledger import cases
from province.ledger import tracing as ledger
from province.ledger.cases import Look
from province.rights import Right
from province.tracing import Sought, Way
from province.web import trace_listings
from province.web.doors import Doors
from province.web.listing import Listing, answer_download
from province.web.page import load_texts, redirect, render
from province.web.visit import Visit

MOST_CASES = 50
FIRST_DAYS = 14
"""The period that the form begins with: an incubation time (QĐ 2008/QĐ-BYT, 2020)."""
_FIELDS = ("way", "value", "birth_date", "since", "until", "window", "reason")


def open_doors(doors: Doors) -> None:
    """Open the page of look-ups."""
    doors.get("/tracing", Right.TRACE)(show_form)
    doors.post("/tracing", Right.TRACE)(take_form)


def show_form(visit: Visit) -> Response:
    """Show the form, and the cases so far."""
    listing = _list_cases(visit)
    return answer_download(visit, listing) or _show(visit, listing, {}, "")


def take_form(visit: Visit) -> Response:
    """Look somebody up; one person is a case, several are shown to choose from."""
    asked = {name: visit.posted.fields.get(name, "") for name in _FIELDS}
    texts = load_texts(visit.language)
    fault = _find_fault(asked)
    if fault:
        return _show(visit, _list_cases(visit), asked, texts[fault])
    sought = _read(asked)
    if sought is None:
        return _show(visit, _list_cases(visit), asked, texts["tracing_fault_time"])
    secret = join_key.load(visit.services.keys)
    tracing.catch_up(visit.services.database, secret)
    with visit.writing() as connection:
        found = tracing.find_persons(connection, secret, sought)
        chosen = _choose(visit, found, sought)
        if not chosen:
            visit.note(connection, "trace_asked", "", way=sought.way, found=len(found))
        else:
            case = tracing.open_case(
                connection,
                sought,
                chosen,
                reason=asked["reason"],
                made_by=(visit.visitor.name, visit.visitor.unit),
                now=visit.now,
            )
            look = Look(
                at=visit.now, user_name=visit.visitor.name, act="opened", told={}
            )
            cases.look(connection, case.case_id, look)
            visit.note(connection, "case_opened", case.case_id, way=sought.way)
            return redirect(f"/tracing/{case.case_id}")
        people = ledger.describe(connection, found)
    if not found:
        return _show(visit, _list_cases(visit), asked, texts["tracing_nobody"])
    persons = [tracing.hide(people[key]) for key in found if key in people]
    return render("tracing_choose.html", visit, asked=asked, persons=persons)


def _choose(
    visit: Visit, found: tuple[bytes, ...], sought: Sought
) -> tuple[bytes, ...]:
    """Return who of `found` is meant; empty where that is still to be said."""
    # Whoever bears the number is one person, whatever else they showed.
    if len(found) <= 1 or sought.way is Way.DOCUMENT:
        return found
    named = {_read_key(one) for one in visit.posted.lists.get("person", ())}
    return tuple(key for key in found if key in named)


def _read_key(text: str) -> bytes:
    try:
        key = bytes.fromhex(text)
    except ValueError:
        return b""
    return key if len(key) == KEY_BYTES else b""


def _find_fault(asked: dict[str, str]) -> str:
    reason = asked["reason"]
    if asked["way"] not in set(Way) or not any(c.isalnum() for c in asked["value"]):
        return "tracing_fault_value"
    if not tracing.SHORTEST_REASON <= len(reason) <= tracing.LONGEST_REASON:
        return "tracing_fault_reason"
    if not (asked["window"].isascii() and asked["window"].isdigit()):
        return "tracing_fault_window"
    return ""


def _read(asked: dict[str, str]) -> Sought | None:
    """Return what is asked, None where its times or its window are none."""
    try:
        sought = Sought(
            way=Way(asked["way"]),
            value=asked["value"][:200],
            birth_date=asked["birth_date"][:10],
            period=(
                tracing.parse_moment(asked["since"], "since"),
                tracing.parse_moment(asked["until"], "until", is_end=True),
            ),
            window=timedelta(minutes=int(asked["window"][:6])),
        )
        tracing.check(sought, asked["reason"])
    except UsageError:
        return None
    return sought


def _list_cases(visit: Visit) -> Listing:
    with visit.reading() as connection:
        listed = cases.list_newest(connection, visit.scope, MOST_CASES)
    return trace_listings.list_cases(listed)


def _show(
    visit: Visit, listing: Listing, asked: dict[str, str], fault: str
) -> Response:
    today = visit.now.astimezone(LOCAL).date()
    first = {
        "way": Way.DOCUMENT.value,
        "value": "",
        "birth_date": "",
        "since": (today - timedelta(days=FIRST_DAYS)).isoformat(),
        "until": today.isoformat(),
        "window": "15",
        "reason": "",
    }
    return render(
        "tracing.html",
        visit,
        status=422 if fault else 200,
        asked=asked or first,
        fault=fault,
        ways=[one.value for one in Way],
        cases=listing,
    )
