"""Test the trust store: keys are found by kid and scope, several to a kid."""

from datetime import timedelta

import pytest

from kiosk.credentials.trust import NO_TRUST, Scope, TrustedKey, make_store
from tests.signing import DAY, NOW, Issuer

KEY = Issuer().key.public_key()


def a_key(
    *kids: bytes, issuer: str = "one", scopes: frozenset[Scope] = frozenset(Scope)
) -> TrustedKey:
    return TrustedKey(
        issuer=issuer, public_key=KEY, kids=frozenset(kids), scopes=scopes
    )


def test_several_keys_may_share_a_kid() -> None:
    store = make_store([a_key(b"a"), a_key(b"a", b"b", issuer="two"), a_key(b"c")])
    assert [key.issuer for key in store.find(b"a", Scope.HEALTH)] == ["one", "two"]
    assert [key.issuer for key in store.find(b"b", Scope.HEALTH)] == ["two"]


def test_a_key_without_a_kid_answers_to_every_one() -> None:
    store = make_store([a_key(), a_key(b"a", issuer="two")])
    assert [key.issuer for key in store.find(b"a", Scope.PASS)] == ["two", "one"]
    assert [key.issuer for key in store.find(b"x", Scope.PASS)] == ["one"]


def test_who_asks_without_a_kid_gets_all_of_the_scope() -> None:
    health = a_key(b"a", scopes=frozenset({Scope.HEALTH}))
    store = make_store([health, a_key(b"b", scopes=frozenset({Scope.PASS}))])
    assert store.find(None, Scope.HEALTH) == (health,)


def test_another_scope_is_not_believed() -> None:
    store = make_store([a_key(b"a", scopes=frozenset({Scope.HEALTH}))])
    assert store.find(b"a", Scope.PASS) == ()


def test_no_trust_knows_nobody() -> None:
    assert NO_TRUST.find(b"a", Scope.HEALTH) == ()
    assert NO_TRUST.find(None, Scope.HEALTH) == ()


@pytest.mark.parametrize(
    ("days", "valid"), [(-301, False), (-300, True), (300, True), (301, False)]
)
def test_a_key_s_time_includes_its_ends(days: int, *, valid: bool) -> None:
    assert Issuer().trusted.is_valid_at(NOW + days * DAY) is valid


def test_a_key_without_a_time_is_always_valid() -> None:
    assert a_key(b"a").is_valid_at(NOW + timedelta(days=40_000))
