"""Log screens: what the log's pages say and offer, as values; no Qt."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from kiosk.logged import LAST, DayCounts, Listing, LogFilter, Logged, Sending
from kiosk.ui.admin_shown import Line
from kiosk.ui.buttons import Button, NoteShown, Weight
from kiosk.ui.flow import Deed
from kiosk.ui.reception_screens import Pages
from kiosk.ui.screens import ScreenKind
from kiosk.ui.staff import log_words as words
from kiosk.ui.staff.log_flow import Judging, Log, Page, find_turnable, list_shown
from kiosk.ui.staff.log_taps import (
    DayTap,
    EntryTap,
    FilterTap,
    JudgeTap,
    TurnTap,
)
from kiosk.ui.staff.settle_screens import SettleScreen, compose_settling
from kiosk.ui.staff.taps import StaffAct, StaffPress
from kiosk.ui.texts import Texts

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class LogRow:
    """One entry: `state` is where it is, `act` what was done about it."""

    kind: ScreenKind
    time: str
    outcome: str
    name: str
    number: str
    act: str
    state: str
    is_void: bool
    needs_attention: bool
    tap: EntryTap


@dataclass(frozen=True, slots=True, kw_only=True)
class LogScreen:
    """A day's entries: `rows` from the row `first` on, of `count`; None is still read."""

    title: str
    summary: str
    days: tuple[Button, ...]
    filters: tuple[Button, ...]
    search_label: str
    search: str
    rows: tuple[LogRow | None, ...]
    first: int
    count: int
    hint: str
    pages: Pages
    note: NoteShown | None
    button: Button


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryScreen:
    """One entry, and what can still be done about it."""

    title: str
    kind: ScreenKind
    outcome: str
    name: str
    number: str
    lines: tuple[Line, ...]
    advice: str
    acts: tuple[Button, ...]
    note: NoteShown | None
    button: Button


def compose_log(
    log: Log, texts: Texts, note: NoteShown | None
) -> LogScreen | EntryScreen | SettleScreen:
    """Return the page of `log`."""
    match log:
        case Log(page=Page.ENTRY, entry=Logged() as entry):
            return _compose_entry(log, entry, texts, note)
        case Log(
            page=Page.JUDGE, entry=Logged() as entry, judging=Judging() as judging
        ):
            return compose_settling(
                judging.deed,
                words.say_name(entry, texts),
                texts,
                text=judging.text,
                note=note,
                is_asked=judging.is_asked,
            )
        case _:
            return _compose_list(log, texts, note)


def _compose_list(log: Log, texts: Texts, note: NoteShown | None) -> LogScreen:
    listing = log.listing
    entries = [log.rows.get(position) for position in list_shown(log)]
    return LogScreen(
        title=_say_day(log, texts),
        summary=_sum_up(listing, texts),
        days=tuple(_offer_days(log, texts)),
        filters=tuple(_offer_filters(log, texts)),
        search_label=texts.say("log.search"),
        search=log.query.search,
        rows=tuple(
            None if entry is None else _compose_row(log, entry, texts)
            for entry in entries
        ),
        first=log.first,
        count=len(listing.positions) if listing else 0,
        hint=_hint(log, texts),
        pages=Pages(
            back=texts.say("log.page.newer"),
            further=texts.say("log.page.older"),
            number=texts.phrases["log.page.number"],
        ),
        note=note,
        button=_back(texts),
    )


def _compose_row(log: Log, entry: Logged, texts: Texts) -> LogRow:
    return LogRow(
        kind=words.find_kind(entry),
        time=words.say_time(entry.decided_at, has_date=log.query.day is None),
        outcome=words.say_outcome(entry, texts),
        name=words.say_name(entry, texts),
        number=words.say_number(entry),
        act=words.say_acts(entry, texts),
        state=words.say_sending(entry, texts, is_short=True),
        is_void=entry.is_void,
        needs_attention=entry.sending is Sending.REFUSED,
        tap=EntryTap(position=entry.position),
    )


def _compose_entry(
    log: Log, entry: Logged, texts: Texts, note: NoteShown | None
) -> EntryScreen:
    return EntryScreen(
        title=texts.say("log.entry.title"),
        kind=words.find_kind(entry),
        outcome=words.say_outcome(entry, texts),
        name=words.say_name(entry, texts),
        number=words.say_number(entry),
        lines=tuple(words.list_facts(entry, texts)),
        advice=words.say_advice(entry, texts),
        acts=tuple(_offer_acts(log, entry, texts)),
        note=note,
        button=_back(texts),
    )


def _offer_acts(log: Log, entry: Logged, texts: Texts) -> Iterator[Button]:
    if not entry.is_void:
        yield _judge(Deed.TAKEN_BACK, texts, Weight.ALARM)
    if find_turnable(log) is not None:
        yield Button(text=texts.say("log.button.turn"), tap=TurnTap())
    if entry.is_open:
        yield _judge(Deed.TURNED_AWAY, texts)
        yield _judge(Deed.ADMITTED, texts, Weight.PRIMARY)


def _judge(deed: Deed, texts: Texts, weight: Weight = Weight.PLAIN) -> Button:
    text = texts.say(f"log.button.{deed}")
    return Button(text=text, tap=JudgeTap(deed=deed), weight=weight)


def _offer_days(log: Log, texts: Texts) -> Iterator[Button]:
    """Yield the last ones, today, yesterday, and the next days with entries each way."""
    yesterday = log.today - _DAY
    yield _offer_day(log, None, texts.say("log.day.last", count=str(LAST)))
    yield _offer_day(log, log.today, texts.say("log.day.today"))
    yield _offer_day(log, yesterday, texts.say("log.day.yesterday"))
    day = log.query.day
    if day is not None and day < yesterday:
        yield _offer_day(log, day, f"{day:%d/%m/%Y}")
    earlier = _find_earlier(log, yesterday)
    text = texts.say("log.day.earlier", day=f"{earlier:%d/%m}" if earlier else "–")
    yield Button(
        text=text,
        tap=DayTap(day=earlier),
        weight=Weight.CHIP,
        is_enabled=earlier is not None,
    )


def _find_earlier(log: Log, yesterday: date) -> date | None:
    """Return the next day before the one shown that has no button of its own."""
    earlier = log.listing.earlier if log.listing else None
    return None if earlier is None or earlier >= yesterday else earlier


def _offer_day(log: Log, day: date | None, text: str) -> Button:
    is_on = day == log.query.day
    return Button(text=text, tap=DayTap(day=day), weight=Weight.CHIP, is_on=is_on)


def _offer_filters(log: Log, texts: Texts) -> Iterator[Button]:
    for one in LogFilter:
        yield Button(
            text=texts.say(f"log.filter.{one}"),
            tap=FilterTap(filter=one),
            weight=Weight.CHIP,
            is_on=one is log.query.filter,
        )


def _say_day(log: Log, texts: Texts) -> str:
    day = log.query.day
    if day is None:
        return texts.say("log.title.last", count=str(LAST))
    if day == log.today:
        return texts.say("log.title.today")
    return texts.say("log.title.day", day=f"{day:%d/%m/%Y}")


def _sum_up(listing: Listing | None, texts: Texts) -> str:
    if listing is None or listing.query.day is None:
        return ""
    counts: DayCounts = listing.counts
    return texts.say(
        "log.summary",
        into=str(counts.into),
        out=str(counts.out),
        denied=str(counts.denied),
    )


def _hint(log: Log, texts: Texts) -> str:
    listing = log.listing
    if listing is None or not listing.is_whole:
        return texts.say("log.hint.reading")
    if listing.is_cut:
        return texts.say("log.hint.cut")
    if listing.positions:
        return ""
    narrowed = log.query.search.strip() or log.query.filter is not LogFilter.ALL
    return texts.say("log.hint.not_found" if narrowed else "log.hint.none")


def _back(texts: Texts) -> Button:
    return Button(
        text=texts.say("staff.button.back"), tap=StaffPress(act=StaffAct.BACK)
    )
