"""Log screens: counts, rows and buttons, the same facts in both languages."""

from datetime import timedelta

import pytest

from kiosk.logged import LogFilter, Logged
from kiosk.ui.flow import Deed
from kiosk.ui.staff.flow import StaffFlow, open_log, tap
from kiosk.ui.staff.log_screens import EntryScreen, LogScreen
from kiosk.ui.staff.log_taps import (
    DayTap,
    EntryTap,
    FilterTap,
    JudgeTap,
    ScrollTap,
    TurnTap,
)
from kiosk.ui.staff.screens import compose_staff
from kiosk.ui.staff.settle_screens import SettleScreen
from kiosk.ui.staff.taps import StaffWrite
from kiosk.ui.texts import Texts
from tests.ui.fake_counter import FakeCounter
from tests.ui.fake_log import TODAY, YESTERDAY, FakeLog, a_logged, some_logged
from tests.ui.samples import DOCUMENT, EN, VI, WALL, a_decided
from tests.ui.staff_samples import (
    HELD,
    OPEN,
    PURGED,
    REFUSED,
    a_log,
    an_entry,
    follow,
)

both_languages = pytest.mark.parametrize("texts", [VI, EN], ids=["vi", "en"])
EARLIER = a_logged(1, at=WALL - timedelta(days=5))


def list_of(flow: StaffFlow, texts: Texts = VI) -> LogScreen:
    screen = compose_staff(flow, texts)
    assert isinstance(screen, LogScreen)
    return screen


def entry_of(entry: Logged, texts: Texts = VI) -> EntryScreen:
    screen = compose_staff(an_entry(entry), texts)
    assert isinstance(screen, EntryScreen)
    return screen


def test_the_head_counts_who_went_in_and_out_and_was_turned_away() -> None:
    screen = list_of(a_log(some_logged(3)))
    assert screen.summary == "512 vào · 470 ra · 6 từ chối"
    assert screen.title == "NHẬT KÝ HÔM NAY"


def test_the_chosen_day_and_filter_are_marked() -> None:
    flow = a_log([EARLIER], DayTap(day=None), FilterTap(filter=LogFilter.CHECK))
    screen = list_of(flow)
    marked = [one.tap for one in (*screen.days, *screen.filters) if one.is_on]
    assert marked == [DayTap(day=None), FilterTap(filter=LogFilter.CHECK)]


def test_the_next_day_with_entries_is_one_tap_away() -> None:
    day = TODAY - timedelta(days=5)
    assert list_of(a_log([EARLIER])).days[-1].tap == DayTap(day=day)
    shown = list_of(a_log([EARLIER], DayTap(day=day)))
    assert [one.tap for one in shown.days if one.is_on] == [DayTap(day=day)]
    assert shown.days[-1].is_enabled is False


def test_yesterday_has_a_button_of_its_own() -> None:
    entry = a_logged(1, at=WALL - timedelta(days=1))
    days = list_of(a_log([entry])).days
    assert [one.tap for one in days].count(DayTap(day=YESTERDAY)) == 1


@pytest.mark.parametrize(
    ("flow", "hint"),
    [
        (a_log([]), "log.hint.none"),
        (a_log([EARLIER], StaffWrite(text="x")), "log.hint.not_found"),
        (open_log(StaffFlow(), TODAY, None, 0)[0], "log.hint.reading"),
    ],
    ids=["empty", "not found", "reading"],
)
@both_languages
def test_a_list_without_rows_says_why(flow: StaffFlow, hint: str, texts: Texts) -> None:
    assert list_of(flow, texts).hint == texts.say(hint)


def test_rows_begin_where_the_list_was_scrolled_to() -> None:
    screen = list_of(a_log(some_logged(200), ScrollTap(first=100)))
    assert screen.rows[0] is not None
    assert (screen.first, screen.count, screen.rows[0].tap) == (
        100,
        200,
        EntryTap(position=100),
    )


@both_languages
@pytest.mark.parametrize("entry", [OPEN, REFUSED, HELD, PURGED])
def test_no_screen_holds_a_whole_number(entry: Logged, texts: Texts) -> None:
    shown = list_of(a_log([entry], DayTap(day=None)), texts)
    assert DOCUMENT[:8] not in repr((shown, entry_of(entry, texts)))


@pytest.mark.parametrize(
    ("entry", "deeds"),
    [
        (OPEN, [Deed.TAKEN_BACK, Deed.TURNED_AWAY, Deed.ADMITTED]),
        (HELD, [Deed.TAKEN_BACK]),
        (REFUSED, []),  # void already
    ],
)
def test_only_what_can_still_be_done_is_offered(
    entry: Logged, deeds: list[Deed]
) -> None:
    taps = [button.tap for button in entry_of(entry).acts]
    assert taps == [JudgeTap(deed=deed) for deed in deeds]


def test_a_wrong_direction_is_offered_while_the_code_is_at_hand() -> None:
    last = a_decided()
    entry = a_logged(last.entry_id.int)
    counter = FakeCounter(FakeLog([entry]))
    flow = follow(open_log(StaffFlow(), TODAY, last, 0), counter)
    flow, _ = tap(flow, EntryTap(position=entry.position), 0)
    screen = compose_staff(flow, VI)
    assert isinstance(screen, EntryScreen)
    assert TurnTap() in [button.tap for button in screen.acts]


@both_languages
def test_a_void_is_given_a_reason(texts: Texts) -> None:
    screen = compose_staff(an_entry(OPEN, JudgeTap(deed=Deed.TAKEN_BACK)), texts)
    assert isinstance(screen, SettleScreen)
    assert screen.title == texts.say("staff.settle.taken_back")
    assert len(screen.reasons) == 4
