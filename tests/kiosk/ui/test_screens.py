"""Screens: what each outcome and reason shows, and what no screen may show."""

from collections.abc import Iterable
from datetime import timedelta
from itertools import product

import msgspec
import pytest

from kiosk.credentials.credential import NUMBER_CLAIMS, Claim
from kiosk.decision import Outcome
from kiosk.disk import DiskState, Room
from kiosk.errors import StorageCause
from kiosk.health import OutOfOrder
from kiosk.order import FAULT_CODES
from kiosk.payload import Direction
from kiosk.reason import Reason
from kiosk.scanner.hint import Hint
from kiosk.scanner.reader import Gate
from kiosk.ui.codes import CODES
from kiosk.ui.flow import Flow, State
from kiosk.ui.screens import LOOKS, Screen, ScreenKind, compose_screen, list_texts
from kiosk.ui.status import Icon, Notice
from kiosk.ui.surroundings import Surroundings
from tests.ui.samples import (
    EN,
    FAULT,
    NAME,
    VI,
    WALL,
    a_decided,
    a_health,
    a_presence,
    claims_of,
    list_flows,
    screen_of,
    surroundings,
)

EVERY = list(product(Outcome, [None, *Reason], Direction))


def screen_for(outcome: Outcome, reason: Reason | None, way: Direction) -> Screen:
    reasons = [] if reason is None else [reason]
    return screen_of(a_decided(outcome, reasons, direction=way, seen=a_presence()))


def notices_of(screen: Screen) -> Iterable[tuple[Icon, str]]:
    return [(notice.icon, notice.text) for notice in screen.status.notices]


@pytest.mark.parametrize(("outcome", "reason", "way"), EVERY)
def test_the_kind_is_the_outcome_whatever_the_reason(
    outcome: Outcome, reason: Reason | None, way: Direction
) -> None:
    assert screen_for(outcome, reason, way).kind.value == outcome.value


@pytest.mark.parametrize(("outcome", "reason", "way"), EVERY)
def test_no_screen_shows_a_whole_number(
    outcome: Outcome, reason: Reason | None, way: Direction
) -> None:
    shown = "\n".join(list_texts(screen_for(outcome, reason, way)))
    numbers = [claims_of()[claim] for claim in NUMBER_CLAIMS if claim in claims_of()]
    assert [number for number in numbers if number in shown] == []


@pytest.mark.parametrize(("outcome", "reason", "way"), EVERY)
def test_a_screen_with_a_reason_says_it_in_both_languages_with_its_code(
    outcome: Outcome, reason: Reason | None, way: Direction
) -> None:
    screen = screen_for(outcome, reason, way)
    told = (screen.reason.first, screen.reason.second, screen.next_step.first)
    if reason is None:
        assert (*told, screen.code) == ("", "", "", "")
    else:
        expected = (VI.explain(reason), EN.explain(reason), VI.advise(reason))
        assert (*told, screen.code) == (*expected, CODES[reason])


def test_only_a_decided_allow_is_green() -> None:
    kinds = {
        name: compose_screen(flow, surroundings(), (VI, EN), WALL).kind
        for name, flow in list_flows().items()
    }
    green = {name for name, kind in kinds.items() if kind is ScreenKind.ALLOW}
    assert green == {"allow", "allow-warned"}


def test_a_verdict_state_without_a_decision_is_not_green() -> None:
    flow = Flow(state=State.VERDICT)
    screen = compose_screen(flow, surroundings(), (VI, EN), WALL)
    assert screen.kind is ScreenKind.IDLE


def test_verdicts_differ_by_icon_border_and_word() -> None:
    verdicts = [screen_for(outcome, None, Direction.IN) for outcome in Outcome]
    assert len({screen.icon for screen in verdicts}) == 4
    assert len({screen.border for screen in verdicts}) == 4
    assert len({screen.headline.first for screen in verdicts}) == 4


def test_every_kind_has_its_look() -> None:
    assert set(LOOKS) == set(ScreenKind)


def test_the_name_is_whole_and_the_number_is_its_last_four() -> None:
    screen = screen_of(a_decided())
    assert (screen.name, screen.number) == (NAME, "•••• 2345")


@pytest.mark.parametrize(
    ("document", "number"),
    [({}, "29A-123.45"), ({Claim.DOCUMENT: "001190000123"}, "•••• 0123 · 29A-123.45")],
)
def test_the_plate_that_a_pass_names_is_shown_whole(
    document: dict[Claim, str], number: str
) -> None:
    decided = a_decided()
    claims = {Claim.PLATE: "29A-123.45"} | document
    plated = msgspec.structs.replace(
        decided, decision=msgspec.structs.replace(decided.decision, claims=claims)
    )
    assert screen_of(plated).number == number


def test_an_unsigned_code_was_read_and_not_verified() -> None:
    texts = "\n".join(list_texts(screen_of(a_decided()))).casefold()
    assert ("đã đọc" in texts, "đã xác minh" in texts) == (True, False)


def test_a_signed_code_was_verified() -> None:
    basis = screen_of(a_decided(verified=True)).basis
    assert basis.first == "CCCD · đã xác minh chữ ký"


def test_already_inside_says_when_and_where() -> None:
    decided = a_decided(
        Outcome.CHECK, [Reason.ALREADY_INSIDE], seen=a_presence(Direction.IN)
    )
    seen = screen_of(decided).seen
    assert (seen.first, seen.second) == (
        "Đã vào lúc 08:12, Cổng B.",
        "Went in at 08:12, Cổng B.",
    )


def test_not_inside_says_when_and_where_they_went_out() -> None:
    decided = a_decided(
        Outcome.CHECK, [Reason.NOT_INSIDE], seen=a_presence(Direction.OUT)
    )
    assert screen_of(decided).seen.first == "Đã ra lúc 08:12, Cổng B."


def test_another_day_is_named() -> None:
    decided = a_decided(Outcome.CHECK, [Reason.ALREADY_INSIDE], seen=a_presence())
    flow = Flow(state=State.VERDICT, shown=decided)
    later = WALL + timedelta(days=1)
    screen = compose_screen(flow, surroundings(), (VI, EN), later)
    assert screen.seen.first == "Đã vào lúc 08:12 20/11/2026, Cổng B."


def test_the_gate_is_the_readers_own() -> None:
    screen = screen_of(a_decided(direction=Direction.OUT))
    assert screen.status.gate == Notice(icon=Icon.WAY_OUT, text="Cổng A · RA")


def test_the_way_out_has_its_own_words() -> None:
    screen = screen_of(a_decided(direction=Direction.OUT))
    assert screen.headline.first == "MỜI RA"


def test_idle_names_the_point() -> None:
    screen = compose_screen(Flow(), surroundings(), (VI, EN), WALL)
    assert screen.name == "Chốt kiểm soát Tân Trào"


def test_idle_says_that_no_reader_is_there() -> None:
    gate = Gate(name="Cổng A", direction=Direction.IN)
    around = Surroundings(gate=gate, title="", missing=frozenset({"serial:ttyACM0"}))
    screen = compose_screen(Flow(), around, (VI, EN), WALL)
    assert screen.next_step.first == VI.say("idle.no_reader")


def compose_seen(hint: Hint = Hint.NONE, *, is_reading: bool = True) -> Screen:
    around = msgspec.structs.replace(
        surroundings(),
        camera="camera:0",
        hint=hint,
        reading=frozenset({"camera:0"} if is_reading else ()),
        missing=frozenset(() if is_reading else {"camera:0"}),
    )
    return compose_screen(Flow(), around, (VI, EN), WALL)


def test_a_camera_that_reads_is_previewed() -> None:
    screen = compose_seen()
    assert (screen.has_preview, screen.headline.first) == (
        True,
        "ĐƯA MÃ QR VÀO KHUNG HÌNH",
    )


@pytest.mark.parametrize("hint", [hint for hint in Hint if hint is not Hint.NONE])
def test_a_hint_stands_in_place_of_the_advice(hint: Hint) -> None:
    advice = compose_seen(hint).next_step
    assert (advice.first, advice.second) == (
        VI.say(f"hint.{hint}"),
        EN.say(f"hint.{hint}"),
    )


def test_a_camera_that_is_missing_is_shown_as_any_reader() -> None:
    screen = compose_seen(Hint.CLOSER, is_reading=False)
    assert (screen.has_preview, screen.next_step.first) == (
        False,
        VI.say("idle.no_reader"),
    )
    assert (Icon.UNPLUGGED, "Mất đầu đọc") in notices_of(screen)


def test_a_fault_says_why_and_what_to_do() -> None:
    flow = Flow(state=State.OUT_OF_ORDER, fault=FAULT)
    screen = compose_screen(flow, surroundings(), (VI, EN), WALL)
    assert (screen.kind, screen.reason.first, screen.code) == (
        ScreenKind.OUT_OF_ORDER,
        FAULT.sentence,
        "E-901",
    )
    assert screen.next_step.first == "Ghi sổ giấy và báo người quản trị."


@pytest.mark.parametrize("cause", StorageCause)
def test_each_fault_of_the_disk_says_what_to_do(cause: StorageCause) -> None:
    fault = OutOfOrder(code=FAULT_CODES[cause], sentence="for the log")
    flow = Flow(state=State.OUT_OF_ORDER, fault=fault)
    screen = compose_screen(flow, surroundings(), (VI, EN), WALL)
    assert screen.reason.first == VI.say(f"fault.{fault.code}")
    assert screen.reason.second == EN.say(f"fault.{fault.code}")


@pytest.mark.parametrize("state", [DiskState.CRITICAL, DiskState.RESERVE])
def test_a_disk_that_is_nearly_full_says_at_idle_what_to_do(state: DiskState) -> None:
    around = surroundings(msgspec.structs.replace(a_health(), room=Room(state=state)))
    screen = compose_screen(Flow(), around, (VI, EN), WALL)
    assert screen.next_step.first == VI.say(f"idle.disk_{state}")


def test_english_can_come_first() -> None:
    flow = Flow(state=State.VERDICT, shown=a_decided())
    screen = compose_screen(flow, surroundings(), (EN, VI), WALL)
    assert (screen.headline.first, screen.headline.second) == (
        "Please go in",
        "MỜI VÀO",
    )
