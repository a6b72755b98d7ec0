"""Tests of files that wait, on both databases."""

from province.ledger import uploads
from province.ledger.database import Database
from tests.province.builders import NOW

MINE = {"kind": "points", "user_name": "lan"}


def keep(ledger: Database, content: bytes = b"a", **whose: str) -> str:
    with ledger.writing() as connection:
        return uploads.keep(connection, content, now=NOW, **(MINE | whose))


def find(
    ledger: Database,
    upload_id: str,
    at: float = 0,
    kind: str = "points",
    user_name: str = "lan",
) -> uploads.Upload | None:
    with ledger.reading() as connection:
        now = NOW + uploads.LIFE * at
        return uploads.find(
            connection, upload_id, kind=kind, user_name=user_name, now=now
        )


def test_an_officer_has_one_file_of_a_kind(ledger: Database) -> None:
    first, other = keep(ledger), keep(ledger, kind="places")
    second = keep(ledger, b"b")

    assert find(ledger, first) is None
    assert find(ledger, other, kind="places") is not None
    assert find(ledger, second) == uploads.Upload(
        upload_id=second, content=b"b", told=None
    )


def test_nobody_else_finds_it(ledger: Database) -> None:
    upload = keep(ledger)

    assert find(ledger, upload, user_name="minh") is None
    assert find(ledger, upload, kind="places") is None
    assert find(ledger, "x") is None


def test_it_is_over_after_its_time_and_goes_with_the_next(ledger: Database) -> None:
    upload = keep(ledger)

    assert find(ledger, upload, at=1) is not None
    assert find(ledger, upload, at=1.01) is None


def test_what_became_of_it_is_kept(ledger: Database) -> None:
    upload = keep(ledger)
    with ledger.writing() as connection:
        uploads.tell(connection, upload, {"added": 3})

    found = find(ledger, upload)
    assert found is not None
    assert found.told == {"added": 3}
