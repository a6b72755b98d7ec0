"""Log words: every outcome, act, state and refusal has its words in both languages."""

import pytest

from kiosk.counter import UNDONE, WRONG_WAY
from kiosk.logged import Sending
from kiosk.outcome import Outcome
from kiosk.payload import Direction
from kiosk.protocol.content import ADMIN_ACTS, Act
from kiosk.protocol.receipt import Refusal
from kiosk.ui.screens import ScreenKind
from kiosk.ui.staff import log_words as words
from kiosk.ui.texts import Texts
from tests.ui.fake_log import a_later, a_logged
from tests.ui.samples import EN, NAME, VI, WALL
from tests.ui.staff_samples import OPEN, PURGED, REFUSED

both_languages = pytest.mark.parametrize("texts", [VI, EN], ids=["vi", "en"])


@both_languages
def test_every_outcome_has_words_and_a_colour(texts: Texts) -> None:
    entries = [
        a_logged(1, outcome, direction=way) for outcome in Outcome for way in Direction
    ]
    assert len({words.say_outcome(entry, texts) for entry in entries}) == len(entries)
    kinds = {words.find_kind(entry) for entry in entries}
    assert kinds == set(ScreenKind) - {ScreenKind.IDLE, ScreenKind.OUT_OF_ORDER}


@both_languages
@pytest.mark.parametrize("act", sorted(set(Act) - ADMIN_ACTS))
def test_every_act_about_an_entry_has_words(act: Act, texts: Texts) -> None:
    said = words.say_acts(a_logged(later=(a_later(act),)), texts)
    assert said == texts.say(f"log.act.{act}")


def test_a_void_is_said_before_what_was_done_after_it() -> None:
    entry = a_logged(later=(a_later(Act.VOID), a_later(Act.ADMITTED)))
    assert words.say_acts(entry, VI) == "Đã huỷ"


@both_languages
def test_an_open_check_says_so(texts: Texts) -> None:
    assert words.say_acts(OPEN, texts) == texts.say("log.open")
    assert words.say_acts(a_logged(), texts) == ""


@both_languages
@pytest.mark.parametrize("refusal", [*Refusal, "one of later"])
@pytest.mark.parametrize("is_short", [True, False])
def test_why_the_province_refused_is_said(
    refusal: str, texts: Texts, *, is_short: bool
) -> None:
    entry = a_logged(sending=Sending.REFUSED, refusal=refusal)
    said = words.say_sending(entry, texts, is_short=is_short)
    start = texts.say("log.sending.refused")
    assert said.startswith(f"{start}: ")
    assert words.say_advice(entry, texts)


@both_languages
@pytest.mark.parametrize("sending", sorted(set(Sending) - {Sending.REFUSED}))
def test_where_an_entry_is_is_said(sending: Sending, texts: Texts) -> None:
    said = words.say_sending(a_logged(sending=sending), texts, is_short=True)
    assert said == texts.say(f"log.sending.{sending}")


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        (UNDONE, "hoàn tác tại cổng"),
        (WRONG_WAY, "sai chiều"),
        ("Nhầm người", "Nhầm người"),
    ],
)
def test_what_the_counter_wrote_is_said_in_the_readers_language(
    kept: str, said: str
) -> None:
    entry = a_logged(later=(a_later(Act.VOID, kept),))
    facts = [line.text for line in words.list_facts(entry, VI)]
    assert f"08:43 · Đã huỷ · {said}" in facts


def test_reasons_stand_with_their_code_under_one_label() -> None:
    lines = list(words.list_facts(OPEN, VI))
    why = [line for line in lines if "(E-" in line.text]
    assert [line.label for line in why] == [VI.say("log.fact.why"), ""]


def test_a_purged_entry_has_no_name_and_says_why() -> None:
    assert words.say_name(PURGED, VI) == "Đã xoá theo hạn lưu"
    assert words.say_name(REFUSED, VI) == "TRẦN QUỐC ĐẠT"
    assert words.say_number(PURGED) == ""


def test_names_are_whole_and_numbers_masked() -> None:
    entry = a_logged(2345)
    assert words.say_name(entry, VI) == NAME
    assert words.say_number(entry) == "•••• 2345"


def test_a_row_of_another_day_has_its_date() -> None:
    assert words.say_time(WALL, has_date=True) == "20/11 08:41"
    assert words.say_time(WALL, has_date=False) == "08:41:00"
