"""Admin state: the table, its drawing, and what a close keeps."""

import pytest

from kiosk.ui.admin_state import (
    LOCK_AFTER_MS,
    TRANSITIONS,
    AdminFlow,
    State,
    close,
    draw,
    find_end,
    find_lock_ms,
    find_wait_s,
)
from kiosk.ui.setup.state import Setup
from tests.ui.admin_samples import JOINED, NOW_MS, PASSPHRASE, a_flow, an_end


def test_the_table_can_be_drawn() -> None:
    assert "    closed --> opening: open\n" in draw()


def test_it_never_locks_while_it_writes() -> None:
    assert find_lock_ms(a_flow(State.WRITING), NOW_MS + LOCK_AFTER_MS) is None


def test_every_screen_is_reached_and_left() -> None:
    asked = {State.NEW_PIN, State.REPEAT_PIN, State.MENU, State.ENDED}  # by answers
    answered = {State.PASSPHRASE, State.CODES, State.PIN, State.JOINED} | asked
    reached = set(TRANSITIONS.values()) | answered
    left = {state for state, _ in TRANSITIONS}
    assert (reached, left | {State.WRITING}) == (set(State), set(State))


def test_what_needs_a_new_start_is_not_forgotten_with_the_screens() -> None:
    joined = Setup(joined=JOINED, needs_restart=True)
    closed = close(a_flow(State.TRY_READERS, setup=joined))
    assert closed == AdminFlow(setup=Setup(needs_restart=True))


def test_a_close_keeps_the_wait_and_an_unseen_end_only() -> None:
    end = an_end(passphrase=PASSPHRASE)
    closed = close(a_flow(State.PIN, digits="48", result=end, wait_until_ms=NOW_MS))
    assert closed == AdminFlow(result=end, wait_until_ms=NOW_MS)


@pytest.mark.parametrize(
    ("passphrase", "state"), [(PASSPHRASE, State.PASSPHRASE), (None, State.ENDED)]
)
def test_a_passphrase_is_shown_first(passphrase: str | None, state: State) -> None:
    assert find_end(an_end(passphrase=passphrase)) is state


def test_a_wait_is_told_in_whole_seconds() -> None:
    flow = a_flow(State.PIN, wait_until_ms=NOW_MS + 29_001)
    assert [find_wait_s(flow, NOW_MS + late) for late in (0, 30_000)] == [30, 0]
