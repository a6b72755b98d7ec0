"""Test the published vectors of NZCP, SMART Health Cards and VDS-NC."""

import base64
import json
from datetime import datetime
from pathlib import Path

import pytest

from kiosk.credentials.classify import classify
from kiosk.credentials.credential import Claim, Credential, Kind, Part, Unreadable
from kiosk.credentials.key_file import read_keys
from kiosk.credentials.shc import combine, hash_revocation
from kiosk.credentials.trust import TrustStore, make_store
from kiosk.reason import Reason
from kiosk.roster import Roster
from tests.codes import a_payload
from tests.signing import NOW


@pytest.fixture(scope="module")
def data(shared: Path) -> Path:
    return shared / "data"


def trust(path: Path) -> TrustStore:
    keys = read_keys(path.read_bytes())
    assert isinstance(keys, tuple), keys
    return make_store(keys)


def read(path: Path, store: TrustStore) -> Credential:
    text = path.read_text(encoding="utf-8").strip()
    found = classify(a_payload(text), store)
    assert isinstance(found, Credential), found
    return found


def test_new_zealand_s_pass_verifies_by_its_published_key(data: Path) -> None:
    store = trust(data / "nzcp" / "valid" / "did.json")
    assert read(data / "nzcp" / "valid" / "nzcp.txt", store).verified


@pytest.mark.parametrize(
    ("name", "verified"),
    [
        ("nzcp-bad-public-key", False),
        ("nzcp-modified-sig", False),
        ("nzcp-expired-payload", True),
    ],
)
def test_new_zealand_s_broken_passes_do_not_pass(
    data: Path, name: str, *, verified: bool
) -> None:
    store = trust(data / "nzcp" / "valid" / "did.json")
    found = read(data / "nzcp" / "invalid" / f"{name}.txt", store)
    assert found.verified is verified
    assert (found.not_after is not None and found.not_after < NOW) is verified


def find_jwks(data: Path) -> TrustStore:
    return trust(data / "shc" / "examples" / "issuer" / ".well-known" / "jwks.json")


@pytest.mark.parametrize(
    "name",
    [
        "example-00-d-jws",
        "example-00-f-qr-code-numeric-value-0",
        "example-01-d-jws",
        "example-01-f-qr-code-numeric-value-0",
        "example-02-d-jws",
        "example-03-d-jws",
        "example-03-f-qr-code-numeric-value-0",
    ],
)
def test_a_health_card_verifies(data: Path, name: str) -> None:
    path = data / "shc" / "examples" / f"{name}.txt"
    assert read(path, find_jwks(data)).verified


def test_a_health_card_in_three_codes_verifies(data: Path) -> None:
    folder, store = data / "shc" / "examples", find_jwks(data)
    paths = sorted(folder.glob("example-02-f-*.txt"))
    parts = [classify(a_payload(path.read_text().strip()), store) for path in paths]
    whole = combine([part for part in parts if isinstance(part, Part)], store)
    assert len(parts) == 3
    assert isinstance(whole, Credential)
    assert whole.verified


def test_the_issuer_s_list_revokes_the_card_that_it_names(data: Path) -> None:
    folder = data / "shc" / "examples"
    [path] = (folder / "issuer" / ".well-known" / "crl").glob("*.json")
    listed = json.loads(path.read_text())
    rids = (rid.partition(".") for rid in listed["rids"])
    revoked = {hash_revocation(listed["kid"], a): int(b or 0) for a, _, b in rids}
    roster = Roster(version=1, issued_at=NOW, expires_at=NOW, revoked=revoked)
    store = find_jwks(data)
    states = [
        roster.is_revoked(read(folder / f"example-0{n}-d-jws.txt", store))
        for n in range(4)
    ]
    assert states == [False, False, False, True]


@pytest.mark.parametrize("name", ["der-signature", "invalid-signature"])
def test_a_health_card_with_a_wrong_signature_is_broken(data: Path, name: str) -> None:
    path = data / "shc" / "invalid" / f"test-example-00-d-jws-{name}.txt"
    assert read(path, find_jwks(data)).faults == (Reason.BROKEN_SIGNATURE,)


def test_a_health_card_that_is_not_packed_is_malformed(data: Path) -> None:
    path = data / "shc" / "invalid" / "test-example-00-d-jws-no_deflate.txt"
    found = classify(a_payload(path.read_text().strip()), find_jwks(data))
    assert found == Unreadable(reason=Reason.MALFORMED, kind=Kind.SHC)


@pytest.mark.parametrize(
    ("name", "verified", "faults"),
    [
        ("validVDSJson", True, ()),
        ("invalidVDSJson", False, (Reason.BROKEN_SIGNATURE,)),
    ],
)
def test_a_digital_seal_verifies_where_its_signer_is_trusted(
    data: Path, name: str, *, verified: bool, faults: tuple[Reason, ...]
) -> None:
    path = data / "vdsnc" / f"{name}.json"
    certificate = json.loads(path.read_text())["sig"]["cer"]
    keys = read_keys(base64.urlsafe_b64decode(certificate))
    assert isinstance(keys, tuple)
    found = read(path, make_store(keys))
    assert (found.verified, found.faults) == (verified, faults)
    assert found.claims[Claim.DOCUMENT] == "PF0911009"


def test_times_are_told_with_their_zone(data: Path) -> None:
    found = read(data / "shc" / "examples" / "example-00-d-jws.txt", find_jwks(data))
    assert isinstance(found.not_before, datetime)
    assert found.not_before.tzinfo is not None
