"""Reminders' page: a week's silent points, the letter to their unit, and what was sent."""

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import Response

from kiosk.decision import LOCAL
from province import dispatch
from province.dispatch import Order, find_last_week
from province.ledger import known_units, reminders
from province.ledger.reminders import PAGE_ROWS, Sent
from province.ledger.scope import Scope
from province.period import Period, parse_period
from province.reminder_sheet import COLUMNS, list_cells
from province.reminders import MOST_NAMED, Silence, SilentPoint, write_letter
from province.rights import Right
from province.web import mail_server, reminder_letters, schedules
from province.web.doors import Doors
from province.web.listing import Column, Kind, Listing, Row, answer_download
from province.web.maker import tell_maker
from province.web.page import load_texts, redirect, render
from province.web.visit import Visit

SHOWN = 100
"""Silent points on the page; the file has all."""
_PREVIEW_LINES = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which unit's week is shown; `fault` is a text's key, with the field that it is of."""

    unit: str
    period: Period
    fault: str = ""
    field: str = ""


def open_doors(doors: Doors) -> None:
    """Open the pages of reminders."""
    mail_server.open_doors(doors)
    schedules.open_doors(doors, schedules.REMINDERS)
    doors.get("/reminders", Right.REMIND)(show_reminders)
    doors.post("/reminders", Right.REMIND)(send_reminder)
    reminder_letters.open_doors(doors)


def show_reminders(visit: Visit) -> Response:
    """Show the silent points of a unit's week, and letters of before."""
    return _show(visit, _read_asked(visit, visit.ask("week"), visit.ask("unit")))


def send_reminder(visit: Visit) -> Response:
    """Keep a letter as a file, or put it into the outbox for each address."""
    fields = visit.posted.fields
    asked = _read_asked(visit, fields.get("week", ""), fields.get("unit", ""))
    if asked.fault:
        return _show(visit, asked, status=422)
    recipients = schedules.read_recipients(fields.get("recipients", ""))
    by_mail = fields.get("way") == "mail"
    if by_mail and not recipients:
        fault = Asked(
            unit=asked.unit,
            period=asked.period,
            fault="reminders_fault_recipients",
            field="recipients",
        )
        return _show(visit, fault, status=422)
    scope = Scope(unit=asked.unit)
    with visit.reading() as connection:
        silence = reminders.read_silence(connection, scope, asked.period, visit.now)
    if not silence.points:
        return redirect(_name_place(asked))
    order = Order(
        silence=silence,
        recipients=(recipients or ()) if by_mail else (),
        made_by=visit.visitor.name,
    )
    return redirect(f"/reminders/{_keep(visit, order)}")


def _keep(visit: Visit, order: Order) -> int:
    """Keep the letters of `order` and return the first one's id."""
    unit = order.silence.unit
    with visit.writing() as connection:
        if visit.posted.fields.get("remember") and order.recipients:
            reminders.store_addresses(connection, unit, order.recipients)
        made = dispatch.make_letters(connection, order, visit.now)
        visit.note(
            connection,
            "reminder_made",
            unit or "province",
            points=len(order.silence.points),
            letters=len(made),
            week=order.silence.period.week,
        )
    return made[0]


def _read_asked(visit: Visit, week: str, said: str) -> Asked:
    last = find_last_week(visit.now)
    period = parse_period({"week": week}, visit.now) if week else last
    with visit.reading() as connection:
        known = known_units.read_known(connection, visit.scope)
    found = known.find(said) if said else visit.scope.unit
    unit = visit.scope.unit if found is None else found
    if found is None:
        fault = "reminders_fault_unit"
        return Asked(unit=unit, period=last, fault=fault, field="unit")
    if week and period.week != week:
        fault = "reminders_fault_week"
        return Asked(unit=unit, period=last, fault=fault, field="week")
    return Asked(unit=unit, period=period)


def _name_place(asked: Asked) -> str:
    return f"/reminders?week={asked.period.week}&unit={asked.unit}"


def _show(visit: Visit, asked: Asked, status: int = 200) -> Response:
    texts = load_texts(visit.language)
    before = visit.ask("before")
    with visit.reading() as connection:
        scope, most = Scope(unit=asked.unit), None if visit.ask("table") else MOST_NAMED
        silence = reminders.read_silence(
            connection, scope, asked.period, visit.now, most
        )
        addresses = reminders.read_addresses(connection, asked.unit)
        sent = reminders.list_page(
            connection, visit.scope, int(before) if before.isdecimal() else 0
        )
        running = schedules.list_schedules(schedules.REMINDERS, visit, connection)
    listing = make_listing(silence.points, texts)
    _note_seen(visit, silence)
    answer = answer_download(visit, listing)
    if answer is not None:
        return answer
    letter = write_letter(silence, texts, visit.now).body.splitlines()
    return render(
        "reminders.html",
        visit,
        status,
        asked=asked,
        silence=silence,
        listing=make_listing(silence.points[:SHOWN], texts),
        is_cut=silence.silent > SHOWN,
        letter="\n".join(letter[:_PREVIEW_LINES]),
        is_letter_cut=len(letter) > _PREVIEW_LINES,
        recipients=visit.posted.fields.get("recipients", " ".join(addresses)),
        sent=_list_sent(sent, texts),
        next_before=sent[-1].reminder_id if len(sent) == PAGE_ROWS else 0,
        desk=schedules.REMINDERS,
        schedules=running,
        local=LOCAL,
    )


def _note_seen(visit: Visit, silence: Silence) -> None:
    """Keep that the contact persons of these points were looked at."""
    if silence.points:
        with visit.writing() as connection:
            visit.note(
                connection,
                "silent_points_seen",
                silence.unit or "province",
                points=len(silence.points),
                week=silence.period.week,
            )


def make_listing(points: tuple[SilentPoint, ...], texts: Mapping[str, str]) -> Listing:
    """Return silent points as a table."""
    return Listing(
        name="reminders_silent",
        columns=tuple(Column(key=key) for key in COLUMNS),
        rows=[Row(cells=list_cells(point, texts)) for point in points],
    )


def _list_sent(sent: tuple[Sent, ...], texts: Mapping[str, str]) -> Listing:
    return Listing(
        name="reminders_sent",
        columns=(
            Column(key="reminders_number", kind=Kind.NUMBER),
            Column(key="reminders_made_at", kind=Kind.MOMENT),
            Column(key="reminders_unit"),
            Column(key="reminders_points", kind=Kind.NUMBER),
            Column(key="reminders_recipient"),
            Column(key="reminders_made_by"),
            Column(key="reminders_state"),
        ),
        rows=[
            Row(
                cells=(
                    one.reminder_id,
                    one.made_at,
                    one.unit or texts["officers_whole"],
                    one.points,
                    one.recipient or texts["reminders_way_file"],
                    tell_maker(one.made_by, texts),
                    texts[f"reminders_state_{one.state}"],
                ),
                place=f"/reminders/{one.reminder_id}",
            )
            for one in sent
        ],
    )
