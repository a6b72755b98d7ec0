"""Every promise of docs/promises.md names a test that is there."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "promises.md"
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)(?:::\w+)?(?:\[[^`]*\])?`")

SOAK = "pytest.mark.soak"
NOT_RUN = re.compile(r"pytest\.mark\.(skip|xfail)\b")
"""What keeps a test from proving anything; `skipif` says why, where it does."""


def list_rows() -> list[str]:
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    heads = ("| fault |", "|---")
    return [row for row in lines if row.startswith("|") and not row.startswith(heads)]


ROWS = list_rows()
PROOFS = sorted(
    {
        (*found.groups(), "make soak" in row)
        for row in ROWS
        for found in NAMED.finditer(row)
    }
)


def list_tests(path: Path, *, soak: bool) -> set[str]:
    """Return the tests of a file that `make test` runs, and the cases of state machines.

    Those that only `make soak` runs count where the promise says so.
    """
    body = ast.parse(path.read_text(encoding="utf-8")).body
    functions = {
        one.name
        for one in body
        if isinstance(one, ast.FunctionDef) and one.name.startswith("test_")
        if does_run([ast.unparse(mark) for mark in one.decorator_list], soak=soak)
    }
    cases = {
        target.id
        for one in body
        if isinstance(one, ast.Assign) and ast.unparse(one.value).endswith("TestCase")
        for target in one.targets
        if isinstance(target, ast.Name)
    }
    return functions | cases


def does_run(marks: list[str], *, soak: bool) -> bool:
    is_left_out = any(NOT_RUN.match(mark) for mark in marks)
    return not is_left_out and (soak or SOAK not in marks)


def test_there_are_promises() -> None:
    assert len(ROWS) > 50


@pytest.mark.parametrize("row", ROWS, ids=range(len(ROWS)))
def test_no_promise_is_without_a_test(row: str) -> None:
    assert NAMED.search(row), row


@pytest.mark.parametrize(
    ("path", "name", "soak"), PROOFS, ids=[f"{one[0]}::{one[1]}" for one in PROOFS]
)
def test_the_test_that_is_named_is_run(path: str, name: str, *, soak: bool) -> None:
    assert name in list_tests(ROOT / path, soak=soak)


@pytest.mark.parametrize(
    "proof",
    [
        "def helper(): ...",
        "@pytest.mark.soak\ndef test_it(): ...",
        "@pytest.mark.skip(reason='')\ndef test_it(): ...",
        "def test_other():\n    def test_it(): ...",
        "test_it = 1",
    ],
)
def test_what_make_test_does_not_run_proves_nothing(proof: str, tmp_path: Path) -> None:
    path = tmp_path / "test_made_up.py"
    path.write_text(proof, encoding="utf-8")
    assert list_tests(path, soak=False) <= {"test_other"}


def test_what_make_soak_runs_proves_what_says_so(tmp_path: Path) -> None:
    path = tmp_path / "test_made_up.py"
    path.write_text("@pytest.mark.soak\ndef test_it(): ...", encoding="utf-8")
    assert list_tests(path, soak=True) == {"test_it"}
