"""Rows are written as PostgreSQL's COPY has them; that it takes them is in test_loading."""

import struct
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import BigInteger, Boolean, Date, Integer, LargeBinary, Text
from sqlalchemy.types import TypeEngine

from province.ledger import copying
from province.ledger.columns import Day, EntryId, Json, KioskId, UtcTime
from province.ledger.copying import pick_writer
from province.ledger.piece import Alike, Piece, Value, turn

ID = bytes(range(16))
_NULL = b"\xff" * 4


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
    writers = [pick_writer(kind)]
    for values in ([value], [None, value], [value, value], [value, None, value]):
        told = b"".join(b"\0\1" + (_NULL if one is None else field) for one in values)
        assert copying.write(writers, Piece(len(values), [values]), ()) == told
        assert copying.write(writers, turn([(one,) for one in values]), ()) == told


def test_a_row_is_its_count_then_what_all_share_then_its_own() -> None:
    writers = [pick_writer(BigInteger()), pick_writer(Text())]

    written = copying.write(writers, turn([("a",), (None,)]), (3,))

    shared = b"\0\2" + struct.pack(">iq", 8, 3)
    assert written == shared + b"\0\0\0\1a" + shared + b"\xff" * 4


@given(
    rows=st.lists(
        st.tuples(
            st.none() | st.integers(-(2**63), 2**63 - 1),
            st.none() | st.binary(max_size=40),
            st.none() | st.text(st.characters(exclude_categories=["Cs"]), max_size=9),
            st.none() | st.booleans(),
        ),
        min_size=1,
        max_size=5,
    )
)
def test_rows_together_are_the_rows_one_by_one(
    rows: list[tuple[Value, ...]],
) -> None:
    kinds: list[TypeEngine[Any]] = [BigInteger(), LargeBinary(), Text(), Boolean()]
    writers = [pick_writer(kind) for kind in kinds]
    alone = [copying.write(writers, Piece(1, [*map(Alike, one)]), ()) for one in rows]

    assert copying.write(writers, turn(rows), ()) == b"".join(alone)


def test_a_type_that_nobody_has_loaded_is_refused() -> None:
    with pytest.raises(TypeError, match="Date"):
        pick_writer(Date())
