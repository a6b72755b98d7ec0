"""Test health certificates: what is read, what is verified, what is honest doubt."""

import zlib
from datetime import datetime

import cbor2
import pytest

from kiosk.credentials.classify import classify
from kiosk.credentials.cose import Algorithm
from kiosk.credentials.credential import Claim, Credential, Kind, Unreadable
from kiosk.credentials.trust import NO_TRUST, TrustStore
from kiosk.protocol import base45
from kiosk.reason import Reason
from tests.codes import a_payload
from tests.signing import (
    DAY,
    NOW,
    VACCINATION,
    Issuer,
    a_dcc,
    a_token,
    pack_dcc,
)

ISSUER = Issuer()
USAGE = "1.3.6.1.4.1.1847.2021.1."
TEST = {"tg": "1", "tt": "2", "sc": "2026-11-19", "tr": "260415000", "co": "VN"}
RECOVERY = {"tg": "1", "fr": "2026-06-01", "co": "VN", "df": "2026-07", "du": "2026-12"}
SIGNED_BY = {"is": "x", "ci": "1"}


def read(text: str, trust: TrustStore = NO_TRUST) -> Credential:
    found = classify(a_payload(text), trust)
    assert isinstance(found, Credential), found
    return found


def refuse(text: str) -> Reason:
    found = classify(a_payload(text))
    assert isinstance(found, Unreadable), found
    assert found.kind is Kind.DCC
    return found.reason


def replaced(**changes: object) -> dict[str, object]:
    whole = VACCINATION | changes
    return {key: value for key, value in whole.items() if value is not None}


def read_changed(**changes: object) -> Credential:
    return read(a_dcc(ISSUER, a_token(replaced(**changes))), ISSUER.trust)


@pytest.mark.parametrize("algorithm", [Algorithm.ES256, Algorithm.PS256])
def test_a_certificate_of_a_known_issuer_is_verified(algorithm: Algorithm) -> None:
    issuer = Issuer(algorithm)
    found = read(a_dcc(issuer), issuer.trust)
    assert (found.kind, found.verified, found.faults) == (Kind.DCC, True, ())
    assert found.claims == {
        Claim.NAME: "Nguyễn Văn Thử",
        Claim.BIRTH_DATE: "1990-03-05",
        Claim.ISSUER: "VN",
        Claim.HEALTH: "vaccination 2/2 2026-06-01",
        Claim.CERTIFICATE: "URN:UVCI:01:VN:0123456789ABCDEF0123456789ABCDEF",
        Claim.VALID_UNTIL: "2026-12-20T03:00:00+00:00",
    }
    assert found.holder is None
    assert len(found.revocation) == 3


def test_without_its_issuer_s_key_it_is_read_and_not_verified() -> None:
    found = read(a_dcc(ISSUER), Issuer().trust)
    assert (found.verified, found.faults) == (False, (Reason.UNKNOWN_ISSUER,))


def test_an_altered_certificate_is_not_verified() -> None:
    parts = ISSUER.sign_message(cbor2.dumps(a_token()))
    parts[2] = cbor2.dumps(a_token(replaced(dob="1991-03-05")))
    found = read(pack_dcc(parts), ISSUER.trust)
    assert (found.verified, found.faults) == (False, (Reason.BROKEN_SIGNATURE,))


def test_a_certificate_without_a_kid_has_no_known_issuer() -> None:
    parts = ISSUER.sign_message(cbor2.dumps(a_token()), protected={1: -7})
    assert read(pack_dcc(parts), ISSUER.trust).faults == (Reason.UNKNOWN_ISSUER,)


def test_an_algorithm_that_the_specification_does_not_allow_is_refused() -> None:
    assert refuse(a_dcc(Issuer(Algorithm.EDDSA))) is Reason.WRONG_ALGORITHM


@pytest.mark.parametrize(
    ("group", "statement", "health"),
    [
        ("t", TEST | SIGNED_BY, "test 260415000 2026-11-19"),
        ("r", RECOVERY | SIGNED_BY, "recovery 2026-06-01 2026-07/2026-12"),
    ],
)
def test_tests_and_recoveries_are_told_in_a_line(
    group: str, statement: dict[str, object], health: str
) -> None:
    found = read_changed(v=None, **{group: [statement]})
    assert (found.claims[Claim.HEALTH], found.faults) == (health, ())


@pytest.mark.parametrize(
    ("usage", "faults"), [("2", ()), ("1", (Reason.WRONG_KEY_USAGE,))]
)
def test_a_key_for_tests_may_not_sign_a_vaccination(
    usage: str, faults: tuple[Reason, ...]
) -> None:
    issuer = Issuer(usages=[USAGE + usage])
    found = read(a_dcc(issuer), issuer.trust)
    assert (found.verified, found.faults) == (True, faults)


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"nam": {"fnt": "NGUYEN", "gnt": "VAN<THU"}}, "NGUYEN VAN THU"),
        ({"nam": {"fn": "Nguyễn"}}, "Nguyễn"),
        ({"nam": {}}, None),
        ({"nam": "Nguyễn"}, None),
    ],
)
def test_a_name_may_be_in_parts(changes: dict[str, object], name: str | None) -> None:
    assert read_changed(**changes).claims.get(Claim.NAME) == name


@pytest.mark.parametrize(
    ("dob", "told"),
    [
        ("1963", "1963"),
        ("1963-00", "1963"),
        ("1963-00-00", "1963"),
        ("1963-04", "1963-04"),
        ("1990-03-05T00:00:00", "1990-03-05"),
        ("", None),
        ("05/03/1990", None),
        (1963, "1963"),
    ],
)
def test_a_birth_date_is_told_as_far_as_it_is_known(dob: object, told: object) -> None:
    assert read_changed(dob=dob).claims.get(Claim.BIRTH_DATE) == told


@pytest.mark.parametrize(
    "changes",
    [
        {"v": []},
        {"v": None},
        {"v": "text"},
        {"v": [5]},
        {"v": [SIGNED_BY]},
        {"t": [TEST | SIGNED_BY]},
    ],
)
def test_a_fault_of_the_schema_alone_never_refuses(changes: dict[str, object]) -> None:
    found = read_changed(**changes)
    assert (found.verified, found.faults) == (True, (Reason.WRONG_SCHEMA,))


def test_a_certificate_without_an_end_is_in_doubt() -> None:
    found = read(a_dcc(ISSUER, a_token(exp=None)), ISSUER.trust)
    assert (found.not_after, found.faults) == (None, (Reason.WRONG_SCHEMA,))


@pytest.mark.parametrize("exp", [1_800_000_000, 1_800_000_000.5])
def test_an_end_may_have_decimals(exp: float) -> None:
    found = read(a_dcc(ISSUER, a_token(exp=exp)), ISSUER.trust)
    assert found.not_after is not None
    assert int(found.not_after.timestamp()) == 1_800_000_000


@pytest.mark.parametrize(
    ("issued", "warnings"),
    [
        (NOW, ()),
        (NOW - 301 * DAY, (Reason.ISSUER_EXPIRED,)),
        (None, ()),
    ],
)
def test_signing_outside_the_key_s_own_time_is_named(
    issued: datetime | None, warnings: tuple[Reason, ...]
) -> None:
    seconds = None if issued is None else int(issued.timestamp())
    found = read(a_dcc(ISSUER, a_token(iat=seconds)), ISSUER.trust)
    assert found.warnings == warnings


@pytest.mark.parametrize("name", [1, -6, 5])
def test_who_and_the_eu_share_the_container(name: int) -> None:
    found = read(a_dcc(ISSUER, a_token(hcert={name: VACCINATION})), ISSUER.trust)
    assert found.verified


@pytest.mark.parametrize(
    "token",
    [a_token(hcert=None), a_token(hcert=5), a_token(hcert={1: 5}), {1: "VN"}],
)
def test_a_token_without_a_certificate_is_malformed(
    token: dict[object, object],
) -> None:
    assert refuse(a_dcc(ISSUER, token)) is Reason.MALFORMED


@pytest.mark.parametrize(
    "text",
    [
        "HC1:",
        "HC1:abc",
        "HC1:" + base45.encode(b"not packed"),
        "HC1:" + base45.encode(zlib.compress(bytes(100_000))),
        pack_dcc([]),
        pack_dcc(ISSUER.sign_message(b"\x05")),
    ],
)
def test_what_does_not_unpack_is_malformed(text: str) -> None:
    assert refuse(text) is Reason.MALFORMED


def test_a_token_alone_is_unsigned() -> None:
    assert refuse(pack_dcc(a_token())) is Reason.UNSIGNED
