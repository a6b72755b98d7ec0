"""Test the ids of entries and kiosks."""

import uuid

import pytest

from kiosk.protocol.identifiers import make_kiosk_id, make_uuid7


def test_an_entry_id_is_a_uuid_of_version_7() -> None:
    made = uuid.UUID(bytes=make_uuid7(1_795_143_600_250, b"\xff" * 10))
    assert str(made) == "01a1f6e5-887a-7fff-bfff-ffffffffffff"
    assert (made.version, made.variant) == (7, uuid.RFC_4122)


def test_ids_sort_by_their_time() -> None:
    assert make_uuid7(1, b"\xff" * 10) < make_uuid7(2, b"\x00" * 10)


@pytest.mark.parametrize("length", [0, 9, 11])
def test_too_few_or_too_many_random_bytes_are_a_mistake(length: int) -> None:
    with pytest.raises(ValueError, match=f"10 random bytes, got {length}"):
        make_uuid7(1, bytes(length))


def test_a_kiosk_s_id_follows_from_its_key() -> None:
    assert make_kiosk_id(b"\0" * 32) == "KMZUHVLPYMK6X"
    assert make_kiosk_id(b"\0" * 32) != make_kiosk_id(b"\1" * 32)
