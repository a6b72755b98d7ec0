"""Case pages: whom the person met, where they were, and who is told; all of it audited."""

import csv
import io
from dataclasses import dataclass
from datetime import datetime

from fastapi import Response
from sqlalchemy import Connection

from kiosk.decision import LOCAL
from province import join_key, tracing
from province.identity import KEY_BYTES
from province.ledger import cases
from province.ledger import tracing as ledger
from province.ledger.cases import NOT_ASKED, Case, Look
from province.ledger.columns import from_us
from province.ledger.tracing import Wanted
from province.rights import Right
from province.stays import Stay
from province.tracing import Progress, Ways
from province.web import trace_graph, trace_listings
from province.web.doors import Doors
from province.web.listing import Listing, answer_download
from province.web.page import HEADERS, load_texts, redirect, render
from province.web.visit import Visit

PAGE_PEOPLE = 50
MOST_SHOWN = 200
"""Contacts of contacts and looks on a page; files hold all."""
MOST_PRESENT = 2000
LONGEST_TEXT = 300
_LARGEST_PAGE = 10_000


def open_doors(doors: Doors) -> None:
    """Open the pages of one case."""
    doors.get("/tracing/{case}", Right.TRACE)(show_case)
    doors.post("/tracing/{case}/unmask", Right.TRACE)(unmask)
    doors.post("/tracing/{case}/second", Right.TRACE)(ask_second)
    doors.post("/tracing/{case}/notice", Right.TRACE)(tell_points)
    doors.post("/tracing/{case}/messages", Right.TRACE)(take_messages)
    doors.post("/tracing/{case}/close", Right.TRACE)(close)
    doors.get("/tracing/{case}/contacts/{person}", Right.TRACE)(show_contact)
    doors.get("/tracing/{case}/points/{point}", Right.TRACE)(show_point)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tables:
    contacts: Listing
    stays: Listing
    points: Listing
    seconds: Listing
    looks: Listing


def show_case(visit: Visit) -> Response:
    """Show a case masked, or one of its tables as a file, whole."""
    case = _find(visit)
    if case is None:
        return render("missing.html", visit, status=404)
    asked = visit.ask("table")
    if asked:
        tables = _make_tables(visit, case, Wanted(), is_masked=False)
        answer = answer_download(visit, *_list(tables))
        if answer is not None:
            _look(visit, case, "exported", table=asked, form=visit.ask("form"))
            return answer
    return _show(visit, case, is_masked=True)


def unmask(visit: Visit) -> Response:
    """Show a case with whole numbers, once."""
    case = _find(visit)
    if case is None:
        return render("missing.html", visit, status=404)
    return _show(visit, case, is_masked=False)


def ask_second(visit: Visit) -> Response:
    """Ask on for the contacts of contacts; the page asks again until it is over."""
    case = _find(visit)
    if case is None:
        return render("missing.html", visit, status=404)
    if case.second_done == NOT_ASKED:
        _look(visit, case, "second_asked")
    progress = tracing.ask_second(visit.services.database, case)
    place = f"/tracing/{case.case_id}"
    return redirect(
        f"{place}#second" if progress.is_over else f"{place}?going=on#second"
    )


def tell_points(visit: Visit) -> Response:
    """Let the points of a case, and their kiosks, show a notice."""
    case = _find(visit)
    text = " ".join(visit.posted.fields.get("text", "").split())
    if case is None:
        return render("missing.html", visit, status=404)
    if not 0 < len(text) <= LONGEST_TEXT:
        return _show(visit, case, is_masked=True, fault="tracing_fault_text")
    with visit.writing() as connection:
        stays = tracing.list_stays(connection, case)
        told = cases.notify(connection, case, stays, text=text, now=visit.now)
        _keep_look(visit, connection, case, "notified", points=told)
    visit.services.publication.publish_change(visit.now)
    return redirect(f"/tracing/{case.case_id}#points")


def take_messages(visit: Visit) -> Response:
    """Give a file of telephone numbers and texts for contacts that have one."""
    case = _find(visit)
    text = " ".join(visit.posted.fields.get("text", "").split())
    if case is None:
        return render("missing.html", visit, status=404)
    if not 0 < len(text) <= LONGEST_TEXT:
        return _show(visit, case, is_masked=True, fault="tracing_fault_text")
    with visit.reading() as connection:
        met = tracing.follow(connection, case).met
    messages = trace_listings.list_messages(met, text)
    _look(visit, case, "messages_exported", numbers=len(messages))
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(("phone", "text"))
    writer.writerows(messages)
    name = f"sms-{case.case_id}-{visit.now.astimezone(LOCAL):%Y%m%d-%H%M}.csv"
    headers = HEADERS | {"Content-Disposition": f'attachment; filename="{name}"'}
    body = file.getvalue().encode("utf-8-sig")
    return Response(body, media_type="text/csv; charset=utf-8", headers=headers)


def close(visit: Visit) -> Response:
    """End a case: its notices are gone."""
    case = _find(visit)
    if case is None:
        return render("missing.html", visit, status=404)
    with visit.writing() as connection:
        cases.close(connection, case.case_id)
        _keep_look(visit, connection, case, "closed")
    visit.services.publication.publish_change(visit.now)
    return redirect("/tracing")


def show_contact(visit: Visit) -> Response:
    """Show where a contact was in the period of the case, point by point."""
    case, key = _find(visit), _read_key(visit.path("person"))
    if case is None or key is None:
        return render("missing.html", visit, status=404)
    with visit.reading() as connection:
        mine = tracing.list_stays(connection, case)
        near = ledger.list_meeting_stays(
            connection, mine, [key], window_us=case.window_us
        )
        seconds = {
            one.person_key for one in cases.list_second(connection, case.case_id)
        }
        if key not in near and key not in seconds:
            return render("missing.html", visit, status=404)
        period = case.since, case.until
        listed = ledger.list_stays(connection, [key], period, case.scope)
        stays = [stay for _, stay in listed]
        people = ledger.describe(connection, [key])
        names = ledger.name_points(connection, {one.point_id for one in stays})
    listing = trace_listings.list_stays(
        "tracing_contact_stays",
        stays,
        names,
        visit.language,
        places=trace_listings.link_points(case, mine),
    )
    _look(visit, case, "contact_seen", form=visit.ask("form"))
    person = tracing.hide(people[key]) if key in people else None
    return answer_download(visit, listing) or render(
        "tracing_person.html", visit, case=case, person=person, listing=listing
    )


def show_point(visit: Visit) -> Response:
    """Show who was at a point while the person of the case was."""
    case, point_id = _find(visit), visit.path("point")
    if case is None:
        return render("missing.html", visit, status=404)
    with visit.reading() as connection:
        mine = tracing.list_stays(connection, case)
        here = [stay for stay in mine if stay.point_id == point_id]
        if not here:
            return render("missing.html", visit, status=404)
        period = _widen(here, case)
        present = ledger.list_point_stays(connection, point_id, period, MOST_PRESENT)
        people = ledger.describe(connection, {key for key, _ in present})
        names = ledger.name_points(connection, [point_id])
    listing = trace_listings.list_present(
        present, people, visit.language, is_masked=not visit.ask("form")
    )
    _look(visit, case, "point_seen", point=point_id, form=visit.ask("form"))
    return answer_download(visit, listing) or render(
        "tracing_point.html",
        visit,
        case=case,
        name=names.get(point_id, point_id),
        period=period,
        listing=listing,
    )


def _show(visit: Visit, case: Case, *, is_masked: bool, fault: str = "") -> Response:
    left = tracing.catch_up(visit.services.database, join_key.load(visit.services.keys))
    page = min(
        int(visit.ask("page")) if visit.ask("page").isdecimal() else 0, _LARGEST_PAGE
    )
    wanted = Wanted(offset=page * PAGE_PEOPLE, limit=PAGE_PEOPLE)
    _look(visit, case, "seen" if is_masked else "unmasked", page=page)
    with visit.reading() as connection:
        ways = tracing.follow(connection, case, wanted)
        people = ledger.describe(connection, case.persons)
        seconds = cases.count_second(connection, case.case_id)
    person = next(iter(people.values()), None)
    if person is not None and is_masked:
        person = tracing.hide(person)
    texts = load_texts(visit.language)
    name = (
        texts["tracing_subject"] if person is None else person.name or person.document
    )
    return render(
        "tracing_case.html",
        visit,
        status=422 if fault else 200,
        case=case,
        person=person,
        ways=ways,
        left=left,
        fault=fault,
        is_masked=is_masked,
        tables=_make_tables(visit, case, wanted, is_masked=is_masked, ways=ways),
        picture=trace_graph.draw(name, ways.met, ways.people),
        progress=_tell_progress(case, ways),
        seconds=seconds,
        is_going=bool(visit.ask("going")),
        page=page,
        pages=(ways.people + PAGE_PEOPLE - 1) // PAGE_PEOPLE,
        message=texts["tracing_message"].format(
            period=trace_listings.tell_period(case)
        ),
        notice=case.notice
        or texts["tracing_notice"].format(period=trace_listings.tell_period(case)),
    )


def _make_tables(
    visit: Visit,
    case: Case,
    wanted: Wanted,
    *,
    is_masked: bool,
    ways: Ways | None = None,
) -> _Tables:
    is_whole = wanted.limit is None
    with visit.reading() as connection:
        ways = ways or tracing.follow(connection, case, wanted)
        stays = ways.stays
        most = None if is_whole else MOST_SHOWN
        seconds = cases.list_second(connection, case.case_id, most)
        keys = {key for one in seconds for key in (one.person_key, one.through_key)}
        people = ledger.describe(connection, keys)
        names = ledger.name_points(connection, {stay.point_id for stay in stays})
        looks = cases.list_looks(connection, case.case_id, 100_000 if is_whole else 20)
    language = visit.language
    return _Tables(
        contacts=trace_listings.list_contacts(
            case, ways.met, language, is_masked=is_masked
        ),
        stays=trace_listings.list_stays(
            "tracing_stays",
            stays,
            names,
            language,
            places=trace_listings.link_points(case, stays),
        ),
        points=trace_listings.list_points(stays, names),
        seconds=trace_listings.list_seconds(
            seconds, people, language, is_masked=is_masked
        ),
        looks=trace_listings.list_looks(looks, load_texts(language)),
    )


def _list(tables: _Tables) -> tuple[Listing, ...]:
    return (
        tables.contacts,
        tables.stays,
        tables.points,
        tables.seconds,
        tables.looks,
    )


def _tell_progress(case: Case, ways: Ways) -> Progress | None:
    if case.second_done == NOT_ASKED:
        return None
    return Progress(done=case.second_done, total=tracing.count_firsts(ways))


def _find(visit: Visit) -> Case | None:
    with visit.reading() as connection:
        return cases.find(connection, visit.scope, visit.path("case"))


def _look(visit: Visit, case: Case, act: str, **told: str | int | bool) -> None:
    """Keep that somebody looks, before anything is shown."""
    with visit.writing() as connection:
        _keep_look(visit, connection, case, act, **told)


def _keep_look(
    visit: Visit,
    connection: Connection,
    case: Case,
    act: str,
    **told: str | int | bool,
) -> None:
    look = Look(at=visit.now, user_name=visit.visitor.name, act=act, told=told)
    cases.look(connection, case.case_id, look)
    visit.note(connection, f"case_{act}", case.case_id, **told)


def _widen(here: list[Stay], case: Case) -> tuple[datetime, datetime]:
    return (
        from_us(min(stay.since_us for stay in here) - case.window_us),
        from_us(max(stay.until_us for stay in here) + case.window_us),
    )


def _read_key(text: str) -> bytes | None:
    try:
        key = bytes.fromhex(text)
    except ValueError:
        return None
    return key if len(key) == KEY_BYTES else None
