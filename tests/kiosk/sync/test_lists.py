"""The roster's files become keys and lists, or are refused by name."""

import json
from datetime import UTC, datetime

import pytest

from kiosk.credentials.trust import Scope
from kiosk.credentials.trust_list import pack_key
from kiosk.protocol import revocation, status_list, trust
from kiosk.protocol.trust import IssuerKey, TrustDocument
from kiosk.roster import Roster
from kiosk.storage.given_keys import GivenKeys
from kiosk.sync.lists import fill, find_policy_fault
from tests.signing import Issuer

AT = datetime(2026, 11, 20, tzinfo=UTC)
HEAD = Roster(version=1, issued_at=AT, expires_at=AT)
KEY = Issuer().trusted
STRANGE = IssuerKey(issuer="mới", key=b"a new sort of key", scopes=("health",))


def pack_trust(*keys: IssuerKey) -> dict[str, bytes]:
    return {trust.TARGET: trust.encode(TrustDocument(keys=keys))}


def test_a_roster_without_files_trusts_nobody_and_revokes_nothing() -> None:
    assert fill(HEAD, {}) == HEAD


def test_keys_that_are_understood_are_trusted() -> None:
    filled = fill(HEAD, pack_trust(STRANGE, pack_key(KEY)))
    assert isinstance(filled, Roster)
    assert filled.trust.keys == (KEY,)


def test_keys_given_by_hand_are_trusted_beside_the_roster_s() -> None:
    given = GivenKeys(keys=(pack_key(KEY),), opening_keys=(bytes(32),))
    filled = fill(HEAD, {}, given)
    assert isinstance(filled, Roster)
    assert filled.trust.find(min(KEY.kids), Scope.HEALTH) == (KEY,)
    assert filled.trust.opening_keys == (bytes(32),)


def test_status_lists_are_unpacked_by_their_numbers() -> None:
    filled = fill(HEAD, {"status-7.bin": status_list.pack([9])})
    assert isinstance(filled, Roster)
    assert status_list.is_set(filled.status_lists[7], 9)


def test_revoked_certificates_are_found() -> None:
    (shard, *_) = revocation.pack([(bytes(16), 5)])
    filled = fill(HEAD, {"revoked-0.bin": shard})
    assert isinstance(filled, Roster)
    assert filled.revoked.get(bytes(16)) == 5


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("trust.json", "trust.json can't be read"),
        ("revoked-a.bin", "revoked-a.bin can't be read"),
        ("status-7.bin", "status list 7 can't be read"),
    ],
)
def test_a_file_that_is_none_is_named(name: str, told: str) -> None:
    assert fill(HEAD, {name: b"?"}) == told


def test_a_policy_is_judged_before_it_rules() -> None:
    bad = json.dumps({"version": 1, "default": {"accepted": ["cccdd"]}}).encode()
    assert "'cccdd' in default.accepted" in find_policy_fault({"policy.json": bad})
    assert find_policy_fault({"policy.json": b'{"version": 1}'}) == ""
    assert find_policy_fault({}) == ""
