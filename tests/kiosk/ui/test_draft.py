"""Draft: what a card fills, what stays, and which badge comes next."""

from datetime import timedelta

import pytest

from kiosk.reception import MAX_FIELD, VisitField
from kiosk.ui.draft import Box, Draft, fill, repeat, suggest_badge
from tests.ui.samples import DOCUMENT, NAME, WALL
from tests.ui.visitors import a_filled, a_full_draft, a_visit


def test_a_card_fills_name_number_and_badge() -> None:
    texts = fill(Draft(), a_filled(), "26112001").texts
    assert texts == {
        Box.NAME: NAME,
        Box.DOCUMENT: DOCUMENT,
        Box.BADGE: "26112001",
    }


def test_what_was_typed_before_the_card_stays() -> None:
    draft = fill(Draft().write(Box.HOST, "Chị Lan"), a_filled(), "1")
    assert draft.read(Box.HOST) == "Chị Lan"


def test_another_persons_belongings_do_not_stay() -> None:
    draft = fill(a_full_draft(), a_filled("LÊ VĂN GIẢ"), "1")
    assert (draft.read(Box.NAME), draft.read(Box.BELONGINGS)) == ("LÊ VĂN GIẢ", "")


def test_what_a_card_filled_is_locked() -> None:
    draft = fill(Draft(), a_filled(), "1")
    locked = [box for box in Box if draft.is_locked(box)]
    assert locked == [Box.NAME, Box.DOCUMENT]


def test_a_form_has_no_empty_field_and_no_stray_space() -> None:
    draft = Draft(texts={Box.NAME: "  Lê   Văn ", Box.HOST: " ", Box.PLATE: "29A"})
    form = draft.to_form()
    assert (form.name, form.fields) == ("Lê Văn", {VisitField.PLATE: "29A"})


def test_the_last_visit_is_repeated_without_its_badge() -> None:
    draft = repeat(fill(Draft(), a_filled(), "7"), a_visit(2, badge="3"))
    read = (draft.read(Box.NAME), draft.read(Box.HOST), draft.read(Box.BADGE))
    assert read == (NAME, "Cô Hạnh, Kế toán", "7")


def test_a_typed_name_becomes_the_known_visitors() -> None:
    draft = repeat(Draft(texts={Box.NAME: "pham"}), a_visit(2, document="0123"))
    assert (draft.read(Box.NAME), draft.read(Box.DOCUMENT)) == (
        a_visit(2).name,
        "0123",
    )


@pytest.mark.parametrize(("length", "found"), [(MAX_FIELD, None), (201, Box.HOST)])
def test_a_text_that_is_too_long_is_found(length: int, found: Box | None) -> None:
    assert Draft(texts={Box.HOST: "x" * length}).find_too_long() is found


def test_the_first_badge_of_a_day_is_number_one() -> None:
    yesterday = a_visit(1, badge="26111999")
    assert suggest_badge([yesterday], "", WALL) == "26112001"


def test_the_next_badge_follows_the_highest_of_the_day() -> None:
    visits = [a_visit(1, badge="26112009"), a_visit(2, badge="7"), a_visit(3, badge="")]
    assert suggest_badge(visits, "26112011", WALL) == "26112012"


def test_a_badge_can_be_read_by_a_typing_reader_and_is_never_given_twice() -> None:
    hundredth = suggest_badge([a_visit(1, badge="26112099")], "", WALL)
    tomorrow = suggest_badge([], hundredth, WALL + timedelta(days=1))
    assert (hundredth, tomorrow) == ("261120100", "26112101")
