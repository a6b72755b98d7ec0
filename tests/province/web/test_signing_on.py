"""Tests of signing on, against a real OpenID provider and a real server."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
import requests

from province import invitations, oidc
from province.clock import read_now
from province.ledger import users
from province.oidc import Provider
from tests.province.identity_provider import (
    CLIENT_ID,
    CLIENT_SECRET,
    IdentityProvider,
    Twist,
    provide_identities,
)
from tests.province.web.besieged import Besieged, Caller, besiege_in_thread


@pytest.fixture(scope="module")
def identities() -> Iterator[IdentityProvider]:
    """Give a provider for all tests here."""
    with provide_identities() as provider:
        yield provider


@pytest.fixture
def office(identities: IdentityProvider, tmp_path: Path) -> Iterator[Besieged]:
    """Give a province whose officers may come from the provider."""
    provider = Provider(
        issuer=identities.url, client_id=CLIENT_ID, client_secret=CLIENT_SECRET
    )
    # The provider's tokens are of the real time.
    with besiege_in_thread(tmp_path, read_now) as office:
        with office.services.database.writing() as connection:
            oidc.store(connection, provider)
        yield office


def set_subject(office: Besieged, name: str, subject: str, **more: datetime) -> None:
    with office.services.database.writing() as connection:
        users.change(connection, name, subject=subject, **more)


def sign_on(caller: Caller, path: str = "/oidc/login") -> requests.Response:
    """Go to the provider and come back with its answer."""
    leave = caller.get(path)
    assert leave.status_code == 303
    back = requests.get(leave.headers["Location"], timeout=30, allow_redirects=False)
    return caller.get(back.headers["Location"].removeprefix(caller.url))


def test_an_officer_who_is_known_comes_in(
    office: Besieged, identities: IdentityProvider
) -> None:
    set_subject(office, "phuong.unit", "s-1")
    identities.set("s-1")
    caller = office.visit()

    page = sign_on(caller)

    assert page.status_code == 200
    assert 'content="0;url=/"' in page.text
    assert "phuong.unit" in caller.get("/profile").text


def test_nobody_is_added_by_signing_on(
    office: Besieged, identities: IdentityProvider
) -> None:
    identities.set("nobody")
    before, caller = office.read_rows(), office.visit()

    assert sign_on(caller).status_code == 403
    assert caller.get("/profile").status_code == 303
    assert office.read_rows() == before


def test_an_invitation_ties_the_account_once(
    office: Besieged, identities: IdentityProvider
) -> None:
    with office.services.database.writing() as connection:
        link = invitations.invite(connection, "xa.clerk", "tinh.admin", read_now())
    invited = f"/oidc/login?invitation={link.rpartition('/')[2]}"
    identities.set("s-2")
    caller = office.visit()

    assert sign_on(caller, invited).status_code == 200
    assert "xa.clerk" in caller.get("/profile").text
    identities.set("s-3")
    assert sign_on(office.visit(), invited).status_code == 403


def test_a_disabled_officer_stays_out(
    office: Besieged, identities: IdentityProvider
) -> None:
    set_subject(office, "phuong.unit", "s-1", disabled_at=read_now())
    identities.set("s-1")

    assert sign_on(office.visit()).status_code == 403


@pytest.mark.parametrize(
    "twist",
    [
        Twist.NONCE,
        Twist.AUDIENCE,
        Twist.ISSUER,
        Twist.EXPIRED,
        Twist.OTHER_KEY,
        Twist.UNSIGNED,
    ],
)
def test_a_token_that_is_not_for_this_login_is_refused(
    office: Besieged, identities: IdentityProvider, twist: str
) -> None:
    set_subject(office, "phuong.unit", "s-1")
    identities.set("s-1", twist)
    caller = office.visit()

    assert sign_on(caller).status_code == 403
    assert caller.get("/profile").status_code == 303


def test_an_answer_for_another_browser_is_refused(
    office: Besieged, identities: IdentityProvider
) -> None:
    set_subject(office, "phuong.unit", "s-1")
    identities.set("s-1")
    thief, victim = office.visit(), office.visit()
    back = requests.get(
        thief.get("/oidc/login").headers["Location"], timeout=30, allow_redirects=False
    ).headers["Location"]
    victim.get("/oidc/login")

    answer = victim.get(back.removeprefix(victim.url))

    assert answer.status_code == 403
    assert victim.get("/profile").status_code == 303


def test_an_answer_counts_once(office: Besieged, identities: IdentityProvider) -> None:
    set_subject(office, "phuong.unit", "s-1")
    identities.set("s-1")
    caller = office.visit()
    leave = caller.get("/oidc/login").headers["Location"]
    back = requests.get(leave, timeout=30, allow_redirects=False).headers["Location"]
    path = back.removeprefix(caller.url)

    answers = [caller.get(path).status_code for _ in range(2)]

    assert answers == [200, 403]


def test_without_a_provider_there_is_no_way_to_one(office: Besieged) -> None:
    with office.services.database.writing() as connection:
        oidc.store(connection, None)

    assert office.visit().get("/oidc/login").status_code == 502
    assert "/oidc/login" not in office.visit().get("/login").text


def test_a_provider_that_is_away_is_told(office: Besieged) -> None:
    gone = Provider(issuer="http://127.0.0.1:1", client_id="a", client_secret="b")
    with office.services.database.writing() as connection:
        oidc.store(connection, gone)

    assert office.visit().get("/oidc/login").status_code == 502
