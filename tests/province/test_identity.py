"""Tests of knowing a person again."""

from province.identity import (
    identify,
    make_key,
    tell_number,
    tell_person,
    tell_phone,
)

CARD = {"document": "001099000001", "name": "Nguyễn Văn Mẫu", "phone": "0912000001"}


def test_a_document_comes_before_telephone_and_name() -> None:
    identity = identify(CARD)

    assert identity is not None
    assert identity.person == tell_number("001099000001")
    assert tell_phone("0912000001") in identity.others
    assert tell_person("NGUYEN VAN MAU") in identity.others


def test_blanks_and_points_in_a_number_change_nothing() -> None:
    assert tell_number("001 099.000001") == tell_number("001099000001")
    assert tell_phone("+84 912 000 001") == tell_phone("0912000001")


def test_a_hidden_number_names_nobody() -> None:
    identity = identify({"document": "******000001", "phone": "0912000001"})

    assert identity is not None
    assert identity.person == tell_phone("0912000001")


def test_a_name_alone_is_doubtful_and_narrower_with_a_birth_date() -> None:
    identity = identify({"name": "Lê Thị Ví Dụ", "birth_date": "1990-03-05"})

    assert identity is not None
    assert identity.is_named
    assert identity.person == tell_person("le thi vi du", "1990-03-05")
    assert identity.others == (tell_person("LE THI VI DU"),)


def test_who_says_nothing_is_nobody() -> None:
    assert identify({"sex": "male", "name": " "}) is None


def test_an_older_number_leads_to_the_same_person() -> None:
    identity = identify(CARD | {"old_document": "012345678"})

    assert identity is not None
    assert tell_number("012345678") in identity.others


def test_keys_differ_by_secret_and_fit_a_uuid() -> None:
    one, other = (make_key(bytes([n]) * 32, "number:1") for n in (1, 2))

    assert one != other
    assert len(one) == 16
