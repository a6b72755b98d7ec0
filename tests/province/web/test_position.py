"""Tests of a page's end as it stands in an address."""

import pytest

from province.ledger.views import Position
from province.web.position import decode, encode
from tests.province.builders import NOW


def test_a_position_comes_back() -> None:
    position = Position(decided_at=NOW, entry_id=bytes(range(16)))

    assert decode(encode(position)) == position


@pytest.mark.parametrize(
    "text",
    ["", "-", "1", "1-", "1-00", "x-" + "00" * 16, "9" * 18 + "-" + "00" * 16, "٣-00"],
)
def test_what_is_no_position_is_none(text: str) -> None:
    assert decode(text) is None
