"""Rows turned into columns say where all are alike."""

from province.ledger.piece import Alike, Piece, compare, turn


def test_rows_are_turned_into_columns() -> None:
    assert turn([(1, "a", None), (2, "a", None)]) == Piece(
        2, [(1, 2), Alike("a"), Alike(None)]
    )


def test_a_column_is_alike_only_where_each_of_its_values_is() -> None:
    assert compare([1, 2, 1]) == [1, 2, 1]
    assert compare([None, True]) == [None, True]
    assert compare([b"one"]) == Alike(b"one")
