"""Contacts: who was at a point while somebody else was, or soon before or after; pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from province.stays import Doubt, Stay, Sureness, grade, list_doubts, pack

NEAR = pack([Doubt.NEAR])


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """Two stays at one point: how long both were there, and how far apart else."""

    point_id: str
    since_us: int
    overlap_us: int
    apart_us: int
    doubts: int
    sureness: Sureness

    @property
    def reasons(self) -> tuple[Doubt, ...]:
        """Return why it is not quite sure."""
        return list_doubts(self.doubts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """All meetings with one person at one point, as sure as the surest of them."""

    point_id: str
    since_us: int
    overlap_us: int
    doubts: int
    sureness: Sureness

    @property
    def reasons(self) -> tuple[Doubt, ...]:
        """Return why it is not quite sure."""
        return list_doubts(self.doubts)


def meet(one: Stay, other: Stay, window_us: int) -> Meeting | None:
    """Return how `one` and `other` met, None where they were not within the window."""
    since = max(one.since_us, other.since_us)
    until = min(one.until_us, other.until_us)
    if one.point_id != other.point_id or since - until > window_us:
        return None
    is_near = since > until
    doubts = one.doubts | other.doubts | (NEAR if is_near else 0)
    sureness = min(one.sureness, other.sureness, grade(NEAR if is_near else 0))
    return Meeting(
        point_id=one.point_id,
        since_us=since,
        overlap_us=max(0, until - since),
        apart_us=max(0, since - until),
        doubts=doubts,
        sureness=sureness,
    )


def gather(
    mine: Iterable[Stay], theirs: Iterable[Stay], window_us: int
) -> tuple[Contact, ...]:
    """Return where two people met, a contact for each point, the longest first."""
    others = list(theirs)
    met = [
        meeting
        for one in mine
        for other in others
        if (meeting := meet(one, other, window_us)) is not None
    ]
    by_point: dict[str, list[Meeting]] = {}
    for meeting in met:
        by_point.setdefault(meeting.point_id, []).append(meeting)
    contacts = [_sum_up(meetings) for meetings in by_point.values()]
    return tuple(sorted(contacts, key=_by_length))


def clip(stay: Stay, since_us: int, until_us: int) -> Stay | None:
    """Return the part of `stay` in a period, None where none of it is."""
    since, until = max(stay.since_us, since_us), min(stay.until_us, until_us)
    if since > until:
        return None
    return Stay(
        point_id=stay.point_id,
        since_us=since,
        until_us=until,
        in_id=stay.in_id,
        out_id=stay.out_id,
        marks=stay.marks,
    )


def _sum_up(meetings: list[Meeting]) -> Contact:
    surest = max(meetings, key=_by_sureness)
    return Contact(
        point_id=surest.point_id,
        since_us=min(one.since_us for one in meetings),
        overlap_us=sum(one.overlap_us for one in meetings),
        doubts=surest.doubts,
        sureness=surest.sureness,
    )


def _by_sureness(meeting: Meeting) -> tuple[int, int]:
    return meeting.sureness, meeting.overlap_us


def _by_length(contact: Contact) -> tuple[int, int, str]:
    return -contact.overlap_us, contact.since_us, contact.point_id
