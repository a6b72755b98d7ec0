"""Every promise of docs/promises.md names a test that is there."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "promises.md"
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)(?:::\w+)?(?:\[[^`]*\])?`")


def list_rows() -> list[str]:
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    heads = ("| fault |", "|---")
    return [row for row in lines if row.startswith("|") and not row.startswith(heads)]


ROWS = list_rows()
PROOFS = sorted({found.groups() for row in ROWS for found in NAMED.finditer(row)})


def list_tests(path: Path) -> set[str]:
    """Return the test functions of a file, and the cases of state machines."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = {one.name for one in ast.walk(tree) if isinstance(one, ast.FunctionDef)}
    assigned = {
        target.id
        for one in tree.body
        if isinstance(one, ast.Assign)
        for target in one.targets
        if isinstance(target, ast.Name)
    }
    return (
        functions
        | assigned
        | {c.name for c in tree.body if isinstance(c, ast.ClassDef)}
    )


def test_there_are_promises() -> None:
    assert len(ROWS) > 50


@pytest.mark.parametrize("row", ROWS, ids=range(len(ROWS)))
def test_no_promise_is_without_a_test(row: str) -> None:
    assert NAMED.search(row), row


@pytest.mark.parametrize(("path", "name"), PROOFS, ids="::".join)
def test_the_test_that_is_named_is_there(path: str, name: str) -> None:
    assert name in list_tests(ROOT / path)
