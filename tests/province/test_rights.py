"""Tests of what roles may do."""

import pytest

from province.rights import Right, Role, may


def test_units_clerks_and_auditors_trace_nobody() -> None:
    tracing = {role for role in Role if may(role, Right.TRACE)}
    assert tracing == {Role.ADMIN, Role.PROVINCE, Role.HEALTH}


@pytest.mark.parametrize("right", Right)
def test_a_role_that_is_none_has_no_right(right: Right) -> None:
    assert not may("janitor", right)


@pytest.mark.parametrize("right", Right)
def test_every_right_is_someones(right: Right) -> None:
    assert any(may(role, right) for role in Role)
