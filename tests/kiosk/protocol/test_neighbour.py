"""A datagram counts where a kiosk of the point sealed it, and says nothing to others."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.protocol.neighbour import (
    MAX_AGE_MS,
    MAX_BYTES,
    MAX_GATE,
    Datagram,
    Ignored,
    Word,
    hash_holder,
    make_tag,
    open_datagram,
    seal,
    split,
)
from tests.lan import KEY, a_key, a_neighbourhood, a_word, name_kiosk

POINT = a_neighbourhood(1, 2)
SAID = Datagram(
    sender=name_kiosk(2), start=3, number=4, nonce=b"n" * 8, words=(a_word(),)
)


def pack(datagram: Datagram = SAID, *, key: bytes = KEY, by: int = 2) -> bytes:
    return seal(datagram, key, a_key(by), b"r" * 12)


def test_what_a_neighbour_said_is_heard() -> None:
    assert open_datagram(pack(), POINT) == SAID


def test_it_shows_neither_holder_nor_gate_nor_kiosk() -> None:
    packed = pack()
    gate = a_word(gate="Cổng chính")
    assert gate.gate.encode() not in pack(msgspec.structs.replace(SAID, words=(gate,)))
    assert SAID.words[0].holder not in packed
    assert SAID.sender.encode() not in packed


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", Ignored.MALFORMED),
        (b"KN1", Ignored.MALFORMED),
        (b"KN1" + bytes(60), Ignored.FOREIGN),
        (pack() + b"x", Ignored.FOREIGN),
        (pack() + bytes(MAX_BYTES), Ignored.TOO_LARGE),
        (pack(key=b"o" * 32), Ignored.FOREIGN),
        (pack(by=1), Ignored.UNKNOWN_KEY),
        (
            pack(msgspec.structs.replace(SAID, sender=name_kiosk(3)), by=3),
            Ignored.UNKNOWN_KEY,
        ),
        (pack(msgspec.structs.replace(SAID, nonce=b"")), Ignored.MALFORMED),
    ],
)
def test_what_no_neighbour_said_is_ignored(data: bytes, why: Ignored) -> None:
    assert open_datagram(data, POINT) is why


@pytest.mark.parametrize(
    "word",
    [
        a_word("up"),
        a_word(holder=b"short"),
        a_word(gate="g" * (MAX_GATE + 1)),
        a_word(age_ms=-1),
        a_word(age_ms=MAX_AGE_MS + 1),
    ],
)
def test_a_word_that_makes_no_sense_spoils_its_datagram(word: Word) -> None:
    packed = pack(msgspec.structs.replace(SAID, words=(word,)))
    assert open_datagram(packed, POINT) is Ignored.MALFORMED


def test_an_altered_bit_is_seen() -> None:
    packed = pack()
    for at in range(len(packed)):
        altered = packed[:at] + bytes([packed[at] ^ 1]) + packed[at + 1 :]
        assert isinstance(open_datagram(altered, POINT), Ignored)


@given(st.binary(max_size=MAX_BYTES + 10))
def test_nothing_that_comes_raises(data: bytes) -> None:
    assert isinstance(open_datagram(b"KN1" + data, POINT), Ignored)


@given(st.lists(st.text(max_size=MAX_GATE), max_size=300))
def test_words_are_split_into_datagrams_that_fit(gates: list[str]) -> None:
    words = [a_word(gate=gate, age_ms=MAX_AGE_MS) for gate in gates]
    parts = list(split(words))
    longest = {"start": 2**63, "number": 2**63, "echo": b"e" * 8}
    packed = [
        pack(msgspec.structs.replace(SAID, words=part, **longest)) for part in parts
    ]
    assert [word for part in parts for word in part] == words
    assert max((len(data) for data in packed), default=0) <= MAX_BYTES


def test_points_have_other_names_for_a_holder_and_for_themselves() -> None:
    other = b"o" * 32
    assert hash_holder(KEY, "001") != hash_holder(other, "001")
    assert make_tag(KEY) != make_tag(other)
