"""Tests of what the province keeps of its OpenID provider.

What a provider answers is met in tests/province/web/test_signing_on.py.
"""

import pytest

from province import oidc
from province.errors import UsageError
from province.ledger.database import Database
from province.oidc import Provider, check_address

PROVIDER = Provider(issuer="https://id.example", client_id="a", client_secret="b")


def test_a_provider_is_kept_and_ended(ledger: Database) -> None:
    with ledger.writing() as connection:
        assert oidc.load(connection) is None
        oidc.store(connection, PROVIDER)
        assert oidc.load(connection) == PROVIDER
        oidc.store(connection, None)
        assert oidc.load(connection) is None


@pytest.mark.parametrize(
    "address", ["https://id.example/x", "http://127.0.0.1:1", "http://localhost"]
)
def test_addresses_that_nobody_on_the_way_answers_for_are_taken(address: str) -> None:
    check_address(address)


@pytest.mark.parametrize(
    "address", ["http://id.example", "file:///etc/passwd", "https://", "", "ldap://a"]
)
def test_other_addresses_are_refused(address: str) -> None:
    with pytest.raises(UsageError, match="no https address"):
        check_address(address)
