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
    Presenting,
    SignOut,
    Undoing,
    Visit,
)

LIST_LIMIT = 200
"""Longest list that is asked for; whoever is further down is searched for."""
EARLIER_LIMIT = 3
HOSTS_LIMIT = 6
BADGES_LIMIT = 200
"""So many newest visits are looked at for the badges that today has given out."""
COMPANIES_LIMIT = 5


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
class CompaniesCall:
    """Companies of recent visitors are wanted for the chips."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenCall:
    """Who has been seen at the roll call is to be kept."""

    seen: frozenset[UUID]


@dataclass(frozen=True, slots=True, kw_only=True)
class EndRollCall:
    """The roll call is over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoCall:
    """A check-in or sign-out is to be taken back; `entry_id` keeps it."""

    entry_id: UUID


Search = InsideCall | HostsCall | CompaniesCall | EarlierCall
RollCalling = EverybodyCall | SeenCall | EndRollCall
Overtaken = Search | SeenCall
"""Of several that wait, only the last of its kind needs an answer."""
DeskCall = (
    PresentCall
    | CheckInCall
    | SignOutCall
    | UndoCall
    | Search
    | BadgesCall
    | RollCalling
)


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
class Companies:
    """Companies of recent visitors, a word of which `search` begins."""

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
    """All who were inside at `at`, and who of them has been seen since."""

    visits: tuple[Visit, ...]
    at: datetime
    seen: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class RollKept:
    """The roll call stands on the disk as on the screen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskFailed:
    """The desk could not answer; `sentence` says why and what to do."""

    sentence: str


Answer = (
    Presenting
    | CheckIn
    | SignOut
    | Undoing
    | Inside
    | Hosts
    | Companies
    | Earlier
    | Badges
    | Everybody
    | RollKept
    | DeskFailed
)


def ask(desk: Desk, call: DeskCall) -> Answer:
    """Return what `desk` answers; may touch the disk."""
    match call:
        case PresentCall(payload=payload):
            return desk.present(payload)
        case CheckInCall(form=form):
            return desk.check_in(form)
        case SignOutCall() | UndoCall():
            return _end(desk, call)
        case BadgesCall():
            return Badges(visits=_find_newest(desk))
        case EverybodyCall() | SeenCall() | EndRollCall():
            return _call_roll(desk, call)
        case _:
            return _search(desk, call)


def _end(desk: Desk, call: SignOutCall | UndoCall) -> SignOut | Undoing:
    if isinstance(call, UndoCall):
        return desk.undo(call.entry_id)
    return desk.sign_out(call.visit_id)


def _call_roll(desk: Desk, call: RollCalling) -> Everybody | RollKept:
    match call:
        case EverybodyCall(at=at):
            roll = desk.call_roll(at)
            return Everybody(
                visits=tuple(roll.visits), at=roll.taken_at, seen=roll.seen
            )
        case SeenCall(seen=seen):
            desk.keep_seen(seen)
        case EndRollCall():
            desk.end_roll()
        case _:
            assert_never(call)
    return RollKept()


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
        case CompaniesCall():
            found = tuple(desk.find_companies(search, limit=COMPANIES_LIMIT))
            return Companies(search=search, names=found)
        case EarlierCall():
            earlier = desk.find_earlier(search, limit=EARLIER_LIMIT)
            return Earlier(search=search, visits=tuple(earlier))
        case _:
            assert_never(call)


def _find_newest(desk: Desk) -> tuple[Visit, ...]:
    inside = desk.find_inside("", limit=BADGES_LIMIT)
    return (*inside, *desk.find_earlier("", limit=BADGES_LIMIT))
