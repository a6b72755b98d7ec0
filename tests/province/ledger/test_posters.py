"""Tests of posters as rows, on both databases."""

import pytest

from province.ledger import posters
from province.ledger.database import Database
from province.ledger.posters import Choice
from province.ledger.scope import WHOLE, Scope
from tests.province.builders import NOW, add_point

EVERY = Choice()


@pytest.fixture
def hung(ledger: Database) -> list[str]:
    """Return the posters of three points, the last of another unit."""
    places = [(add_point(ledger, f"Chợ {unit}", unit=unit), "") for unit in UNITS]
    with ledger.writing() as connection:
        return posters.add(connection, places, "lan", NOW)


UNITS = ("04", "04", "05")


def list_ids(ledger: Database, choice: Choice, scope: Scope = WHOLE) -> list[str]:
    with ledger.reading() as connection:
        listed = posters.list_posters(connection, scope, choice)
    return [one.poster_id for one in listed]


def test_ids_are_long_and_never_the_same() -> None:
    made = {posters.make_id() for _ in range(100)}

    assert len(made) == 100
    assert all(posters.is_id(one) for one in made)


def test_what_a_person_reads_out_is_the_id_again() -> None:
    assert posters.read_id("01l4o-abcde fghjk-mnpqr") == "01140ABCDEFGHJKMNPQR"


def test_posters_are_listed_by_unit_point_and_scope(
    ledger: Database, hung: list[str]
) -> None:
    assert list_ids(ledger, EVERY) == hung
    assert list_ids(ledger, Choice(unit="04")) == hung[:2]
    assert list_ids(ledger, Choice(point_id="P000002")) == [hung[1]]
    assert list_ids(ledger, EVERY, Scope(unit="05")) == [hung[2]]
    assert list_ids(ledger, Choice(unit="04"), Scope(unit="05")) == []


def test_pages_meet_without_a_gap(ledger: Database, hung: list[str]) -> None:
    with ledger.reading() as connection:
        (first,) = posters.list_posters(connection, WHOLE, EVERY, most=1)
        rest = posters.list_posters(
            connection, WHOLE, EVERY, after=(first.point_id, first.poster_id)
        )
        parts = posters.list_parts(connection, WHOLE, EVERY, 2)

    assert [first.poster_id, *(one.poster_id for one in rest)] == hung
    assert parts == [("", ""), ("P000002", hung[1])]


def test_a_point_whose_poster_was_revoked_lacks_one(
    ledger: Database, hung: list[str]
) -> None:
    with ledger.writing() as connection:
        assert posters.list_bare(connection, WHOLE, EVERY) == []
        assert posters.revoke(connection, hung[0], NOW)

        assert posters.list_bare(connection, WHOLE, EVERY) == [("P000001", "")]
    assert list_ids(ledger, Choice(is_live=True)) == hung[1:]


def test_a_poster_is_revoked_once(ledger: Database, hung: list[str]) -> None:
    with ledger.writing() as connection:
        assert posters.revoke(connection, hung[0], NOW, hung[1])
        assert not posters.revoke(connection, hung[0], NOW)

        found = posters.find(connection, hung[0])
    assert found is not None
    assert found.renewed_as == hung[1]


def test_a_poster_is_renewed_once(ledger: Database, hung: list[str]) -> None:
    with ledger.writing() as connection:
        old = posters.find(connection, hung[0])
        assert old is not None
        first = posters.renew(connection, old, "lan", NOW)
        second = posters.renew(connection, old, "minh", NOW)

        listed = posters.list_posters(connection, WHOLE, Choice(point_id="P000001"))
    assert second is None
    assert {one.poster_id: one.renewed_as for one in listed} == {
        hung[0]: first,
        first: None,
    }
