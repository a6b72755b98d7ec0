"""Declaration gallery: what is asked, and what is only looked at, at every size in both languages."""

import os
from dataclasses import replace
from datetime import date
from itertools import combinations
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from kiosk.credentials.credential import Claim, Kind
from kiosk.decision import Outcome
from kiosk.declaration import PhoneRule, Question
from kiosk.lane import Refusal
from kiosk.presentation import Looked, answer
from kiosk.reason import Reason
from kiosk.ui.flow import Flow
from kiosk.ui.screens import compose_screen
from kiosk.ui.staff.declaration_flow import Declaring, begin_declaring
from kiosk.ui.staff.flow import StaffFlow, State
from kiosk.ui.staff.screens import compose_question, compose_staff
from kiosk.ui.staff.view import StaffView
from kiosk.ui.texts import Texts
from tests.ui.declarations import FEVER, LONGEST, PHONE, WINDOW_MS, an_asking
from tests.ui.images import keep_colors
from tests.ui.samples import EN, LONG_NAME, VI, WALL, a_decided, surroundings
from tests.ui.test_desk_gallery import list_visible, place_of
from tests.ui.test_gallery import overflows

SIZES = [(800, 480), (1280, 800), (1920, 1080), (1080, 1920)]
TEXTS = {"vi": VI, "en": EN}
PX_PER_MM = {(1920, 1080): 4.03, (1280, 800): 5.87, (1080, 1920): 4.03}
LEAST_TOUCH_MM = {(1920, 1080): 20.0, (1280, 800): 10.0, (1080, 1920): 18.0}
LEAST_TEXT = 2.0
GUIDE = ("declaration-question", "declaration-phone", "look-check")

pytestmark = pytest.mark.usefixtures("fonts")


def declare(
    phone: PhoneRule = PhoneRule.OPTIONAL,
    *questions: Question,
    **changes: object,
) -> StaffFlow:
    asking = an_asking(phone, questions=questions or (FEVER, LONGEST))
    declaring = begin_declaring(asking, 0)
    assert declaring is not None
    changed = replace(declaring, **changes)  # type: ignore[arg-type]  # one of each kind
    return StaffFlow(state=State.DECLARE, declaring=changed)


def answer_all() -> Declaring:
    declaring = declare(PhoneRule.NO, FEVER).declaring
    assert declaring is not None
    declared = replace(declaring.pending.declared, answers={"fever": True})
    return replace(declaring, pending=answer(declaring.pending, declared), number=1)


def look(outcome: Outcome, *reasons: Reason, **claims: str) -> StaffFlow:
    decision = a_decided(outcome, reasons, verified=bool(claims)).decision
    more = {Claim(name): text for name, text in claims.items()}
    decision = replace(decision, claims={**decision.claims, **more})
    looked = Looked(decision=decision, since=date(2026, 1, 2), until=date(2030, 3, 5))
    return StaffFlow(state=State.LOOK, looked=looked)


def look_longest() -> StaffFlow:
    flow = look(
        Outcome.DENY,
        *(Reason.REVOKED, Reason.UNKNOWN_ISSUER, Reason.NOT_INSIDE, Reason.EXPIRED),
        name=LONG_NAME,
        issuer="UBND tỉnh Thừa Thiên Huế – Sở Thông tin và Truyền thông",
        plate="75A-12345",
    )
    assert flow.looked is not None
    decision = replace(flow.looked.decision, kind=Kind.VDSNC)
    return replace(flow, looked=replace(flow.looked, decision=decision))


FLOWS = {
    "declaration-question": declare(),
    "declaration-longest": declare(number=1),
    "declaration-phone": declare(number=2, digits=PHONE),
    "declaration-phone-empty": declare(PhoneRule.REQUIRED, number=2),
    "declaration-phone-foreign": declare(number=2, digits="00123456789012345"),
    "declaration-keeping": StaffFlow(
        state=State.DECLARE, declaring=replace(answer_all(), is_asked=True)
    ),
    "declaration-failed": StaffFlow(
        state=State.DECLARE, declaring=answer_all(), fault=Refusal.ALREADY_SETTLED
    ),
    "declaration-warning": declare(),
    "look-idle": StaffFlow(state=State.LOOK),
    "look-allow": look(Outcome.ALLOW),
    "look-check": look(Outcome.CHECK, Reason.ALREADY_INSIDE),
    "look-longest": look_longest(),
    "look-unreadable": StaffFlow(
        state=State.LOOK,
        looked=Looked(
            decision=a_decided(Outcome.UNREADABLE, [Reason.INPUT_METHOD]).decision
        ),
    ),
}
AT_MS = {"declaration-warning": WINDOW_MS - 5_000}

every_flow = pytest.mark.parametrize("name", FLOWS)
every_look = pytest.mark.parametrize("name", [n for n in FLOWS if n.startswith("look")])
every_size = pytest.mark.parametrize(
    "size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}"
)
every_language = pytest.mark.parametrize("texts", TEXTS.values(), ids=TEXTS)


def paint(qtbot: QtBot, name: str, size: tuple[int, int], texts: Texts) -> StaffView:
    view = StaffView()
    qtbot.addWidget(view)
    view.resize(*size)
    other = EN if texts is VI else VI
    status = compose_screen(Flow(), surroundings(), (texts, other), WALL).status
    view.show_screen(compose_staff(FLOWS[name], texts), status)
    view.ask(compose_question(FLOWS[name], texts, AT_MS.get(name, 0)))
    return view


@every_flow
@every_size
@every_language
def test_every_text_is_painted_whole_and_can_be_read(
    qtbot: QtBot, name: str, size: tuple[int, int], texts: Texts
) -> None:
    view = paint(qtbot, name, size, texts)
    unit = min(size[1], 0.95 * size[0]) / 100
    labels = [w for w in list_visible(view) if isinstance(w, QLabel) and w.text()]
    cut = [label.text() for label in labels if overflows(label, view)]
    small = [w.text() for w in labels if w.font().pixelSize() < LEAST_TEXT * unit]
    assert (cut, small) == ([], [])


@every_flow
@every_size
@every_language
def test_no_button_stands_over_another(
    qtbot: QtBot, name: str, size: tuple[int, int], texts: Texts
) -> None:
    view = paint(qtbot, name, size, texts)
    buttons = [w for w in list_visible(view) if isinstance(w, QPushButton)]
    asked = [w for w in buttons if type(w.parentWidget()).__name__ == "QuestionView"]
    places = [place_of(w, view) for w in (asked or buttons)]
    over = [pair for pair in combinations(places, 2) if pair[0].intersects(pair[1])]
    outside = [place for place in places if not view.rect().contains(place)]
    assert (over, outside) == ([], [])


@every_flow
@pytest.mark.parametrize("size", PX_PER_MM)
def test_every_button_is_large_enough_for_a_finger(
    qtbot: QtBot, name: str, size: tuple[int, int]
) -> None:
    view = paint(qtbot, name, size, VI)
    buttons = [w for w in list_visible(view) if isinstance(w, QPushButton)]
    sides = [min(w.width(), w.height()) / PX_PER_MM[size] for w in buttons]
    assert [mm for mm in sides if mm < LEAST_TOUCH_MM[size] * 0.9] == []


@every_look
@every_language
def test_nothing_that_is_only_looked_at_is_green(
    qtbot: QtBot, name: str, texts: Texts
) -> None:
    image = paint(qtbot, name, (1280, 800), texts).grab().toImage()
    assert list_greens(image) == set()


def list_greens(image: QImage) -> set[str]:
    """Return the colours of `image` that can be taken for green."""
    colors = {
        image.pixel(x, y)
        for x in range(0, image.width(), 2)
        for y in range(0, image.height(), 2)
    }
    found = [QColor(color) for color in colors]
    return {
        color.name()
        for color in found
        if 75 < color.hsvHue() < 180 and color.hsvSaturation() > 40
    }


def test_a_green_is_found(qtbot: QtBot) -> None:
    del qtbot
    image = QImage(4, 4, QImage.Format.Format_RGB32)
    image.fill(QColor("#00806A"))
    assert list_greens(image) == {"#00806a"}


@pytest.mark.parametrize("name", GUIDE)
def test_a_picture_of_the_guide_is_small(
    qtbot: QtBot, tmp_path: Path, name: str
) -> None:
    image = paint(qtbot, name, (1280, 800), VI).grab().toImage()
    file = Path(os.environ.get("GALLERY_DIR", tmp_path), f"{name}.png")
    assert keep_colors(image, 255).save(str(file), quality=0)  # 0 is the smallest file
    assert file.stat().st_size < 120_000
