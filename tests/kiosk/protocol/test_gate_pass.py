"""Test the pass on the wire: small, whole, and refused where a field is not sound."""

from collections.abc import Callable

import cbor2
import pytest
import segno

from kiosk.protocol.gate_pass import GatePass, bind, decode, encode, name_key
from tests.signing import Issuer, a_badge, a_grant, a_pass

USUAL = a_grant(
    name="NGUYỄN THỊ MINH KHAI",
    bound_to=bind(bytes(range(12)), "001190000123"),
    points=("P000001", "P000002"),
    plate="29A-123.45",
    index=123_456,
)


@pytest.mark.parametrize("write", [a_pass, a_badge])
def test_the_usual_claims_fit_in_version_10_at_level_m(
    write: Callable[[Issuer, GatePass], str],
) -> None:
    code = segno.make(write(Issuer(), USUAL), error="m", micro=False, boost_error=False)
    assert code.designator == "10-M"


@pytest.mark.parametrize("grant", [USUAL, a_grant(), a_grant(uses=3)])
def test_what_was_granted_comes_back(grant: GatePass) -> None:
    assert decode(cbor2.loads(encode(grant))) == grant


def test_a_document_is_bound_by_the_pass_s_own_salt() -> None:
    bound = bind(bytes(12), "001190000123")
    assert len(bound) == 16
    assert bound != bind(bytes(range(12)), "001190000123")
    assert bound != bind(bytes(12), "001190000124")


def test_a_key_is_named_by_eight_bytes() -> None:
    assert len(name_key(bytes(32))) == 8


@pytest.mark.parametrize(
    ("key", "value"),
    [
        (1, 5),
        (4, "soon"),
        (4, 2**37),
        (4, True),
        (5, -1),
        (7, bytes(11)),
        (7, "id"),
        (-70001, "text"),
    ],
)
def test_a_claim_that_is_not_sound_makes_no_pass(key: int, value: object) -> None:
    claims = cbor2.loads(encode(USUAL)) | {key: value}
    assert decode(claims) is None


@pytest.mark.parametrize(
    ("key", "value"),
    [
        (1, "x" * 201),
        (2, bytes(15)),
        (3, "P000001"),
        (3, [5]),
        (3, ["P"] * 65),
        (4, 7),
        (5, [1, 2]),
        (5, -1),
        (6, 0),
        (6, "once"),
    ],
)
def test_a_private_claim_that_is_not_sound_makes_no_pass(
    key: int, value: object
) -> None:
    claims = cbor2.loads(encode(USUAL))
    private = claims[-70001] | {key: value}
    assert decode(claims | {-70001: private}) is None


@pytest.mark.parametrize("claims", [None, 5, [], {}, {1: "HN"}])
def test_other_cbor_is_no_pass(claims: object) -> None:
    assert decode(claims) is None
