"""Test the policy document: read strictly, and told by key where it is wrong."""

import pytest

from kiosk.protocol.policy import PolicyDocument, decode, make_schema

CLOSED = (
    b'{"version": 1, "default": {"opening_hours": [{"days": ["mon"],'
    b' "since": "25:00", "until": "26:00"}]}}'
)


def test_the_least_document_has_a_version() -> None:
    assert decode(b'{"version": 1}') == PolicyDocument(version=1)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "truncated"),
        (b"\xff", "malformed"),
        (b"{}", "version"),
        (b'{"version": 0}', "$.version"),
        (b'{"version": 1, "deflaut": {}}', "deflaut"),
        (b'{"version": 1, "default": {"acepted": []}}', "acepted"),
        (b'{"version": 1, "default": {"capacity": 0}}', "$.default.capacity"),
        (CLOSED, "$.default.opening_hours[0].since"),
    ],
)
def test_a_wrong_document_names_its_key(data: bytes, told: str) -> None:
    fault = decode(data)
    assert isinstance(fault, str)
    assert told in fault


def test_its_schema_is_for_editors() -> None:
    assert make_schema()["$ref"].endswith("PolicyDocument")
