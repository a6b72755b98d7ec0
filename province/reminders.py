"""Reminders: which points of a unit were silent, and the letter that says so; pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

import msgspec

from kiosk.decision import LOCAL
from province.activity import Activity
from province.period import Period

Texts = Mapping[str, str]
MOST_NAMED = 200
"""Points that a letter names, ten pages; the sheet that goes with it has all."""


class Way(StrEnum):
    """How a reminder reaches a unit."""

    MAIL = "mail"
    FILE = "file"


class SilentPoint(msgspec.Struct, frozen=True, kw_only=True):
    """A point without an admitted entry in the period, and whom to call about it."""

    point_id: str
    name: str
    address: str
    standing: Activity
    last_contact: datetime | None
    contact_name: str
    contact_phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """What a unit's points did in a period; `points` are silent ones, or the first of them.

    `registered` counts without the suspended ones, as the figures do.
    """

    unit: str
    unit_name: str
    period: Period
    registered: int
    active: int
    zero: int
    no_report: int
    points: tuple[SilentPoint, ...]

    @property
    def silent(self) -> int:
        """Return how many points had no admitted entry."""
        return self.zero + self.no_report


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A letter's two parts."""

    subject: str
    body: str


def write_letter(silence: Silence, texts: Texts, now: datetime) -> Text:
    """Return the letter to the unit of `silence`, in the language of `texts`."""
    facts = {
        "unit": _one_line(silence.unit_name),
        "week": silence.period.week or tell_day(silence.period.first),
        "first": tell_day(silence.period.first),
        "last": tell_day(silence.period.last),
        "registered": _tell_number(silence.registered),
        "active": _tell_number(silence.active),
        "rate": _tell_rate(silence.active, silence.registered),
        "zero": _tell_number(silence.zero),
        "no_report": _tell_number(silence.no_report),
        "silent": _tell_number(silence.silent),
        "now": tell_moment(now),
    }
    parts = ["to", "figures", "request", "list"]
    body = [texts[f"reminders_letter_{part}"].format(**facts) for part in parts]
    body.append("\n".join(_list_points(silence, texts)))
    body.append(texts["reminders_letter_end"].format(**facts))
    subject = texts["reminders_letter_subject"].format(**facts)
    return Text(subject=subject, body="\n\n".join(body) + "\n")


def tell_day(day: date) -> str:
    """Return a local day as letters write it."""
    return f"{day:%d/%m/%Y}"


def tell_moment(moment: datetime) -> str:
    """Return a moment as letters write it."""
    return f"{moment.astimezone(LOCAL):%H:%M %d/%m/%Y}"


def _list_points(silence: Silence, texts: Texts) -> Iterator[str]:
    for number, point in enumerate(silence.points[:MOST_NAMED], start=1):
        yield f"{number}. {_one_line(point.name)} ({point.point_id})"
        if point.address:
            yield f"   {texts['reminders_address']}: {_one_line(point.address)}"
        yield (
            f"   {texts['reminders_standing']}: "
            f"{texts[f'reminders_standing_{point.standing}']}; "
            f"{texts['reminders_last_contact'].lower()}: "
            f"{_tell_contact(point.last_contact, texts)}"
        )
        person = ", ".join(filter(None, (point.contact_name, point.contact_phone)))
        if person:
            yield f"   {texts['reminders_contact']}: {_one_line(person)}"
    if silence.silent > MOST_NAMED:
        more = _tell_number(silence.silent - MOST_NAMED)
        yield texts["reminders_letter_more"].format(more=more)


def _tell_contact(moment: datetime | None, texts: Texts) -> str:
    return texts["reminders_never"] if moment is None else tell_moment(moment)


def _tell_number(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def _tell_rate(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}".replace(".", ",") if whole else "0,0"


def _one_line(text: str) -> str:
    return " ".join(text.split())
