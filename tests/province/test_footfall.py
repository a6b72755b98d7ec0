"""Tests of counting new entries by their points' local days."""

from collections.abc import Iterable

from kiosk.protocol import content
from kiosk.protocol.batch import Row
from province.footfall import (
    ADMITTED,
    ENTRIES,
    FIRST_HOUR,
    REFUSED,
    Footfall,
    Newcomers,
)
from province.ingest import EntryStatus, NewEntry
from province.ledger.columns import to_us
from tests.province.builders import NOW, an_entry

DAY = 20_777
"""2026-11-20, where NOW is noon."""


def make_new(
    rows: Iterable[Row], status: EntryStatus = EntryStatus.ACCEPTED
) -> list[NewEntry]:
    made = []
    for position, row in enumerate(rows, start=1):
        facts = content.decode(row.content)
        assert facts is not None
        made.append(
            NewEntry(
                row=row,
                content=facts,
                commitment=b"",
                position=position,
                status=status,
            )
        )
    return made


def list_figures(footfall: Footfall) -> list[tuple[int, int, int, int, int]]:
    """Return the day, entries, admitted, refused, and admitted at noon."""
    return [
        (day, told[ENTRIES], told[ADMITTED], told[REFUSED], told[FIRST_HOUR + 12])
        for (_, day), told in footfall
    ]


ROWS = an_entry(1), an_entry(2, outcome="deny"), an_entry(3, outcome="check")


def test_what_was_let_in_and_refused_is_counted_by_day() -> None:
    newcomers = Newcomers("P1", make_new(ROWS))

    assert list_figures(newcomers.count(but=frozenset())) == [(DAY, 3, 1, 1, 1)]


def test_what_is_held_is_an_entry_alone() -> None:
    newcomers = Newcomers("P1", make_new(ROWS, EntryStatus.HELD))

    assert list_figures(newcomers.count(but=frozenset())) == [(DAY, 3, 0, 0, 0)]


def test_those_that_acts_refer_to_are_left_out() -> None:
    newcomers = Newcomers("P1", make_new(ROWS))
    known = frozenset([ROWS[0].entry_id, bytes(16)])

    assert list_figures(newcomers.count(but=known)) == [(DAY, 2, 0, 1, 0)]


def test_an_entry_of_a_doubtful_clock_counts_where_it_is_placed() -> None:
    yesterday_us = to_us(NOW) - 86_400_000_000
    newcomers = Newcomers("P1", make_new(ROWS[:1]), {1: yesterday_us})

    assert list_figures(newcomers.count(but=frozenset())) == [(DAY - 1, 1, 1, 0, 1)]


def test_only_voids_and_settlings_act_on_others() -> None:
    acts = ("void", "admitted", "turned_away", "closed", "presented")
    refers = [bytes([number]) * 16 for number in range(len(acts))]
    rows = (
        an_entry(number, act=act, refers=refers[number])
        for number, act in enumerate(acts)
    )

    assert Newcomers("P1", make_new(rows)).acting_on == {refers[0], refers[1]}


def test_a_difference_of_nothing_has_no_day() -> None:
    footfall = Footfall()
    footfall.count("P1", DAY * 24, entries=1, admitted=1)
    taken = Footfall()
    taken.add(footfall)
    taken.add(footfall, -1)

    assert list(taken) == []
