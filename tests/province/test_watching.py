"""What is put on the list is a document's number, once; what is not is told."""

from pathlib import Path

import pytest

from province import watching
from province.errors import UsageError
from province.ledger.database import Database
from province.watching import BadDocument, Imported
from tests.province.builders import NOW

ONE, TWO = "001190000123", "B1234567"


def list_numbers(database: Database) -> list[str]:
    return [document for document, _ in watching.list_documents(database)]


def write(folder: Path, *lines: str) -> Path:
    file = folder / "list.csv"
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def test_a_document_comes_once_and_goes_once(sqlite: Database) -> None:
    assert watching.add_document(sqlite, "b 123-4567", NOW)
    assert not watching.add_document(sqlite, TWO, NOW)
    assert list_numbers(sqlite) == [TWO]
    assert watching.remove_document(sqlite, "B123 4567")
    assert not watching.remove_document(sqlite, TWO)
    assert list_numbers(sqlite) == []


def test_nothing_is_removed_from_a_list_that_never_was(sqlite: Database) -> None:
    assert not watching.remove_document(sqlite, ONE)


@pytest.mark.parametrize(
    ("document", "told"),
    [
        ("12345", "6 to 20"),
        ("A" * 21, "6 to 20"),
        ("NGUYEN", "6 to 20"),
        ("0011900••••", "not masked"),
        ("1190000123", "dropped the zeros"),
        ("11900001234", "dropped the zeros"),
    ],
)
def test_what_is_no_documents_number_is_refused(
    sqlite: Database, document: str, told: str
) -> None:
    with pytest.raises(UsageError, match=told):
        watching.add_document(sqlite, document, NOW)
    assert list_numbers(sqlite) == []


def test_a_file_is_taken_in_but_for_its_bad_lines(
    sqlite: Database, tmp_path: Path
) -> None:
    file = write(tmp_path, "\ufeffdocument,why", f"{ONE},a", "x", f"{TWO},", "short,b")
    done = watching.import_documents(sqlite, file, NOW)
    assert (done.added, done.known) == (2, 0)
    assert [one.line for one in done.refused] == [3, 5]
    assert isinstance(done.refused[0], BadDocument)
    assert list_numbers(sqlite) == [ONE, TWO]


def test_a_file_taken_in_again_changes_nothing(
    sqlite: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "AT_ONCE", 2)
    file = write(tmp_path, "document", *(f"001190{n:06d}" for n in range(5)))
    assert watching.import_documents(sqlite, file, NOW) == Imported(
        added=5, known=0, refused=()
    )
    assert watching.import_documents(sqlite, file, NOW) == Imported(
        added=0, known=5, refused=()
    )


def test_a_file_of_nobody_makes_no_list(sqlite: Database, tmp_path: Path) -> None:
    done = watching.import_documents(sqlite, write(tmp_path, "document"), NOW)
    assert done == Imported(added=0, known=0, refused=())


def test_a_file_without_the_column_is_refused(sqlite: Database, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="lacks the column document"):
        watching.import_documents(sqlite, write(tmp_path, "number", ONE), NOW)


def test_a_file_that_can_not_be_read_is_told(sqlite: Database, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="can't be read"):
        watching.import_documents(sqlite, tmp_path / "none.csv", NOW)
    (tmp_path / "wide.csv").write_bytes("document\n".encode("utf-16"))
    with pytest.raises(UsageError, match="UTF-8"):
        watching.import_documents(sqlite, tmp_path / "wide.csv", NOW)
