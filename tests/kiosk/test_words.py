"""Test that every code of every closed set has its words in both languages."""

import unicodedata
from enum import StrEnum

import pytest

from kiosk.clock import ClockState
from kiosk.credentials.credential import Kind
from kiosk.decision import Outcome
from kiosk.export.fault import ExportFault
from kiosk.export.verification import VerifyFault
from kiosk.protocol.bundle import BundleFault
from kiosk.protocol.chain import ChainState
from kiosk.protocol.receipt import Refusal
from kiosk.reason import Reason
from kiosk.recovery import MendState
from kiosk.retention import PurgeState
from kiosk.roster import RosterState
from kiosk.storage.attention import Cause
from kiosk.storage.backup import BackupFault
from kiosk.storage.damage import Part
from kiosk.storage.restoring import RestoreFault
from kiosk.sync.fault import Distrust, FaultClass
from kiosk.words import LANGUAGES, SETS, Words, list_words, load_words
from province.category import Category
from province.fleet import AlarmKind
from province.forks import Kind as ForkKind
from province.placing import Confidence
from province.rights import Role
from province.stays import Doubt

ENUMS: dict[str, type[StrEnum]] = {
    "kind": Kind,
    "reasons": Reason,
    "outcome": Outcome,
    "chain": ChainState,
    "clock": ClockState,
    "roster_state": RosterState,
    "fault": FaultClass,
    "distrust": Distrust,
    "category": Category,
    "export": ExportFault,
    "backup": BackupFault,
    "restore": RestoreFault,
    "purge": PurgeState,
    "damage": Part,
    "salvage": MendState,
    "fork": ForkKind,
    "alarm": AlarmKind,
    "placing": Confidence,
    "doubt": Doubt,
    "attention": Cause,
    "role": Role,
}
SHORT = 24
"""Letters of a fault's name: it stands in a line of a screen, or beside a count."""


@pytest.fixture(params=LANGUAGES)
def words(request: pytest.FixtureRequest) -> Words:
    return load_words(request.param)


@pytest.mark.parametrize("name", ENUMS)
def test_each_member_of_an_enum_has_words_and_nothing_is_left_over(
    words: Words, name: str
) -> None:
    assert list(words.sets[name]) == [member.value for member in ENUMS[name]]


def test_a_verification_ends_by_one_fault_of_two_enums(words: Words) -> None:
    faults = {*VerifyFault, *BundleFault}
    assert set(words.sets["verification"]) == {fault.value for fault in faults}


def test_the_files_hold_the_sets_of_the_command_line_and_no_other(
    words: Words,
) -> None:
    assert tuple(words.sets) == SETS


def test_each_reason_says_what_staff_do_next(words: Words) -> None:
    assert list(words.next_steps) == [reason.value for reason in Reason]


def test_each_fault_says_what_people_do_about_it(words: Words) -> None:
    assert list(words.advice) == [fault.value for fault in FaultClass]
    assert len(set(words.advice.values())) == len(FaultClass)


def test_each_fault_has_a_short_name_of_its_own(words: Words) -> None:
    assert list(words.fault_names) == [fault.value for fault in FaultClass]
    assert len(set(words.fault_names.values())) == len(FaultClass)
    assert max(map(len, words.fault_names.values())) <= SHORT


def test_each_entry_that_needs_attention_says_what_people_do(words: Words) -> None:
    assert list(words.remedies) == [cause.value for cause in Cause]
    assert len(set(words.remedies.values())) == len(Cause)


def test_each_reason_of_a_receipt_has_words(words: Words) -> None:
    assert {refusal.value for refusal in Refusal} <= set(words.sets["attention"])


def test_a_listed_cause_has_its_remedy() -> None:
    line = next(line for line in list_words() if line["code"] == "in_the_way")
    assert line["next_en"].startswith("The kiosk tries again once a day")


def test_a_listed_fault_has_its_advice() -> None:
    line = next(line for line in list_words() if line["code"] == "captive_portal")
    assert line["next_en"].startswith("Log in to this network")
    assert line["next_vi"].startswith("Đăng nhập")
    assert line["name_en"] == "Login wanted"


def test_a_sentence_is_found_by_set_and_code() -> None:
    words = load_words("en")
    assert words.say("outcome", "unreadable") == "The code can't be read."
    assert words.say_next("link") == "Ask for the personal code or the ID card."


def test_every_sentence_is_nfc_and_not_blank(words: Words) -> None:
    sentences = [text for codes in words.sets.values() for text in codes.values()]
    sentences += [*words.next_steps.values(), *words.advice.values()]
    sentences += [*words.fault_names.values(), *words.remedies.values()]
    wrong = [
        text
        for text in sentences
        if not text.strip() or not unicodedata.is_normalized("NFC", text)
    ]
    assert wrong == []


def test_no_two_codes_of_a_set_say_the_same(words: Words) -> None:
    doubles = [
        name
        for name, codes in words.sets.items()
        if len(set(codes.values())) < len(codes)
    ]
    assert doubles == []


def test_a_listed_reason_has_both_languages_and_the_next_step() -> None:
    line = next(line for line in list_words() if line["code"] == "already_inside")
    assert line == {
        "set": "reasons",
        "code": "already_inside",
        "vi": "Người này đã vào và chưa ra.",
        "en": "This person came in and has not gone out.",
        "next_vi": "Hỏi lần vào trước, rồi cho vào hoặc mời quay lại.",
        "next_en": "Ask about the earlier entry, then admit or turn away.",
    }


def test_a_listed_code_of_another_set_has_no_next_step() -> None:
    line = next(line for line in list_words() if line["code"] == "hotel")
    assert sorted(line) == ["code", "en", "set", "vi"]


def test_every_code_of_every_set_is_listed_once() -> None:
    listed = [(line["set"], line["code"]) for line in list_words()]
    words = load_words("vi")
    assert listed == [(name, code) for name in SETS for code in words.sets[name]]
