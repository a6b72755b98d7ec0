"""What the page about sending says of each fault and each cause."""

from dataclasses import replace

import pytest

from kiosk.storage.attention import Cause
from kiosk.sync.fault import FaultClass
from kiosk.ui.admin_calls import AdminFailed
from kiosk.ui.admin_shown import SendingScreen
from kiosk.ui.admin_state import AdminFlow, SendingView, State
from kiosk.ui.sending_calls import Sending, SendNowCall, Stuck
from kiosk.ui.sending_screens import compose_sending
from tests.ui.admin_samples import NOW_MS, SENDING, STUCK, a_flow
from tests.ui.samples import EN, VI

CLEAR = replace(SENDING, attention=0, stuck=())


def flow(found: Sending | None = SENDING, **changes: object) -> AdminFlow:
    view = replace(SendingView(found=found), **changes)  # type: ignore[arg-type]  # each of its own type
    return a_flow(State.SENDING, sending=view)


def compose(shown: AdminFlow) -> SendingScreen:
    return compose_sending(shown, EN, NOW_MS)


def list_facts(screen: SendingScreen) -> dict[str, str]:
    return {line.label: line.text for line in screen.lines}


@pytest.mark.parametrize("fault", set(FaultClass) - {FaultClass.NONE})
def test_each_fault_has_its_name_its_meaning_and_advice(fault: FaultClass) -> None:
    screen = compose(flow(replace(SENDING, fault=fault, faults=1)))
    assert list_facts(screen)["Fault"] == EN.words.name_fault(fault)
    assert screen.verdict == EN.words.say("fault", fault)
    assert (screen.advice, screen.is_good) == (EN.words.say_advice(fault), False)


@pytest.mark.parametrize(
    ("left_s", "text"), [(187.4, "In 3 min 7 s"), (0.0, "At once")]
)
def test_a_fault_says_when_it_is_tried_again(left_s: float, text: str) -> None:
    found = replace(SENDING, fault=FaultClass.DNS, faults=12, left_s=left_s)
    facts = list_facts(compose(flow(found)))
    assert (facts["Next attempt"], facts["Fault"]) == (text, "DNS fault (12 times)")


def test_without_a_fault_no_next_attempt_is_told() -> None:
    assert "Next attempt" not in list_facts(compose(flow()))


@pytest.mark.parametrize("stuck", STUCK[: len(Cause)], ids=lambda one: one.cause)
def test_a_chosen_entry_says_why_and_what_to_do(stuck: Stuck) -> None:
    screen = compose(flow(chosen=stuck.entry_id))
    assert screen.verdict.startswith(EN.words.say("attention", stuck.cause))
    assert screen.advice == EN.words.say_remedy(stuck.cause)
    assert [button.is_on for button in screen.choices].count(True) == 1


def test_the_provinces_own_word_stands_behind_what_is_in_the_way() -> None:
    (one,) = (one for one in STUCK if one.cause is Cause.IN_THE_WAY)
    assert compose(flow(chosen=one.entry_id)).verdict.endswith("(too_large)")


@pytest.mark.parametrize(
    ("shown", "verdict", "is_good"),
    [
        (flow(None), "Looking…", False),
        (flow(), "Some entries need a person.", False),
        (flow(CLEAR), "The kiosk is sending, or about to.", True),
        (flow(replace(CLEAR, pending=0)), "The province has all of them.", True),
        (flow(put_back=8), "8 will be sent again.", True),
    ],
)
def test_it_says_what_it_comes_to(
    shown: AdminFlow, verdict: str, *, is_good: bool
) -> None:
    screen = compose(shown)
    assert (screen.verdict, screen.is_good) == (verdict, is_good)


def test_a_disk_that_did_not_answer_is_told() -> None:
    failed = AdminFailed(call=SendNowCall(), sentence="disk")
    screen = compose(replace(flow(CLEAR), note=failed))
    assert (screen.verdict, screen.is_good) == (EN.say("admin.failed"), False)


def test_an_entry_is_known_by_its_time_its_kind_and_four_digits() -> None:
    screen = compose_sending(flow(), VI, NOW_MS)
    assert [one.text for one in screen.choices][:2] == [
        "19/11 08:10 · Việc của nhân viên",
        "19/11 08:11 · CCCD · •••• 0123",
    ]


def test_only_what_can_be_done_is_offered() -> None:
    assert [one.text for one in compose(flow()).acts] == [
        "Send all again",
        "Export to USB",
    ]
    assert [one.text for one in compose(flow(CLEAR)).acts] == ["Export to USB"]
    assert compose(flow(replace(CLEAR, pending=0))).acts == ()


def test_a_chosen_entry_is_sent_again_alone() -> None:
    acts = compose(flow(chosen=STUCK[0].entry_id)).acts
    assert acts[0].text == "Send this one again"
