"""Reception screens: every state has its words in both languages, no number is whole."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.reason import Reason
from kiosk.reception import UNDO_WITHIN
from kiosk.ui.draft import Box
from kiosk.ui.notes import Note, NoteKind, Undo
from kiosk.ui.reception_flow import Listing, Reception, State
from kiosk.ui.reception_screens import (
    FormScreen,
    ListScreen,
    RollScreen,
    compose_desk,
    compose_question,
)
from kiosk.ui.taps import Act, Choose, Press, RepeatTap, ReprintTap, SignOutTap, UndoTap
from tests.ui.samples import DOCUMENT, EN, VI, WALL
from tests.ui.visitors import (
    a_full_draft,
    a_reception,
    a_visit,
    list_receptions,
)

RECEPTIONS = list_receptions()
FORM = a_reception(State.FORM)


def form_of(reception: Reception) -> FormScreen:
    screen = compose_desk(reception, VI, WALL)
    assert isinstance(screen, FormScreen)
    return screen


def list_of(reception: Reception) -> ListScreen:
    screen = compose_desk(reception, VI, WALL)
    assert isinstance(screen, ListScreen)
    return screen


def roll_of(reception: Reception) -> RollScreen:
    screen = compose_desk(reception, VI, WALL)
    assert isinstance(screen, RollScreen)
    return screen


def test_a_closed_desk_shows_nothing() -> None:
    assert compose_desk(Reception(), VI, WALL) is None


@pytest.mark.parametrize("name", RECEPTIONS)
def test_both_languages_say_different_things(name: str) -> None:
    reception, at_ms = RECEPTIONS[name]
    vi, en = (compose_desk(reception, texts, WALL) for texts in (VI, EN))
    asked = [compose_question(reception, texts, at_ms) for texts in (VI, EN)]
    assert vi != en
    assert asked[0] is None or asked[0] != asked[1]


@pytest.mark.parametrize("name", RECEPTIONS)
def test_no_document_stands_whole_on_a_screen(name: str) -> None:
    reception, _ = RECEPTIONS[name]
    screen = compose_desk(reception, VI, WALL)
    assert screen is not None
    texts = [box.text for box in screen.boxes] if isinstance(screen, FormScreen) else []
    texts += [row.detail for row in screen.rows] if hasattr(screen, "rows") else []
    assert [text for text in texts if DOCUMENT in text] == []


def test_the_confirming_button_can_not_be_tapped_twice() -> None:
    buttons = [
        form_of(replace(FORM, is_asking=flag)).buttons[-1] for flag in (False, True)
    ]
    assert [button.is_enabled for button in buttons] == [True, False]


def test_the_primary_button_is_the_last_and_the_way_back_the_first() -> None:
    taps = [button.tap for button in form_of(FORM).buttons]
    assert (taps[0], taps[-1]) == (Press(act=Act.BACK), Press(act=Act.CONFIRM))


def test_a_chosen_chip_is_on() -> None:
    screen = form_of(replace(FORM, draft=a_full_draft()))
    on = [chip.tap for chip in (*screen.hosts, *screen.purposes) if chip.is_on]
    assert on == [
        Choose(box=Box.HOST, text="Chị Lan, phòng Hành chính"),
        Choose(box=Box.PURPOSE, text="Giao hàng"),
    ]


def test_the_last_visit_is_offered_with_its_day() -> None:
    earlier = a_visit(1, came_at=WALL - timedelta(days=8))
    (offer,) = form_of(replace(FORM, draft=replace(FORM.draft, earlier=earlier))).offers
    assert offer.text.startswith("Như lần trước 12/11: gặp Chị Lan")
    assert offer.tap == RepeatTap(visit=earlier)


def test_a_wrong_box_is_marked() -> None:
    screen = form_of(replace(FORM, note=Note(kind=NoteKind.NAME_MISSING, box=Box.NAME)))
    assert [box.box for box in screen.boxes if box.is_wrong] == [Box.NAME]


def test_a_long_stay_is_flagged() -> None:
    visits = (a_visit(1), a_visit(2, came_at=WALL - timedelta(hours=12, seconds=1)))
    listing = Listing(visits=visits, count=2, is_loading=False)
    rows = list_of(replace(a_reception(State.LIST), listing=listing)).rows
    assert [row.flag for row in rows] == ["", "Trên 12 giờ"]


@pytest.mark.parametrize(
    ("listing", "hint"),
    [
        (Listing(), "Đang tìm…"),
        (Listing(is_loading=False), "Hiện không có khách nào ở trong."),
        (
            Listing(is_loading=False, search="x"),
            "Không có ai tên như vậy đang ở trong.",
        ),
        (Listing(visits=(a_visit(1),), is_loading=False), ""),
        (Listing(visits=(a_visit(1),) * 200), "Còn nữa: gõ tên để tìm."),
    ],
)
def test_an_empty_list_says_why(listing: Listing, hint: str) -> None:
    assert list_of(replace(a_reception(State.LIST), listing=listing)).hint == hint


def test_a_roll_call_says_of_when_its_list_is() -> None:
    screen = roll_of(RECEPTIONS["desk-roll"][0])
    assert (screen.title, screen.as_of, screen.counts) == (
        "SƠ TÁN: 41 NGƯỜI",
        "Danh sách lúc 08:41",
        "Đã thấy 3 · Chưa thấy 38",
    )


def test_an_ending_roll_call_asks_with_the_safe_answer_last() -> None:
    question = compose_question(RECEPTIONS["desk-roll-ending"][0], VI, 0)
    assert question is not None
    taps = [button.tap for button in question.buttons]
    assert taps == [Press(act=Act.END_SURE), Press(act=Act.GO_ON)]


def test_the_warning_counts_down() -> None:
    question = compose_question(FORM, VI, 65_500)
    assert question is not None
    assert "sau 15 giây" in question.text


@pytest.mark.parametrize("kind", NoteKind)
@pytest.mark.parametrize("texts", [VI, EN], ids=["vi", "en"])
def test_every_note_is_a_sentence(kind: NoteKind, texts: object) -> None:
    needs_reason = kind in {NoteKind.NOT_UNDERSTOOD, NoteKind.LOOK_AT}
    note = Note(
        kind=kind,
        visit=a_visit(1, left_at=WALL),
        box=Box.HOST,
        reason=Reason.LINK if needs_reason else None,
        text="no_printer",
    )
    assert texts in (VI, EN)
    screen = compose_desk(replace(FORM, note=note), VI if texts is VI else EN, WALL)
    assert isinstance(screen, FormScreen)
    assert screen.note is not None
    assert screen.note.text.rstrip().endswith((".", "…"))


@pytest.mark.parametrize(
    ("kind", "kind_of_tap"),
    [
        (NoteKind.ALREADY_INSIDE, SignOutTap),
        (NoteKind.BADGE_TAKEN, SignOutTap),
        (NoteKind.NOT_PRINTED, ReprintTap),
        (NoteKind.PRINTED, ReprintTap),
    ],
)
def test_a_note_offers_what_helps(kind: NoteKind, kind_of_tap: type) -> None:
    text = "refused" if kind is NoteKind.NOT_PRINTED else ""
    note = Note(kind=kind, visit=a_visit(1), text=text)
    shown = form_of(replace(FORM, note=note)).note
    assert shown is not None
    (button,) = shown.buttons
    assert isinstance(button.tap, kind_of_tap)


@pytest.mark.parametrize(("late_s", "offered"), [(30, 1), (31, 0)])
def test_an_undo_is_offered_for_half_a_minute(late_s: int, offered: int) -> None:
    visit = a_visit(1)
    undo = Undo(entry_id=visit.visit_id, until=WALL + UNDO_WITHIN)
    note = Note(kind=NoteKind.SIGNED_OUT, visit=visit, undo=undo)
    wall = WALL + timedelta(seconds=late_s)
    screen = compose_desk(replace(FORM, note=note), VI, wall)
    assert isinstance(screen, FormScreen)
    assert screen.note is not None
    taps = [button.tap for button in screen.note.buttons]
    assert taps == [UndoTap(entry_id=visit.visit_id)] * offered


def test_companies_stand_where_no_note_does() -> None:
    named = replace(FORM, companies=("Bưu điện",))
    told = replace(named, note=Note(kind=NoteKind.NOT_INSIDE))
    chips = [form_of(shown).companies for shown in (named, told)]
    assert ([chip.text for chip in chips[0]], chips[1]) == (["Bưu điện"], ())
