"""Rows are written as PostgreSQL's COPY has them; that it takes them is in test_loading."""

import struct
from typing import Any

import pytest
from sqlalchemy import BigInteger, Boolean, Date, Integer, LargeBinary, Text
from sqlalchemy.types import TypeEngine

from province.ledger import copying
from province.ledger.columns import Day, EntryId, Json, KioskId, UtcTime
from province.ledger.copying import Value, pick_writer

ID = bytes(range(16))


@pytest.mark.parametrize(
    ("kind", "value", "field"),
    [
        (BigInteger(), -2, struct.pack(">iq", 8, -2)),
        (
            UtcTime(),
            1_700_000_000_000_001,
            struct.pack(">iq", 8, 1_700_000_000_000_001),
        ),
        (KioskId(), 5, struct.pack(">iq", 8, 5)),
        (Integer(), 7, struct.pack(">ii", 4, 7)),
        (Day(), 20_000, struct.pack(">ii", 4, 20_000)),
        (Boolean(), True, b"\0\0\0\1\1"),
        (EntryId(), ID, b"\0\0\0\x10" + ID),
        (LargeBinary(), b"", bytes(4)),
        (LargeBinary(), bytes(70_000), struct.pack(">i", 70_000) + bytes(70_000)),
        (Text(), "Cổng", b"\0\0\0\6C\xe1\xbb\x95ng"),
        (Json(), "[]", b"\0\0\0\3\1[]"),
    ],
)
def test_a_field_is_its_length_and_its_bytes(
    kind: TypeEngine[Any], value: Value, field: bytes
) -> None:
    assert [*pick_writer(kind)([value])] == [field]
    assert [*pick_writer(kind)([None, value])] == [b"\xff" * 4, field]


def test_a_row_is_its_count_then_what_all_share_then_its_own() -> None:
    writers = [pick_writer(BigInteger()), pick_writer(Text())]

    written = copying.write(writers, [("a",), (None,)], (3,))

    shared = b"\0\2" + struct.pack(">iq", 8, 3)
    assert written == shared + b"\0\0\0\1a" + shared + b"\xff" * 4


def test_a_type_that_nobody_has_loaded_is_refused() -> None:
    with pytest.raises(TypeError, match="Date"):
        pick_writer(Date())
