"""Test what input methods did to hex and is undone, and how a repair is named."""

from collections.abc import Mapping

import pytest

from kiosk.credentials.credential import Claim
from kiosk.credentials.repair import LETTERS, TextRepair, mend_hex, note_repairs
from kiosk.payload import Repair
from kiosk.reason import Reason
from tests.codes import CCCD, understand

TELEX = {
    "aaf": "ầ",
    "eef": "ề",
    "aa": "â",
    "ee": "ê",
    "dd": "đ",
    "af": "à",
    "ef": "è",
}


def type_telex(keys: str, marks: Mapping[str, str] = TELEX) -> str:
    """Return what an input method for Telex makes of `keys`."""
    for typed, letter in marks.items():
        keys = keys.replace(typed, letter)
    return keys


def test_hex_that_nothing_touched_is_its_bytes() -> None:
    assert mend_hex("5472E1baa7") == "Trầ".encode()


@pytest.mark.parametrize("word", [*LETTERS, *LETTERS.upper(), "Nguyễn Văn Mẫu"])
def test_every_letter_comes_back_from_telex(word: str) -> None:
    keys = f"T{word}ế L".encode().hex()
    assert mend_hex(type_telex(keys)) == bytes.fromhex(keys)


def test_capital_hex_comes_back_too() -> None:
    keys = "Trần Lê".encode().hex()
    assert mend_hex(type_telex(keys).upper()) == bytes.fromhex(keys)


@pytest.mark.parametrize(
    ("touched", "meant"),
    [("e1bàb", "ế"), ("e1bâb75", "ẫu"), ("e1bâb", "ẫ"), ("e1bầ", "ắ")],
)
def test_a_mark_s_key_may_have_come_later_in_the_word(touched: str, meant: str) -> None:
    assert mend_hex(touched) == meant.encode()


@pytest.mark.parametrize(
    "touched",
    [
        "6Ê8C6B0C6ẤÊ7",  # what VNI makes of the hex of " hương"
        "6È",
        "5472e",
        "e1bâ",
        "c3ê",
        "54e1bầđ",
        "c3âbcde",
        "Ấ",
        "4dâ0â0",
    ],
)
def test_swallowed_keys_are_vni_s_damage(touched: str) -> None:
    assert mend_hex(touched) == Reason.VNI_DAMAGE


def test_letters_that_vietnamese_lacks_come_from_another_input_method() -> None:
    assert mend_hex("54ω2") == Reason.INPUT_METHOD


@pytest.mark.parametrize("value", ["", "xyz", "54 72", "-"])
def test_what_never_was_hex_is_malformed(value: str) -> None:
    assert mend_hex(value) == Reason.MALFORMED


def test_no_repair_says_nothing() -> None:
    card = understand(CCCD)
    assert note_repairs(card) == card


def test_repairs_are_named_and_warn_once() -> None:
    first = note_repairs(understand(CCCD), TextRepair.TELEX_IN_HEX)
    both = note_repairs(first, TextRepair.BIG5)
    assert both.claims[Claim.REPAIR] == "telex_in_hex; big5"
    assert both.warnings == (Reason.TEXT_REPAIRED,)


def test_the_reader_s_own_wrapping_is_named_without_a_warning() -> None:
    noted = note_repairs(understand(CCCD), Repair.ECI, Repair.NUL)
    assert (noted.claims[Claim.REPAIR], noted.warnings) == ("eci; nul", ())


def test_what_changed_letters_warns_whatever_else_was_undone() -> None:
    noted = note_repairs(understand(CCCD), Repair.BOM, TextRepair.BIG5)
    again = note_repairs(noted, Repair.ECI)
    assert again.claims[Claim.REPAIR] == "bom; big5; eci"
    assert again.warnings == (Reason.TEXT_REPAIRED,)
