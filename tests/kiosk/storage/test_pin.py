"""PIN: kept as a hash, with its wrong tries and the wait they cost."""

from datetime import timedelta
from functools import partial

import msgspec
import pytest
from sqlalchemy import select

from kiosk.clock import Instant
from kiosk.protocol import content
from kiosk.protocol.content import Act
from kiosk.storage import entries, pin, settings
from kiosk.storage.database import Database
from kiosk.storage.folder import Folder, open_existing
from kiosk.storage.migration import upgrade
from kiosk.storage.pin import (
    LONGEST_WAIT_S,
    PinAnswer,
    Right,
    Wait,
    Wrong,
    check_pin,
    drop_pin,
    is_pin,
    is_set,
)
from kiosk.storage.tables import ENTRIES
from tests.fakes import START

PIN = "482915"
WRONG = "111111"
WHO = "admin screen"


def at(seconds: float = 0) -> Instant:
    return Instant(
        wall=START + timedelta(seconds=seconds), monotonic_ms=0, boot="0badcafe"
    )


set_pin = partial(pin.set_pin, at=at(), who=WHO)


def fail(database: Database, times: int, at_s: float = 0) -> PinAnswer:
    answer: PinAnswer = Right()
    for _ in range(times):
        answer = check_pin(database, WRONG, at=at(at_s), who=WHO)
    return answer


def try_at(database: Database, text: str, at_s: float) -> PinAnswer:
    return check_pin(database, text, at=at(at_s), who=WHO)


def read_acts(database: Database) -> list[tuple[str, dict[str, object]]]:
    """Return the admin log: which acts, and what is said of them."""
    with database.read() as connection:
        rows = connection.execute(select(ENTRIES.c.content)).scalars()
        acts = [content.decode(row) for row in rows]
    return [
        (act.act, msgspec.json.decode(act.text, type=dict[str, object]))
        for act in acts
        if act is not None
    ]


@pytest.mark.parametrize("text", ["1234", "12345678"])
def test_four_to_eight_digits_are_a_pin(text: str) -> None:
    assert is_pin(text)


@pytest.mark.parametrize("text", ["", "123", "123456789", "12a4", "١٢٣٤", "12 34"])
def test_anything_else_is_no_pin(database: Database, text: str) -> None:
    assert not is_pin(text)
    with pytest.raises(ValueError, match="4 to 8 digits"):
        set_pin(database, text)


def test_there_is_none_until_it_is_set(database: Database) -> None:
    with database.read() as connection:
        before = is_set(connection)
    set_pin(database, PIN)
    with database.read() as connection:
        assert (before, is_set(connection)) == (False, True)


def test_the_pin_opens_and_another_does_not(database: Database) -> None:
    set_pin(database, PIN)
    answers = [try_at(database, WRONG, 0), try_at(database, PIN, 0)]
    assert answers == [Wrong(tries_left=4), Right()]


def test_it_is_kept_as_a_hash(database: Database) -> None:
    set_pin(database, PIN)
    with database.read() as connection:
        kept = settings.get(connection, "admin_pin") or b""
    assert (PIN.encode() in kept, len(kept) > 48) == (False, True)


def test_the_fifth_wrong_one_begins_a_wait_in_which_the_right_one_waits_too(
    database: Database,
) -> None:
    set_pin(database, PIN)
    assert fail(database, 5) == Wait(left_s=30)
    assert try_at(database, PIN, 29.5) == Wait(left_s=1)
    assert try_at(database, PIN, 30) == Right()


def test_each_further_wrong_one_doubles_the_wait_up_to_an_hour(
    database: Database,
) -> None:
    set_pin(database, PIN)
    fail(database, 5)
    waits = [fail(database, 1, at_s=4000 * turn) for turn in range(1, 10)]
    seconds = [60, 120, 240, 480, 960, 1920, 3600, 3600, 3600]
    assert waits == [Wait(left_s=left_s) for left_s in seconds]


def test_a_try_while_it_waits_is_not_counted(database: Database) -> None:
    set_pin(database, PIN)
    fail(database, 20)
    assert fail(database, 1, at_s=31) == Wait(left_s=60)


def test_the_right_one_forgets_the_wrong_ones(database: Database) -> None:
    set_pin(database, PIN)
    fail(database, 4)
    try_at(database, PIN, 0)
    assert fail(database, 1) == Wrong(tries_left=4)


def test_a_restart_does_not_shorten_the_wait(folder: Folder) -> None:
    first = open_existing(folder, upgrade)
    set_pin(first, PIN)
    fail(first, 5)
    first.close()
    again = open_existing(folder, upgrade)
    assert try_at(again, PIN, 10) == Wait(left_s=20)
    again.close()


def test_a_clock_that_is_set_back_costs_one_wait_and_no_more(
    database: Database,
) -> None:
    set_pin(database, PIN)
    fail(database, 5)
    assert try_at(database, PIN, -86_400) == Wait(left_s=30)


def test_a_very_long_series_waits_no_longer_than_the_longest(
    database: Database,
) -> None:
    set_pin(database, PIN)
    for turn in range(18):
        last = fail(database, 1, at_s=4000 * turn)
    assert last == Wait(left_s=LONGEST_WAIT_S)


def test_a_new_pin_takes_the_place_of_the_old(database: Database) -> None:
    set_pin(database, PIN)
    set_pin(database, "2468")
    answers = [try_at(database, PIN, 0), try_at(database, "2468", 0)]
    assert answers == [Wrong(tries_left=4), Right()]


def test_the_log_names_who_set_the_pin_and_never_the_pin(database: Database) -> None:
    set_pin(database, PIN)
    assert read_acts(database) == [(Act.PIN_CHANGED, {"who": WHO})]


def test_each_wait_that_begins_is_in_the_log_and_nothing_else(
    database: Database,
) -> None:
    set_pin(database, PIN)
    fail(database, 5)
    fail(database, 3, at_s=10)  # while it waits
    fail(database, 1, at_s=40)
    assert read_acts(database)[1:] == [
        (Act.PIN_REFUSED, {"who": WHO, "wrong": 5, "wait_s": 30}),
        (Act.PIN_REFUSED, {"who": WHO, "wrong": 6, "wait_s": 60}),
    ]


def test_what_is_done_about_the_pin_is_counted_as_no_entry(database: Database) -> None:
    set_pin(database, PIN)
    fail(database, 5)
    drop_pin(database, at=at(), who=WHO)
    with database.read() as connection:
        head = entries.read_head(connection)
        waiting = entries.count_waiting(connection)
    assert (head.position, head.admin, waiting.pending) == (3, 3, 0)


def test_a_forgotten_pin_is_replaced_and_the_wait_ends(database: Database) -> None:
    set_pin(database, PIN)
    fail(database, 5)
    set_pin(database, "2468", forgotten=True)
    assert try_at(database, "2468", 0) == Right()
    assert read_acts(database)[-1] == (Act.PIN_RESET, {"who": WHO})


def test_a_pin_that_was_taken_away_opens_nothing(database: Database) -> None:
    set_pin(database, PIN)
    dropped = [drop_pin(database, at=at(), who="kiosk") for _ in range(2)]
    assert try_at(database, PIN, 0) == Wrong(tries_left=5)
    with database.read() as connection:
        assert (dropped, is_set(connection)) == ([True, False], False)
    assert read_acts(database)[1:] == [(Act.PIN_RESET, {"who": "kiosk"})]
