"""Tests of what names people: nobody reads it from the database alone."""

import contextlib
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, select, text, update

from kiosk.protocol.batch import Row
from province.errors import KeyFileError
from province.ledger import cases, master_key, passes, vault, watch
from province.ledger.arrivals import append_batch
from province.ledger.cases import Case
from province.ledger.database import FILE_NAME, Database, open_database
from province.ledger.entry_tables import entries
from province.ledger.every_table import metadata
from province.ledger.passes import Issue
from province.ledger.vault import Key, Opener, Place, Purpose, Sealer
from province.ledger.watch import Watched
from tests.guards import LogWatch
from tests.province.builders import (
    NOW,
    FakeKiosk,
    add_point,
    an_entry,
    enrol,
    open_entry,
)

NAME, NUMBER, REASON = "VŨ THỊ LỘ", "001099777888", "Ca bệnh của bà Lộ"
ROW = bytes(16)


def make_key(number: int = 1) -> Key:
    return Key(number=number, secret=bytes([number]) * 32, made_at=NOW)


def fill(ledger: Database) -> bytes:
    """Have somebody named in every place; return the entry's id."""
    kiosk = FakeKiosk()
    enrol(ledger, kiosk, add_point(ledger))
    claims = {"document": NUMBER, "name": NAME, "phone": "0912345678"}
    row = an_entry(1, claims=claims, visit={"host": NAME}, text=NAME)
    append_batch(ledger, kiosk.sign(row), NOW)
    with ledger.writing() as connection:
        watch.add_key(connection, 0, b"watch key of 32 bytes, in clear!", NOW)
        watch.begin(connection)
        watch.add(connection, [Watched(entry=ROW, document=NUMBER)], NOW)
        issue = Issue(
            pass_id=b"pass",
            list_id=1,
            index=1,
            name=NAME,
            not_before=NOW,
            not_after=NOW,
        )
        passes.insert_pass(connection, issue, NOW)
        cases.add(connection, a_case())
    return row.entry_id


def a_case() -> Case:
    return Case(
        case_id="V1",
        made_at=NOW,
        made_by="an",
        unit="",
        reason=REASON,
        way="document",
        persons=(ROW,),
        since=NOW,
        until=NOW,
        window=timedelta(0),
    )


def dump(connection: Connection) -> str:
    """Return all that any table says, bytes as text and in hex."""
    said: list[str] = []
    for table in metadata.sorted_tables:
        for row in connection.execute(text(f"SELECT * FROM {table.name}")):  # noqa: S608 - ours
            said += [
                one.decode("utf-8", "ignore") + one.hex()
                if isinstance(one, bytes)
                else str(one)
                for one in row
            ]
    return "\n".join(said)


def test_the_database_alone_names_nobody(ledger: Database) -> None:
    fill(ledger)

    with ledger.reading() as connection:
        said = dump(connection)
    for secret in (NAME, NUMBER, "0912345678", REASON, "watch key of 32"):
        assert secret not in said
        assert secret.encode().hex() not in said


def test_no_page_of_the_file_names_anybody(sqlite: Database, tmp_path: Path) -> None:
    fill(sqlite)

    kept = b"".join(file.read_bytes() for file in tmp_path.glob(f"{FILE_NAME}*"))
    assert not any(one.encode() in kept for one in (NAME, NUMBER, REASON))


def test_who_has_the_keys_reads_all_of_it(ledger: Database) -> None:
    entry_id = fill(ledger)

    said = open_entry(ledger, entry_id)
    with ledger.reading() as connection:
        ((document, _),) = watch.list_documents(connection)
        (case,) = cases.list_newest(connection, a_case().scope, 9)
    assert said is not None
    assert NAME.encode() in said[1]
    assert (document, case.reason) == (NUMBER, REASON)


def test_a_value_of_another_row_or_place_does_not_open(log_watch: LogWatch) -> None:
    log_watch.expect("province.ledger.vault", "was altered")
    sealer, opener = Sealer(make_key()), Opener({1: make_key()})
    sealed = sealer.seal(Place.PASS, ROW, b"ai")
    altered = sealed[:-1] + bytes([sealed[-1] ^ 1])

    assert opener.open(Place.PASS, ROW, sealed) == b"ai"
    assert opener.open(Place.PASS, b"1" * 16, sealed) is None
    assert opener.open(Place.WATCHED, ROW, sealed) is None
    assert opener.open(Place.PASS, ROW, altered) is None


def test_the_same_is_sealed_differently_each_time() -> None:
    sealer = Sealer(make_key())
    assert len({sealer.seal(Place.PASS, ROW, b"ai") for _ in range(50)}) == 50


@pytest.mark.parametrize("salt", [b"", b"s", b"s" * 16, b"s" * 300])
def test_salt_and_content_come_back_exactly(salt: bytes) -> None:
    sealer, opener = Sealer(make_key()), Opener({1: make_key()})
    content = an_entry(1).content
    sealed = sealer.seal_content(Place.ENTRY, ROW, salt, content)

    assert opener.open_content(Place.ENTRY, ROW, sealed) == (salt, content)


@pytest.mark.parametrize("salts", [(b"s" * 16, b"t" * 16), (b"s" * 16, b""), ()])
def test_rows_sealed_together_open_each_for_itself(salts: tuple[bytes, ...]) -> None:
    sealer, opener = Sealer(make_key()), Opener({1: make_key()})
    made = [an_entry(number) for number, _ in enumerate(salts, start=1)]
    rows = [
        Row(one.entry_id, salt, one.content)
        for one, salt in zip(made, salts, strict=True)
    ]

    sealed = sealer.seal_rows(Place.ENTRY, rows)

    assert len(set(sealed)) == len(rows)
    assert [(row.salt, row.content) for row in rows] == [
        opener.open_content(Place.ENTRY, row.entry_id, one)
        for row, one in zip(rows, sealed, strict=True)
    ]


def test_another_master_key_is_told_and_makes_nothing(
    sqlite: Database, tmp_path: Path
) -> None:
    entry_id = fill(sqlite)
    other = tmp_path / "other"
    shutil.copytree(tmp_path, other)
    (other / "keys" / master_key.NAME).write_text("00" * 32)

    with contextlib.closing(open_database(other)) as ledger:
        with pytest.raises(KeyFileError, match="not the one of this ledger"):
            open_entry(ledger, entry_id)
        (other / "keys" / master_key.NAME).unlink()
        with pytest.raises(KeyFileError, match="Bring it back"):
            open_entry(ledger, entry_id)
    assert not (other / "keys" / master_key.NAME).exists()


def test_what_was_altered_is_as_if_it_were_destroyed(
    ledger: Database, log_watch: LogWatch
) -> None:
    log_watch.expect("province.ledger.vault", "was altered")
    entry_id = fill(ledger)
    with ledger.writing() as connection:
        sealed = connection.scalar(select(entries.c.sealed))
        assert sealed is not None
        connection.execute(update(entries).values(sealed=sealed[:-1] + b"?"))

    assert open_entry(ledger, entry_id) is None


def test_a_new_key_is_the_newest_and_both_are_kept_wrapped(ledger: Database) -> None:
    with ledger.writing() as connection:
        kept = vault.find(connection)
        first = kept.add(connection, Purpose.SEAL, NOW)
        second = kept.add(connection, Purpose.SEAL, NOW)
        listed = kept.list_keys(connection, Purpose.SEAL)
        wrapped = dump(connection)
    assert (first.number, second.number, sorted(listed)) == (1, 2, [1, 2])
    assert listed[2] == second
    assert second.secret.hex() not in wrapped
