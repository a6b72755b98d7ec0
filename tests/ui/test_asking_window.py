"""The real window over a real lane: a declaration is asked and kept, a look keeps nothing."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from kiosk.counter import Counter
from kiosk.credentials.credential import Claim
from kiosk.decision import Outcome
from kiosk.declaration import Declaration, PhoneRule
from kiosk.lane import Lane
from kiosk.payload import Payload
from kiosk.place import Place, open_place
from kiosk.policy import DEFAULT_POLICY, Policy
from kiosk.protocol import content
from kiosk.protocol.content import Content
from kiosk.reason import Reason
from kiosk.rules import Rules
from kiosk.storage.folder import Folder, open_or_make
from kiosk.storage.migration import upgrade
from kiosk.storage.tables import ENTRIES
from kiosk.ui.behind import Behind
from kiosk.ui.flow import HELD_MS
from kiosk.ui.screens import ScreenKind
from kiosk.ui.sounds import Sounds
from kiosk.ui.staff.declaration_flow import GUARD_MS
from kiosk.ui.staff.flow import ASK_AFTER_MS, ASK_FOR_MS
from kiosk.ui.staff.session import StaffSession
from kiosk.ui.window import KioskWindow
from tests.builders import CARD, OTHER_CARD, a_payload
from tests.fakes import SteppedClock
from tests.ui.declarations import FEVER, LONGEST, PHONE
from tests.ui.samples import EN, VI, surroundings
from tests.ui.test_declaration_gallery import list_greens

FORM = Declaration(questions=(FEVER, LONGEST))
ASKING = replace(DEFAULT_POLICY, needs_declaration=True, declaration=FORM)
NAME, OTHER_NAME = "Trần Thị Thử Nghiệm", "Lê Văn Giả Định"
WINDOW_S = ASKING.completion_window.total_seconds()

pytestmark = pytest.mark.usefixtures("fonts")


class Stage:
    """A window with staff's session, and the lane of its gate."""

    def __init__(self, qtbot: QtBot, place: Place, clock: SteppedClock) -> None:
        self._qtbot = qtbot
        self._clock = clock
        self._place = place
        self._rules = Rules(policy=ASKING)
        self._lane = self._make_lane()
        self.staff = StaffSession(self._open_counter, (VI, EN), now=clock)
        self.window = KioskWindow(
            surroundings(),
            (VI, EN),
            now=clock,
            sounds=Sounds(list[Path]().append),
            behind=Behind(staff=self.staff),
        )
        qtbot.addWidget(self.window)
        self.window.resize(1280, 800)
        self.window.show()
        self.read = self.staff.divert(self._present)
        self.staff.start()

    def finish(self) -> None:
        self.staff.finish()
        self._lane.__exit__(None, None, None)

    def decide_by(self, policy: Policy) -> None:
        self._rules = Rules(policy=policy)
        self._lane.rules = self._rules

    def pass_ms(self, passed_ms: int) -> None:
        self._clock.advance(passed_ms / 1_000)
        self.staff.on_time()
        self.window.on_time()

    def tap(self, text: str) -> None:
        self.pass_ms(GUARD_MS)
        buttons = self.window.findChildren(QPushButton)
        [button] = [b for b in buttons if b.isVisible() and b.text() == text]
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def shows(self, text: str) -> bool:
        labels = self.window.findChildren(QLabel)
        shown = (" ".join(one.text().split()) for one in labels if one.isVisible())
        return any(text in one for one in shown)

    def wait_for(self, text: str) -> None:
        self._qtbot.waitUntil(lambda: self.shows(text), timeout=10_000)

    def wait_for_kept(self, number: int) -> list[Content]:
        self._qtbot.waitUntil(lambda: len(self.list_kept()) == number, timeout=10_000)
        return self.list_kept()

    def wait_for_screen(self, kind: ScreenKind) -> None:
        self._qtbot.waitUntil(
            lambda: (
                not self.staff.is_open and self.window.view.screen_shown.kind is kind
            ),
            timeout=10_000,
        )

    def list_kept(self) -> list[Content]:
        newest = select(ENTRIES.c.content).order_by(ENTRIES.c.position)
        with self._place.database.read() as connection:
            found = connection.execute(newest).scalars().all()
        decoded = [content.decode(one) for one in found]
        return [one for one in decoded if one is not None]

    def _present(self, payload: Payload) -> None:
        self.window.on_presented(self._lane.present(payload))

    def _open_counter(self) -> Counter:
        return Counter(
            self._place.database,
            self._make_lane(),
            now=self._clock,
            on_kept=lambda: None,
        )

    def _make_lane(self) -> Lane:
        place = self._place
        return Lane(
            place.database, place.identity.hash_key, self._rules, now=self._clock
        )


@pytest.fixture
def stage(qtbot: QtBot, tmp_path: Path) -> Iterator[Stage]:
    folder, clock = Folder(tmp_path / "kiosk"), SteppedClock()
    database = open_or_make(folder, upgrade)
    stage = Stage(qtbot, open_place(folder, database, clock), clock)
    yield stage
    stage.finish()
    database.close()


def test_who_declares_well_goes_in(stage: Stage) -> None:
    stage.read(a_payload(CARD))
    assert (stage.shows(FEVER.vi), stage.shows(NAME)) == (True, True)
    stage.tap("KHÔNG")
    stage.tap("KHÔNG")
    stage.wait_for_screen(ScreenKind.ALLOW)
    check, allow = stage.list_kept()
    assert check.reasons == (Reason.DECLARATION_NEEDED,)
    assert allow.claims[Claim.ANSWERS] == "fever=no; away=no"
    assert not stage.shows(FEVER.vi)


def test_an_answer_that_is_not_accepted_is_a_denial(stage: Stage) -> None:
    stage.read(a_payload(CARD))
    stage.tap("KHÔNG")
    stage.tap("CÓ")
    stage.wait_for_screen(ScreenKind.DENY)
    assert stage.list_kept()[-1].reasons == (Reason.ANSWER_NOT_ACCEPTED,)


def test_a_telephone_number_is_typed_and_kept(stage: Stage) -> None:
    asks_phone = Declaration(questions=(FEVER,), phone=PhoneRule.REQUIRED)
    stage.decide_by(replace(ASKING, declaration=asks_phone))
    stage.read(a_payload(CARD))
    stage.tap("KHÔNG")
    for digit in PHONE:
        stage.tap(digit)
    stage.tap("Ghi nhận")
    stage.wait_for_screen(ScreenKind.ALLOW)
    assert stage.list_kept()[-1].claims[Claim.PHONE] == PHONE


def test_who_does_not_answer_waits_for_a_check(stage: Stage) -> None:
    stage.read(a_payload(CARD))
    stage.pass_ms(int(WINDOW_S * 1_000) - 5_000)
    assert stage.shows("Còn khai báo không? Sau 5 giây")
    stage.pass_ms(5_000)
    stage.wait_for_screen(ScreenKind.CHECK)
    [_, incomplete] = stage.wait_for_kept(2)
    assert Reason.INCOMPLETE in incomplete.reasons
    assert incomplete.outcome == Outcome.CHECK


def test_whoever_stays_is_given_the_time_again(stage: Stage) -> None:
    stage.read(a_payload(CARD))
    stage.pass_ms(int(WINDOW_S * 1_000) - 1_000)
    stage.tap(VI.say("staff.button.stay"))
    stage.pass_ms(5_000)
    assert (stage.shows(FEVER.vi), len(stage.list_kept())) == (True, 1)


def test_another_person_s_code_ends_it_and_is_asked_too(stage: Stage) -> None:
    stage.read(a_payload(CARD))
    stage.tap("KHÔNG")
    stage.read(a_payload(OTHER_CARD))
    first, other, incomplete = stage.wait_for_kept(3)
    assert Reason.INCOMPLETE in incomplete.reasons
    assert incomplete.claims[Claim.NAME] == first.claims[Claim.NAME] == NAME
    assert other.claims[Claim.NAME] == OTHER_NAME
    stage.pass_ms(HELD_MS)  # the first one's CHECK stands that long whatever comes
    assert (stage.shows(OTHER_NAME), stage.shows(FEVER.vi)) == (True, True)


def test_the_same_card_held_up_again_goes_on_with_its_answers(stage: Stage) -> None:
    stage.read(a_payload(CARD))
    stage.tap("KHÔNG")
    stage.pass_ms(4_000)
    stage.read(a_payload(CARD))
    assert stage.shows(LONGEST.vi)
    stage.tap("KHÔNG")
    stage.wait_for_screen(ScreenKind.ALLOW)
    assert [one.outcome for one in stage.list_kept()] == ["check", "check", "allow"]


def test_who_has_more_against_them_is_not_asked(stage: Stage) -> None:
    stage.decide_by(replace(ASKING, capacity=1))
    stage.read(a_payload(CARD))
    stage.tap("KHÔNG")
    stage.tap("KHÔNG")
    stage.wait_for_screen(ScreenKind.ALLOW)
    stage.read(a_payload(OTHER_CARD))
    assert not stage.staff.is_open
    assert Reason.CAPACITY_REACHED in stage.list_kept()[-1].reasons


def test_what_is_only_looked_at_is_not_kept_and_not_green(stage: Stage) -> None:
    stage.decide_by(DEFAULT_POLICY)
    stage.tap(VI.say("gate.button.look"))
    stage.read(a_payload(CARD))
    stage.wait_for(NAME)
    assert list_greens(stage.window.grab().toImage()) == set()
    assert (stage.shows("Nếu ghi: ĐƯỢC QUA"), stage.shows("•••• 0123")) == (True, True)
    stage.read(a_payload(OTHER_CARD))
    stage.wait_for(OTHER_NAME)
    assert (stage.shows(NAME), stage.list_kept()) == (False, [])


def test_after_looking_codes_are_recorded_again(stage: Stage) -> None:
    stage.decide_by(DEFAULT_POLICY)
    stage.tap(VI.say("gate.button.look"))
    stage.tap(VI.say("staff.look.done"))
    stage.read(a_payload(CARD))
    assert [one.outcome for one in stage.list_kept()] == [Outcome.ALLOW]
    assert stage.window.view.screen_shown.kind is ScreenKind.ALLOW


def test_a_code_that_was_read_as_looking_ended_goes_to_the_gate(stage: Stage) -> None:
    stage.decide_by(DEFAULT_POLICY)
    stage.staff.on_read(a_payload(CARD))  # it was on its way from the reader's thread
    assert len(stage.list_kept()) == 1


def test_looking_ends_by_itself_and_holds_nobody(stage: Stage) -> None:
    stage.tap(VI.say("gate.button.look"))
    stage.read(a_payload(CARD))
    stage.wait_for(NAME)
    stage.pass_ms(ASK_AFTER_MS)
    assert stage.shows(VI.say("staff.still_there", seconds="20"))
    stage.pass_ms(ASK_FOR_MS)
    texts = [label.text() for label in stage.staff.view.findChildren(QLabel)]
    assert (stage.staff.is_open, NAME in texts) == (False, False)
