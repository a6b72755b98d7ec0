"""Tests of trees of units taken into the ledger."""

from dataclasses import replace
from datetime import date

from sqlalchemy import select

from province.ledger.database import Database
from province.ledger.place_tables import unit_ancestors
from province.ledger.unit_loading import Loaded, load, read_units
from province.nation import Part, read_nation
from province.units import Succession, Tree, Unit

TOP = Unit(code="9000", name="Bộ Tài chính", level="Bộ")
BELOW = Unit(code="9001", name="Cục 1", level="Cục", parent="9000")


def take(ledger: Database, *units: Unit) -> Loaded | tuple[str, ...]:
    with ledger.writing() as connection:
        return load(connection, Tree(units=units))


def list_pairs(ledger: Database) -> set[tuple[str, str]]:
    query = select(unit_ancestors.c.code, unit_ancestors.c.ancestor)
    with ledger.reading() as connection:
        return {(row.code, row.ancestor) for row in connection.execute(query)}


def test_what_is_loaded_twice_is_there_once(ledger: Database) -> None:
    assert take(ledger, TOP, BELOW) == Loaded(added=2, changed=0, unchanged=0)
    assert take(ledger, TOP, BELOW) == Loaded(added=0, changed=0, unchanged=2)
    with ledger.reading() as connection:
        assert set(read_units(connection)) == {TOP, BELOW}


def test_every_load_keeps_the_closure(ledger: Database) -> None:
    take(ledger, TOP, BELOW)
    pairs = {("9000", "9000"), ("9001", "9001"), ("9001", "9000")}
    assert list_pairs(ledger) == pairs
    take(ledger, replace(BELOW, code="900012", parent="9001"))
    new = {("900012", above) for above in ("900012", "9001", "9000")}
    assert list_pairs(ledger) == pairs | new


def test_a_corrected_parent_lets_its_officers_see_no_more(ledger: Database) -> None:
    take(ledger, TOP, BELOW, replace(TOP, code="9100", name="Bộ Y tế"))
    done = take(ledger, replace(BELOW, parent="9100"))
    assert done == Loaded(added=0, changed=1, unchanged=0)
    assert {above for code, above in list_pairs(ledger) if code == "9001"} == {
        "9001",
        "9100",
    }


def test_a_tree_with_a_fault_is_not_taken_in_at_all(ledger: Database) -> None:
    faults = take(ledger, TOP, replace(BELOW, parent="9100"))
    assert isinstance(faults, tuple)
    assert "lies in '9100'" in faults[0]
    with ledger.reading() as connection:
        assert read_units(connection) == ()


def test_a_unit_that_ends_is_told_with_its_successor(ledger: Database) -> None:
    day = date(2026, 1, 1)
    take(ledger, TOP, BELOW)
    heir = replace(BELOW, code="9009", valid_from=day)
    tree = Tree(
        units=(replace(BELOW, valid_until=day), heir),
        successions=(Succession(old_code="9001", new_code="9009", day=day),),
    )
    with ledger.writing() as connection:
        done = load(connection, tree)
    assert done == Loaded(added=1, changed=1, unchanged=0)
    assert ("9001", "9009") in list_pairs(ledger)


def test_the_whole_nation_is_taken_in(sqlite: Database) -> None:
    with sqlite.writing() as connection:
        done = load(connection, read_nation(Part.BOTH))
    assert done == Loaded(added=14_149, changed=0, unchanged=0)
    assert {above for code, above in list_pairs(sqlite) if code == "02476"} == {
        "02476",
        "075",
        "08",
        "02545",
    }
