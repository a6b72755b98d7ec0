"""A logbook lists a day bit by bit, finds names and numbers, and forgets them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from kiosk.decision import LOCAL
from kiosk.lane import Lane
from kiosk.logbook import LINES_AT_ONCE, TEXTS_AT_ONCE, Logbook
from kiosk.logged import LAST, DayCounts, Listing, LogFilter, LogQuery
from kiosk.payload import Direction
from kiosk.presentation import Decided
from kiosk.protocol.content import Act
from kiosk.storage.database import Database
from tests.builders import CARD, a_card, a_payload
from tests.fakes import SteppedClock

PLACE = "Phường Mẫu"


def a_person(number: int, name: str) -> str:
    return f"001090{number:06d}||{name}|01011990|Nam|{PLACE}|01012022"


class Stage:
    """A logbook over a real lane, a second between two entries."""

    def __init__(self, lane: Lane, database: Database, clock: SteppedClock) -> None:
        self.lane, self.clock = lane, clock
        self.book = Logbook(database)

    @property
    def today(self) -> date:
        return self.clock().wall.astimezone(LOCAL).date()

    def present(self, text: str = CARD, way: Direction = Direction.IN) -> Decided:
        self.clock.advance(5)
        decided = self.lane.present(a_payload(text, direction=way))
        assert isinstance(decided, Decided)
        return decided

    def ask(self, search: str = "", chosen: LogFilter = LogFilter.ALL) -> LogQuery:
        return LogQuery(day=self.today, search=search, filter=chosen)

    def find(self, search: str = "", chosen: LogFilter = LogFilter.ALL) -> list[int]:
        return list(self.read_all(self.ask(search, chosen)).positions)

    def read_all(self, query: LogQuery) -> Listing:
        listing = self.book.search(query)
        while not listing.is_whole:
            listing = self.book.search(query)
        return listing


@pytest.fixture
def stage(lane: Lane, database: Database, clock: SteppedClock) -> Iterator[Stage]:
    stage = Stage(lane, database, clock)
    yield stage
    stage.book.forget()


@pytest.fixture
def people(stage: Stage) -> Stage:
    """Return a day of five people; the second was turned away, the third is void."""
    for number, name in enumerate(
        ["Đặng Thị Ánh", "Trần Quốc Đạt", "Lê Văn Ánh", "Anh Nguyễn", "Đỗ Ý"]
    ):
        stage.present(a_person(1000 + number, name))
    return stage


def test_the_newest_entry_is_the_first(people: Stage) -> None:
    assert people.find() == [5, 4, 3, 2, 1]


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("anh", [4, 3, 1]),
        ("ÁNH", [4, 3, 1]),
        ("dang anh", [1]),
        ("đat", [2]),
        ("nh", []),
        ("1003", [4]),
        ("03", [4]),
        ("001090001003", [4]),
        ("anh 1000", [1]),
        ("100", []),
        ("  ", [5, 4, 3, 2, 1]),
    ],
)
def test_people_are_found_by_words_and_by_the_last_digits(
    people: Stage, search: str, found: list[int]
) -> None:
    assert people.find(search) == found


def test_who_comes_while_the_log_is_open_stands_on_top(people: Stage) -> None:
    assert people.find("anh") == [4, 3, 1]
    people.present(a_person(7, "Phan Ánh"))
    assert people.find("anh") == [6, 4, 3, 1]
    assert people.find() == [6, 5, 4, 3, 2, 1]


def test_what_staff_did_since_is_counted(people: Stage) -> None:
    assert people.read_all(people.ask()).counts == DayCounts(into=5)
    people.lane.void(people.present(a_person(9, "Nhầm")).entry_id, "trial")
    people.present(a_person(1000, "Đặng Thị Ánh"), Direction.OUT)
    assert people.read_all(people.ask()).counts == DayCounts(into=5, out=1)


def test_checks_and_who_was_turned_away_are_listed(people: Stage) -> None:
    check = people.present(a_person(1000, "Đặng Thị Ánh"))  # inside already
    assert people.find(chosen=LogFilter.CHECK) == [6]
    assert people.find(chosen=LogFilter.DENY) == []
    people.lane.settle(check.entry_id, Act.TURNED_AWAY, "left")
    assert people.find(chosen=LogFilter.DENY) == [6]
    assert people.read_all(people.ask()).counts.denied == 1


def test_acts_are_no_entries_of_the_list(people: Stage) -> None:
    people.lane.void(people.present(a_card(1)).entry_id, "trial")
    assert people.find() == [6, 5, 4, 3, 2, 1]


def test_another_day_is_another_list(people: Stage) -> None:
    yesterday = people.today
    people.clock.advance(86_400)
    people.present(a_card(1))
    listing = people.read_all(people.ask())
    assert (listing.positions, listing.earlier) == ((6,), yesterday)
    before = people.read_all(LogQuery(day=yesterday))
    assert (len(before.positions), before.later) == (5, people.today)


def test_the_last_entries_are_of_any_day(people: Stage) -> None:
    people.clock.advance(86_400)
    for number in range(LAST - 2):
        people.present(a_card(number))
    last = LogQuery(day=None)
    assert len(people.read_all(last).positions) == LAST
    people.present(a_card(500))
    assert people.read_all(last).positions == tuple(range(24, 4, -1))


def test_a_clock_that_was_set_back_hides_no_entry(people: Stage) -> None:
    assert len(people.find()) == 5
    people.clock.advance(-12)
    people.present(a_card(3))
    assert sorted(people.find()) == [1, 2, 3, 4, 5, 6]


def test_a_long_day_is_read_bit_by_bit(stage: Stage) -> None:
    for number in range(TEXTS_AT_ONCE + 20):
        stage.present(a_card(number))
    query = stage.ask("520")  # the last digits of one, in the second part
    first = stage.book.search(replace(query, search="000000"))
    assert (first.is_whole, first.positions) == (False, ())
    assert stage.find("000000") == [1]
    assert LINES_AT_ONCE > TEXTS_AT_ONCE


def test_what_was_forgotten_is_read_again(people: Stage) -> None:
    assert people.find("anh") == [4, 3, 1]
    people.book.forget()
    assert people.find("anh") == [4, 3, 1]


def test_entries_are_read_in_the_order_they_are_asked_for(people: Stage) -> None:
    rows = people.book.read([2, 5, 99, 1])
    assert [row.position for row in rows] == [2, 5, 1]
    assert people.book.find(2) == rows[0]
    assert people.book.find(99) is None
