"""Admin typing: the PIN and the passphrase, from keys to what is asked."""

from dataclasses import replace

import pytest

from kiosk.storage.pin import Right, Wait, Wrong
from kiosk.ui.admin_calls import (
    CheckCall,
    FactsCall,
    PinKept,
    RecoverCall,
    Recovered,
    SetCall,
)
from kiosk.ui.admin_flow import take, tap
from kiosk.ui.admin_state import AdminFlow, PinNote, State, Step, find_wait_s
from kiosk.ui.admin_taps import AdminAct, AdminPress, Digit, Letter
from tests.ui.admin_samples import FACTS, NOW_MS, PASSPHRASE, a_flow, an_end

LETTERS = PASSPHRASE.replace("-", "")


def press(flow: AdminFlow, act: AdminAct) -> Step:
    return tap(flow, AdminPress(act=act), NOW_MS)


def enter(flow: AdminFlow, pin: str) -> Step:
    for digit in pin:
        flow, _ = tap(flow, Digit(digit=digit), NOW_MS)
    return press(flow, AdminAct.ENTER)


def test_without_a_pin_one_is_set_first() -> None:
    flow, _ = press(AdminFlow(), AdminAct.OPEN)
    facts = replace(FACTS, is_pin_set=False)
    assert take(flow, facts, NOW_MS)[0].state is State.NEW_PIN


def test_a_new_pin_is_entered_twice() -> None:
    flow, first = enter(a_flow(State.NEW_PIN), "482915")
    again, second = enter(flow, "482915")
    assert (flow.state, first) == (State.REPEAT_PIN, ())
    assert second == (SetCall(pin="482915"),)
    kept, _ = take(again, PinKept(), NOW_MS)
    assert (kept.state, kept.note) == (State.MENU, PinNote.CHANGED)


def test_two_that_differ_begin_again() -> None:
    flow, _ = enter(a_flow(State.NEW_PIN), "482915")
    again, calls = enter(flow, "482916")
    assert (again.state, again.note, calls) == (State.NEW_PIN, PinNote.DIFFERS, ())


def test_a_pin_that_is_too_short_is_not_asked() -> None:
    flow, calls = enter(a_flow(State.PIN), "482")
    assert (flow.note, calls) == (PinNote.TOO_SHORT, ())


def test_no_more_than_eight_digits_are_taken() -> None:
    _, calls = enter(a_flow(State.PIN), "123456789")
    assert calls == (CheckCall(pin="12345678"),)


def test_a_digit_can_be_taken_back() -> None:
    flow, _ = press(a_flow(State.PIN, digits="482"), AdminAct.ERASE)
    assert flow.digits == "48"


def test_the_right_pin_opens_the_menu() -> None:
    flow, _ = enter(a_flow(State.PIN), "482915")
    opened, calls = take(flow, Right(), NOW_MS)
    assert (opened.state, calls) == (State.MENU, (FactsCall(),))


def test_a_wrong_pin_says_how_many_tries_are_left() -> None:
    flow, _ = enter(a_flow(State.PIN), "482915")
    after, _ = take(flow, Wrong(tries_left=3), NOW_MS)
    assert (after.state, after.note) == (State.PIN, Wrong(tries_left=3))
    assert after.digits == ""


def test_while_it_waits_nothing_is_typed_or_asked() -> None:
    flow, _ = enter(a_flow(State.PIN), "482915")
    waiting, _ = take(flow, Wait(left_s=30), NOW_MS)
    after, calls = enter(waiting, "4829")
    assert (after.digits, calls, find_wait_s(after, NOW_MS)) == ("", (), 30)


def test_while_an_answer_is_awaited_nothing_is_asked_again() -> None:
    flow, _ = enter(a_flow(State.PIN), "482915")
    assert enter(flow, "482915")[1] == ()


def test_an_answer_that_comes_after_it_was_closed_opens_nothing() -> None:
    assert take(AdminFlow(), Right(), NOW_MS)[0].state is State.CLOSED


def test_no_pin_is_written_where_a_flow_is() -> None:
    flow = a_flow(State.REPEAT_PIN, digits="48291573", first="48291573")
    assert "48291573" not in repr((flow, CheckCall(pin="48291573")))


def write(flow: AdminFlow, letters: str) -> AdminFlow:
    for letter in letters:
        is_digit = letter.isdigit()
        tapped = Digit(digit=letter) if is_digit else Letter(letter=letter)
        flow, _ = tap(flow, tapped, NOW_MS)
    return flow


def test_who_forgot_the_pin_is_asked_for_the_passphrase() -> None:
    flow, _ = press(a_flow(State.PIN, digits="48"), AdminAct.FORGOT)
    assert (flow.state, flow.digits) == (State.FORGOTTEN, "")
    _, calls = press(write(flow, PASSPHRASE.lower()), AdminAct.ENTER)
    assert calls == (RecoverCall(passphrase=LETTERS),)


@pytest.mark.parametrize("letter", ["I", "o", "0", "1", "-"])
def test_what_no_passphrase_holds_is_not_taken(letter: str) -> None:
    assert write(a_flow(State.FORGOTTEN), letter).letters == ""


def test_no_more_letters_are_taken_than_it_has() -> None:
    assert write(a_flow(State.FORGOTTEN), LETTERS + "ZZ").letters == LETTERS


def test_a_passphrase_that_is_not_whole_is_not_asked() -> None:
    flow, calls = press(a_flow(State.FORGOTTEN, letters="ABC"), AdminAct.ENTER)
    assert (flow.note, calls) == (PinNote.NOT_WHOLE, ())


def test_the_right_passphrase_lets_a_new_pin_be_set_even_while_it_waits() -> None:
    asked = a_flow(
        State.FORGOTTEN,
        letters=LETTERS,
        is_asking=True,
        wait_until_ms=NOW_MS + 30_000,
    )
    flow, _ = take(asked, Recovered(is_right=True), NOW_MS)
    assert (flow.state, flow.letters) == (State.NEW_PIN, "")
    _, calls = enter(enter(flow, "482915")[0], "482915")
    assert calls == (SetCall(pin="482915", forgotten=True),)


def test_a_wrong_passphrase_can_be_mended() -> None:
    asked = a_flow(State.FORGOTTEN, letters=LETTERS, is_asking=True)
    flow, _ = take(asked, Recovered(is_right=False), NOW_MS)
    assert (flow.state, flow.note) == (State.FORGOTTEN, PinNote.NOT_THIS)
    assert press(flow, AdminAct.ERASE)[0].letters == LETTERS[:-1]


def test_a_right_answer_after_it_was_closed_lets_nobody_in() -> None:
    for state in (State.CLOSED, State.PIN):
        flow, _ = take(a_flow(state), Recovered(is_right=True), NOW_MS)
        assert (flow.state, flow.is_recovered) == (state, False)


def test_leave_to_set_a_pin_ends_with_the_screen() -> None:
    flow, _ = press(a_flow(State.NEW_PIN, is_recovered=True), AdminAct.BACK)
    assert (flow.state, flow.is_recovered) == (State.CLOSED, False)


def test_a_pin_changed_from_the_menu_is_not_called_forgotten() -> None:
    flow, _ = press(a_flow(State.MENU), AdminAct.CHANGE_PIN)
    _, calls = enter(enter(flow, "482915")[0], "482915")
    assert calls == (SetCall(pin="482915"),)


def test_a_pin_that_was_reset_meanwhile_ends_the_wait() -> None:
    opening = a_flow(State.OPENING, wait_until_ms=NOW_MS + 30_000)
    flow, _ = take(opening, replace(FACTS, is_pin_set=False), NOW_MS)
    assert (flow.state, find_wait_s(flow, NOW_MS)) == (State.NEW_PIN, 0)


def test_a_passphrase_of_a_zip_is_still_shown_after_the_pin_was_forgotten() -> None:
    end = an_end(passphrase="ABCDE-FGHJK")
    flow, _ = take(a_flow(State.REPEAT_PIN, result=end), PinKept(), NOW_MS)
    assert flow.state is State.PASSPHRASE


def test_no_recovery_passphrase_is_written_where_a_flow_is() -> None:
    flow = a_flow(State.FORGOTTEN, letters=LETTERS)
    told = repr((flow, RecoverCall(passphrase=LETTERS), Letter(letter="Q")))
    assert ("ABCDE" in told, "Q" in told) == (False, False)
