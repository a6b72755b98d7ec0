"""Test that the same facts are always the same bytes."""

import msgspec
import pytest

from kiosk.protocol.content import (
    CONTENT_VERSION,
    Act,
    Content,
    decode,
    decode_all,
    encode,
)


def a_content(claims: dict[str, str]) -> Content:
    return Content(
        version=CONTENT_VERSION,
        act=Act.PRESENTED.value,
        decided_at_us=1_795_143_600_000_000,
        monotonic_ms=1,
        boot="0a1b2c3d",
        clock="trusted",
        direction="in",
        gate="A",
        outcome="allow",
        kind="cccd",
        verified=False,
        reasons=("masked",),
        claims=claims,
        refers=b"",
        text="",
    )


def test_the_order_of_claims_does_not_change_the_bytes() -> None:
    one = a_content({"name": "Lê", "sex": "male"})
    other = a_content({"sex": "male", "name": "Lê"})
    assert encode(one) == encode(other)


def test_bytes_become_the_facts_they_were() -> None:
    facts = a_content({"name": "Lê"})
    assert decode(encode(facts)) == facts


@pytest.mark.parametrize(
    "data",
    [b"", b"\xc1", b"\x90", encode(a_content({}))[:-1], b"\x91" * 100_000, b"{}"],
)
def test_other_bytes_are_no_content(data: bytes) -> None:
    assert decode(data) is None


def test_text_that_is_not_utf8_is_no_content() -> None:
    data = encode(a_content({})).replace(b"cccd", b"cc\xff\xfe")
    assert decode(data) is None


def test_a_newer_kiosk_s_words_are_kept_as_text() -> None:
    newer = msgspec.structs.replace(a_content({}), outcome="later", version=2)
    assert decode(encode(newer)) == newer


def test_all_are_decoded_or_none() -> None:
    one, other = a_content({"name": "Lê"}), a_content({})
    told = [encode(one), encode(other)]

    assert decode_all(told) == [one, other]
    assert decode_all([]) == []
    assert decode_all([*told, b"\xc1"]) is None
