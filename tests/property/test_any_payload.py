"""Test that whatever a reader sends is decided, and never raises."""

import random
import unicodedata
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from kiosk.credentials.classify import classify
from kiosk.credentials.credential import Kind
from kiosk.decision import Decision, Outcome, Presented, decide
from kiosk.payload import Direction
from kiosk.policy import DEFAULT_POLICY
from tests.codes import WHOLE, a_payload

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
PAYLOADS = 100_000

codes = st.sampled_from(WHOLE)
fields = st.one_of(
    st.text(max_size=30),
    st.from_regex(r"[0-9*/-]{0,14}", fullmatch=True),
    st.sampled_from([field for code in WHOLE for field in code.split("|")]),
)
shaped = st.lists(fields, max_size=20).map("|".join)


def decide_on(data: bytes) -> Decision:
    presented = Presented(credential=classify(a_payload(data)), direction=Direction.IN)
    return decide(presented, DEFAULT_POLICY, None, None, NOW)


def is_sound(decision: Decision) -> bool:
    """Say whether a decision keeps what is promised of every one of these."""
    if decision.verified:
        return False
    if decision.outcome is Outcome.UNREADABLE:
        return len(decision.reasons) == 1 and decision.holder is None
    return decision.kind is not Kind.UNKNOWN and bool(decision.holder)


@given(st.binary(max_size=400))
def test_any_bytes_are_decided(data: bytes) -> None:
    assert is_sound(decide_on(data))


@given(shaped)
def test_any_fields_are_decided(text: str) -> None:
    assert is_sound(decide_on(text.encode("utf-8", "surrogatepass")))


@given(codes, st.data())
def test_a_code_cut_anywhere_is_decided(code: str, data: st.DataObject) -> None:
    whole = code.encode()
    cut = whole[: data.draw(st.integers(0, len(whole)))]
    assert is_sound(decide_on(cut))


@given(codes, st.data())
def test_a_code_with_one_other_byte_is_decided(code: str, data: st.DataObject) -> None:
    mutated = bytearray(code.encode())
    at = data.draw(st.integers(0, len(mutated) - 1))
    mutated[at] = data.draw(st.integers(0, 255))
    assert is_sound(decide_on(bytes(mutated)))


@given(shaped | codes)
def test_every_claim_is_nfc_text_without_controls(text: str) -> None:
    claims = decide_on(text.encode("utf-8", "surrogatepass")).claims
    wrong = [
        value
        for value in claims.values()
        if not unicodedata.is_normalized("NFC", value)
        or any(unicodedata.category(letter) == "Cc" for letter in value)
    ]
    assert wrong == []


@given(codes, st.sampled_from(["\r", "\n", "\r\n", "\0", "\t", " "]))
def test_what_a_reader_adds_changes_nothing(code: str, added: str) -> None:
    plain = decide_on(code.encode())
    assert decide_on(("\ufeff" + code + added).encode()) == plain


def spoil(chance: random.Random, code: bytes) -> bytes:
    """Return `code` cut, mutated, doubled, or other bytes altogether."""
    match chance.randrange(6):
        case 0:
            return code[: chance.randrange(len(code))]
        case 1:
            at = chance.randrange(len(code))
            return code[:at] + chance.randbytes(3) + code[at + 1 :]
        case 2:
            return chance.randbytes(chance.randrange(200))
        case 3:
            parts = code.split(b"|")
            chance.shuffle(parts)
            return b"|".join(parts)
        case 4:
            return code.decode().encode(
                "utf-16-le" if chance.random() < 0.5 else "big5", "replace"
            )
        case _:
            return code[chance.randrange(len(code)) :] + code


def test_a_hundred_thousand_spoiled_payloads_are_decided() -> None:
    chance = random.Random(1405)
    whole = [code.encode() for code in WHOLE]
    decisions = (
        decide_on(spoil(chance, chance.choice(whole))) for _ in range(PAYLOADS)
    )
    assert sum(is_sound(decision) for decision in decisions) == PAYLOADS
