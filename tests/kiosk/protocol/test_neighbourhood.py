"""A kiosk believes the neighbourhood that its own province made for it alone."""

from dataclasses import dataclass

import msgspec
import pytest

from kiosk.protocol import signature
from kiosk.protocol.neighbourhood import (
    MAX_BYTES,
    MAX_KIOSKS,
    Neighbourhood,
    issue,
    pack,
    receive,
    unpack,
)
from kiosk.protocol.sealed import seal_to
from tests.lan import a_key, a_neighbourhood, name_kiosk

PROVINCE, OTHER_PROVINCE = a_key(100), a_key(101)
SIGNERS = (signature.get_public_bytes(PROVINCE),)
ME = signature.get_public_bytes(a_key(1))
TOLD = a_neighbourhood(1, 2)


def test_what_the_province_issued_is_received() -> None:
    assert receive(issue(TOLD, PROVINCE, ME), a_key(1), SIGNERS) == TOLD


@dataclass(frozen=True)
class Bad:
    name: str
    sealed: bytes


BAD = [
    Bad("of another province", issue(TOLD, OTHER_PROVINCE, ME)),
    Bad("for another kiosk", issue(a_neighbourhood(2, 1), PROVINCE, ME)),
    Bad("unsigned", seal_to(bytes(64) + pack(TOLD), ME)),
    Bad("nothing", b""),
    Bad("too large", seal_to(bytes(MAX_BYTES), ME)),
    Bad("cut off", issue(TOLD, PROVINCE, ME)[:-1]),
]


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: bad.name)
def test_what_is_not_from_the_province_to_this_kiosk_is_refused(bad: Bad) -> None:
    assert receive(bad.sealed, a_key(1), SIGNERS) is None


def test_a_kiosk_that_trusts_no_province_yet_receives_nothing() -> None:
    assert receive(issue(TOLD, PROVINCE, ME), a_key(1), ()) is None


@pytest.mark.parametrize(
    "unsound",
    [
        msgspec.structs.replace(TOLD, key=b"short"),
        msgspec.structs.replace(TOLD, kiosks=(ME,) * (MAX_KIOSKS + 1)),
    ],
    ids=["short key", "too many"],
)
def test_what_is_unsound_is_none(unsound: Neighbourhood) -> None:
    assert unpack(pack(unsound)) is None


def test_kiosks_are_known_by_their_ids() -> None:
    assert set(TOLD.public_keys) == {name_kiosk(1), name_kiosk(2)}
