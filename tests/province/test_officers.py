"""Tests of who may give whom which role."""

import pytest

from province.officers import list_roles_to_give, may_change
from province.rights import RIGHTS, Role


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMIN])
def test_who_does_not_manage_officers_gives_nothing(role: Role) -> None:
    assert list_roles_to_give(role) == ()


def test_an_administrator_gives_every_role() -> None:
    assert list_roles_to_give("admin") == tuple(Role)


@pytest.mark.parametrize("role", Role)
def test_nobody_gives_more_than_they_have(role: Role) -> None:
    assert all(RIGHTS[one] <= RIGHTS[role] for one in list_roles_to_give(role))


def test_only_those_whose_role_one_may_give_are_changed() -> None:
    assert may_change("admin", "health")
    assert not may_change("unit", "clerk")
    assert not may_change("king", "clerk")
