"""Test that whatever a reader sends is decided, and never raises."""

import random
import unicodedata

import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.credentials.claim169 import parse_claim169
from kiosk.credentials.credential import Kind, Unreadable
from kiosk.credentials.dcc import parse_dcc
from kiosk.credentials.shc import parse_jws
from kiosk.payload import MAX_FRAME_BYTES
from kiosk.protocol import gate_pass
from tests.bombs import make_bombs
from tests.codes import TRANSFER, WHOLE
from tests.limits import (
    MOST_MEMORY_BYTES,
    decide_on,
    decide_within_limits,
    is_sound,
    measure_memory,
)
from tests.signing import VACCINATION, a_grant, a_token
from tests.wrapping import TRUST, WRAPS, Wrap

PAYLOADS = 100_000
BOMBS = make_bombs()

OTHERS = (
    TRANSFER,
    "https://vidu.example/a",
    "WIFI:T:WPA;S:Vi Du;;",
    "BEGIN:VCARD\r\nN:Vi Du\r\nEND:VCARD",
    "user|1000000000000001|x",
    "001190000123",
    "012345678",
)
CLAIMS: tuple[object, ...] = (
    a_token(),
    VACCINATION,
    {4: "Thử", 8: "19900305"},
    {"vc": {"credentialSubject": {}}},
)
MESSAGES = (
    *(cbor2.dumps(claims) for claims in CLAIMS),
    gate_pass.encode(a_grant(points=("P1",), uses=1)),
    b"{}",
)
SIGNED = tuple(wrap(message) for message in MESSAGES for wrap in WRAPS)

codes = st.sampled_from((*WHOLE, *OTHERS, *SIGNED))
fields = st.one_of(
    st.text(max_size=30),
    st.from_regex(r"[0-9*/-]{0,14}", fullmatch=True),
    st.sampled_from([field for code in WHOLE for field in code.split("|")]),
)
shaped = st.lists(fields, max_size=20).map("|".join)
wraps = st.sampled_from(WRAPS)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.text(max_size=6) | st.integers(-261, 170), inner, max_size=4
        )
    ),
    max_leaves=12,
)


@given(st.binary(max_size=400))
def test_any_bytes_are_decided(data: bytes) -> None:
    assert is_sound(decide_within_limits(data))


@given(wraps, st.binary(max_size=400) | st.sampled_from(MESSAGES))
def test_any_bytes_inside_any_code_are_decided(wrap: Wrap, data: bytes) -> None:
    assert is_sound(decide_within_limits(wrap(data).encode(), TRUST))


def test_what_is_signed_here_is_believed() -> None:
    verified = {
        decision.kind
        for code in SIGNED
        if (decision := decide_on(code.encode(), TRUST)).verified
    }
    assert verified == {
        Kind.DCC,
        Kind.CLAIM169,
        Kind.NZCP,
        Kind.SHC,
        Kind.PASS,
        Kind.BADGE,
    }


@given(wraps, anything)
def test_any_message_that_somebody_trusted_signed_is_decided(
    wrap: Wrap, message: object
) -> None:
    payload = wrap(cbor2.dumps(message)).encode()
    assert is_sound(decide_within_limits(payload, TRUST))


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_decided_within_the_limits(name: str) -> None:
    payload = BOMBS[name].encode()
    assert is_sound(decide_within_limits(payload, TRUST))
    assert measure_memory(payload, TRUST) <= MOST_MEMORY_BYTES


def test_a_zip_bomb_is_not_unpacked_whoever_lets_it_through() -> None:
    parsers = {"HC1": parse_dcc, "bare": parse_claim169, "JWS": parse_jws}
    bombs = {name: BOMBS[f"a zip bomb, {name}"] for name in parsers}
    found = [parse(bombs[name], TRUST) for name, parse in parsers.items()]
    assert all(len(bomb) > MAX_FRAME_BYTES for bomb in bombs.values())
    assert all(isinstance(one, Unreadable) for one in found)


@given(shaped)
def test_any_fields_are_decided(text: str) -> None:
    assert is_sound(decide_within_limits(text.encode("utf-8", "surrogatepass")))


@given(codes, st.data())
def test_a_code_cut_anywhere_is_decided(code: str, data: st.DataObject) -> None:
    whole = code.encode()
    cut = whole[: data.draw(st.integers(0, len(whole)))]
    assert is_sound(decide_within_limits(cut, TRUST))


@given(codes, st.data())
def test_a_code_with_one_other_byte_is_decided(code: str, data: st.DataObject) -> None:
    mutated = bytearray(code.encode())
    at = data.draw(st.integers(0, len(mutated) - 1))
    mutated[at] = data.draw(st.integers(0, 255))
    assert is_sound(decide_within_limits(bytes(mutated), TRUST))


@given(shaped | codes)
def test_every_claim_is_nfc_text_without_controls(text: str) -> None:
    claims = decide_on(text.encode("utf-8", "surrogatepass"), TRUST).claims
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
    whole = [code.encode() for code in (*WHOLE, *OTHERS, *SIGNED)]
    decisions = (
        decide_within_limits(spoil(chance, chance.choice(whole)), TRUST)
        for _ in range(PAYLOADS)
    )
    assert sum(is_sound(decision) for decision in decisions) == PAYLOADS
