"""Desk calls: what reception asks of its desk, and what the desk answers; no Qt."""

from dataclasses import dataclass
from datetime import datetime
from typing import assert_never
from uuid import UUID

from kiosk.payload import Payload
from kiosk.reception import (
    CheckIn,
    Desk,
    Form,
    NotInside,
    Presenting,
    SignOut,
    Visit,
)

LIST_LIMIT = 200
"""Longest list that is asked for; whoever is further down is searched for."""
EARLIER_LIMIT = 3
HOSTS_LIMIT = 6
BADGES_LIMIT = 200
"""So many newest visits are looked at for the badges that today has given out."""
EVERYBODY = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PresentCall:
    """A code was presented."""

    payload: Payload


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckInCall:
    """The form is confirmed."""

    form: Form


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOutCall:
    """A visit is ended by a tap."""

    visit_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class InsideCall:
    """The list of who is inside is wanted."""

    search: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HostsCall:
    """Hosts are wanted for the chips."""

    search: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierCall:
    """Returning visitors are wanted whose name begins like this."""

    search: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BadgesCall:
    """The newest visits are wanted, for their badges."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EverybodyCall:
    """All who are inside are wanted, for the roll call at `at`."""

    at: datetime


Search = InsideCall | HostsCall | EarlierCall
DeskCall = PresentCall | CheckInCall | SignOutCall | Search | BadgesCall | EverybodyCall


@dataclass(frozen=True, slots=True, kw_only=True)
class Inside:
    """Who is inside, as far as `search` finds them, of `count` in all."""

    search: str
    visits: tuple[Visit, ...]
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Hosts:
    """Hosts whose name `search` begins."""

    search: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """Returning visitors whose name `search` begins."""

    search: str
    visits: tuple[Visit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Badges:
    """The newest visits."""

    visits: tuple[Visit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Everybody:
    """All who are inside at `at`."""

    visits: tuple[Visit, ...]
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskFailed:
    """The desk could not answer; `sentence` says why and what to do."""

    sentence: str


Answer = (
    Presenting
    | CheckIn
    | SignOut
    | NotInside
    | Inside
    | Hosts
    | Earlier
    | Badges
    | Everybody
    | DeskFailed
)


def ask(desk: Desk, call: DeskCall) -> Answer:
    """Return what `desk` answers; may touch the disk."""
    match call:
        case PresentCall(payload=payload):
            return desk.present(payload)
        case CheckInCall(form=form):
            return desk.check_in(form)
        case SignOutCall(visit_id=visit_id):
            return desk.sign_out(visit_id)
        case BadgesCall():
            return Badges(visits=_find_newest(desk))
        case EverybodyCall(at=at):
            return Everybody(visits=tuple(desk.find_inside("", limit=EVERYBODY)), at=at)
        case _:
            return _search(desk, call)


def _search(desk: Desk, call: Search) -> Answer:
    search = call.search
    match call:
        case InsideCall():
            visits = desk.find_inside(search, limit=LIST_LIMIT)
            return Inside(
                search=search, visits=tuple(visits), count=desk.count_inside()
            )
        case HostsCall():
            names = tuple(desk.find_hosts(search, limit=HOSTS_LIMIT))
            return Hosts(search=search, names=names)
        case EarlierCall():
            earlier = desk.find_earlier(search, limit=EARLIER_LIMIT)
            return Earlier(search=search, visits=tuple(earlier))
        case _:
            assert_never(call)


def _find_newest(desk: Desk) -> tuple[Visit, ...]:
    inside = desk.find_inside("", limit=BADGES_LIMIT)
    return (*inside, *desk.find_earlier("", limit=BADGES_LIMIT))
