"""Tracing against a generated month whose truth is known, late batches and wrong clocks in it."""

from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from kiosk.decision import LOCAL
from province.contacts import gather
from province.identity import make_key, tell_number
from province.ledger import stays, tracing
from province.ledger.database import Database, open_database
from province.ledger.scope import WHOLE
from province.stays import Sureness
from tests.province.conftest import empty
from tests.province.simulator import Month, Truth, name_document

SECRET = b"s" * 32
PEOPLE = 90
KEYS = [
    make_key(SECRET, tell_number(name_document(person))) for person in range(PEOPLE)
]
DAY = timedelta(days=1)

Meeting = tuple[int, int, str]
"""Who was traced, whom they met, and at which point."""
Period = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A day of one person: whom they met by the ledger, and by the truth."""

    found: dict[Meeting, Sureness]
    truth: dict[Meeting, list[tuple[Truth, Truth]]]


@pytest.fixture(scope="module")
def month() -> Month:
    """Return a month that nobody has seen yet."""
    return Month(seed=20261120, people=PEOPLE, days=30)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def days(
    request: pytest.FixtureRequest,
    month: Month,
    tmp_path_factory: pytest.TempPathFactory,
) -> list[Seen]:
    """Return what each day of every sixth person looks like once all has come.

    Of each database once: to live, send and trace a month takes seconds.
    """
    url = None
    if request.param == "postgresql":
        url = request.getfixturevalue("cluster")
        with (
            closing(open_database(Path("/"), url)) as used,
            used.writing() as connection,
        ):
            empty(connection)
    with closing(open_database(tmp_path_factory.mktemp("month"), url)) as ledger:
        month.play(ledger)
        stays.catch_up(ledger, SECRET)
        return [
            Seen(found=find(ledger, person, day), truth=recall(month, person, day))
            for person in range(0, PEOPLE, 6)
            for day in list_days(month, person)
        ]


def test_every_overlap_that_the_data_contain_is_found(days: list[Seen]) -> None:
    lost = [
        pair
        for day in days
        for meeting in day.truth.keys() - day.found.keys()
        for pair in day.truth[meeting]
    ]

    assert [pair for pair in lost if pair[0].is_told and pair[1].is_told] == []
    assert sum(len(day.truth) for day in days) > 1000


def test_ninety_nine_of_a_hundred_sure_contacts_are_true(
    days: list[Seen], month: Month
) -> None:
    sure = [
        (meeting, meeting in day.truth)
        for day in days
        for meeting, sureness in day.found.items()
        if sureness is Sureness.HIGH
    ]
    false = [meeting for meeting, is_true in sure if not is_true]

    assert len(sure) > 1000
    assert len(false) <= len(sure) / 100
    assert [meeting for meeting in false if not is_explained(month, meeting)] == []


def find(ledger: Database, person: int, period: Period) -> dict[Meeting, Sureness]:
    own = [KEYS[person]]
    with ledger.reading() as connection:
        mine = [stay for _, stay in tracing.list_stays(connection, own, period, WHOLE)]
        tallies = tracing.list_contacts(connection, mine, own, window_us=0).tallies
        keys = [one.person_key for one in tallies]
        theirs = tracing.list_meeting_stays(connection, mine, keys, window_us=0)
    return {
        (person, KEYS.index(key), contact.point_id): contact.sureness
        for key in keys
        for contact in gather(mine, theirs[key], 0)
    }


def recall(
    month: Month, person: int, period: Period
) -> dict[Meeting, list[tuple[Truth, Truth]]]:
    met: dict[Meeting, list[tuple[Truth, Truth]]] = {}
    mine = [one for one in month.truths if one.person == person]
    for one in mine:
        if one.is_within(*period):
            for other in month.truths:
                if other.person != person and one.meets(other, *period):
                    key = person, other.person, one.spot.point_id
                    met.setdefault(key, []).append((one, other))
    return met


def is_explained(month: Month, meeting: Meeting) -> bool:
    """Say whether one left a point unseen and came back unseen: that looks like one stay."""
    *both, point_id = meeting
    return any(
        not before.has_out and not after.has_in
        for person in both
        for before, after in month.list_returns(person, point_id)
    )


def list_days(month: Month, person: int) -> list[Period]:
    locals_ = {
        one.since.astimezone(LOCAL) for one in month.truths if one.person == person
    }
    starts = {at.replace(hour=0, minute=0, second=0, microsecond=0) for at in locals_}
    return [(start, start + DAY) for start in sorted(starts)]
