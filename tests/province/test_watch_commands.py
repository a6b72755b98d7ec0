"""What is changed on the list is counted, and numbers are masked unless asked for."""

import argparse
from collections.abc import Mapping
from pathlib import Path

from province.ledger.database import Database
from province.watch_commands import change, show
from tests.province.builders import NOW

ONE = "001190000123"


def run(database: Database, **options: object) -> tuple[dict[str, object], int]:
    told: list[str] = []
    done = change(database, argparse.Namespace(**options), NOW, told.append)
    assert bool(told) is bool(done[0].get("refused"))
    return done


def test_add_and_remove_say_whether_they_did(sqlite: Database) -> None:
    assert run(sqlite, action="add", document=ONE) == ({"added": 1, "known": 0}, 0)
    assert run(sqlite, action="add", document=ONE) == ({"added": 0, "known": 1}, 0)
    assert run(sqlite, action="remove", document=ONE) == ({"removed": 1}, 0)
    assert run(sqlite, action="remove", document=ONE) == ({"removed": 0}, 1)


def test_import_counts_and_tells_bad_lines(sqlite: Database, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text(f"document\n{ONE}\nbad\n", encoding="utf-8")
    counts = {"added": 1, "known": 0, "refused": 1}
    assert run(sqlite, action="import", file=file) == (counts, 1)
    file.write_text(f"document\n{ONE}\n", encoding="utf-8")
    counts = {"added": 0, "known": 1, "refused": 0}
    assert run(sqlite, action="import", file=file) == (counts, 0)


def test_numbers_are_masked_unless_asked_for_whole(sqlite: Database) -> None:
    run(sqlite, action="add", document=ONE)
    lines: list[Mapping[str, object]] = []
    for unmasked in (False, True):
        show(sqlite, argparse.Namespace(unmasked=unmasked), lines.append)
    assert [line["document"] for line in lines] == ["••••••••0123", ONE]
    assert lines[0]["added_at"] == NOW.isoformat()
