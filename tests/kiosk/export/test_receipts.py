"""Receipts settle what they name, once, and never what they do not name."""

import os
from collections.abc import Sequence
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select

from kiosk.errors import OutsideError, RefusedError
from kiosk.export.receipts import LINES_AT_ONCE, Settlement, take_receipts
from kiosk.place import Place
from kiosk.protocol import receipt, receipts, signature
from kiosk.protocol.receipt import Line, Receipt, Status
from kiosk.roster import Roster
from kiosk.status import read_status
from kiosk.storage import roster
from kiosk.storage.tables import ENTRIES as TABLE
from tests.fakes import START
from tests.kiosk.export.conftest import ENTRIES
from tests.limits import read_peak_kb

KEY = Ed25519PrivateKey.from_private_bytes(b"r" * 32)


@pytest.fixture
def trusting(filled: Place) -> Place:
    """Return a kiosk that trusts receipts signed with `KEY`."""
    with filled.database.write() as connection:
        roster.put(
            connection,
            Roster(
                version=2,
                issued_at=START,
                expires_at=START,
                receipt_keys=(signature.get_public_bytes(KEY),),
            ),
        )
    return filled


def read_ids(place: Place, count: int) -> list[bytes]:
    query = select(TABLE.c.entry_id).order_by(TABLE.c.position).limit(count)
    with place.database.read() as connection:
        return list(connection.execute(query).scalars())


def write(
    path: Path,
    lines: Sequence[Line],
    kiosk_id: str,
    key: Ed25519PrivateKey = KEY,
) -> Path:
    sealed = receipt.seal(
        Receipt(
            kiosk_id=kiosk_id,
            batch=bytes(32),
            received_at_us=0,
            head=bytes(32),
            lines=tuple(lines),
        ),
        key,
    )
    path.write_bytes(receipts.pack([sealed]))
    return path


def count(place: Place) -> tuple[object, ...]:
    status = read_status(place)
    return tuple(status[key] for key in ("pending", "settled", "refused"))


def test_what_is_named_is_settled_and_the_rest_waits(
    trusting: Place, tmp_path: Path
) -> None:
    ids = read_ids(trusting, 5)
    statuses = [Status.ACCEPTED, Status.DUPLICATE, Status.HELD, Status.REFUSED]
    lines = [Line(*pair) for pair in zip(ids, statuses, strict=False)]
    lines.append(Line(b"?" * 16, Status.ACCEPTED))
    path = write(tmp_path / "r", lines, trusting.identity.kiosk_id)
    expected = Settlement(settled=3, refused=1, unknown=1)
    assert take_receipts(trusting, path) == expected
    assert count(trusting) == (ENTRIES - 4, 3, 1)
    assert take_receipts(trusting, path) == expected
    assert count(trusting) == (ENTRIES - 4, 3, 1)


def test_an_entry_that_was_refused_and_is_accepted_now_is_settled(
    trusting: Place, tmp_path: Path
) -> None:
    (entry_id,) = read_ids(trusting, 1)
    kiosk_id = trusting.identity.kiosk_id
    refused = [Line(entry_id, Status.REFUSED, "conflict")]
    take_receipts(trusting, write(tmp_path / "r", refused, kiosk_id))
    assert count(trusting) == (ENTRIES - 1, 0, 1)
    accepted = [Line(entry_id, Status.ACCEPTED)]
    take_receipts(trusting, write(tmp_path / "r", accepted, kiosk_id))
    assert count(trusting) == (ENTRIES - 1, 1, 0)
    take_receipts(trusting, write(tmp_path / "r", refused, kiosk_id))
    assert count(trusting) == (ENTRIES - 1, 1, 0)


@pytest.mark.parametrize("content", [b"", b"garbage", receipts.MAGIC])
def test_what_is_no_receipts_file_is_refused(
    trusting: Place, tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "r").write_bytes(content)
    with pytest.raises(RefusedError, match="is no receipts file"):
        take_receipts(trusting, tmp_path / "r")


def test_another_provinces_receipts_are_refused(
    trusting: Place, tmp_path: Path
) -> None:
    lines = [Line(entry_id, Status.ACCEPTED) for entry_id in read_ids(trusting, 1)]
    other = Ed25519PrivateKey.generate()
    path = write(tmp_path / "r", lines, trusting.identity.kiosk_id, other)
    with pytest.raises(RefusedError, match="signed by another province"):
        take_receipts(trusting, path)
    assert count(trusting) == (ENTRIES, 0, 0)


def test_another_kiosks_receipts_are_refused(trusting: Place, tmp_path: Path) -> None:
    path = write(tmp_path / "r", [], "KAAAAAAAAAAAA")
    with pytest.raises(RefusedError, match="answers the kiosk KAAAAAAAAAAAA"):
        take_receipts(trusting, path)


def test_a_file_that_is_not_there_is_named(trusting: Place, tmp_path: Path) -> None:
    with pytest.raises(OutsideError, match="No such file"):
        take_receipts(trusting, tmp_path / "none")


def write_two(path: Path, place: Place) -> Path:
    """Write two receipts of two entries each, all accepted."""
    ids = read_ids(place, 4)
    packed = b""
    for pair in (ids[:2], ids[2:]):
        lines = [Line(entry_id, Status.ACCEPTED) for entry_id in pair]
        written = write(path, lines, place.identity.kiosk_id).read_bytes()
        packed += written[len(receipts.MAGIC) : -len(receipts.END)]
    path.write_bytes(receipts.MAGIC + packed + receipts.END)
    return path


def test_a_file_cut_off_at_any_byte_settles_nothing_and_the_whole_one_all(
    trusting: Place, tmp_path: Path
) -> None:
    path = write_two(tmp_path / "r", trusting)
    whole = path.read_bytes()
    for size in range(len(whole)):
        path.write_bytes(whole[:size])
        with pytest.raises(RefusedError, match="Nothing was changed"):
            take_receipts(trusting, path)
    assert count(trusting) == (ENTRIES, 0, 0)
    path.write_bytes(whole)
    assert take_receipts(trusting, path) == Settlement(settled=4, refused=0, unknown=0)
    assert count(trusting) == (ENTRIES - 4, 4, 0)


def test_a_file_altered_in_any_byte_settles_nothing(
    trusting: Place, tmp_path: Path
) -> None:
    path = write_two(tmp_path / "r", trusting)
    whole = path.read_bytes()
    for at in range(len(whole)):
        changed = bytearray(whole)
        changed[at] ^= 1 << at % 8
        path.write_bytes(changed)
        with pytest.raises(RefusedError, match="othing was changed"):
            take_receipts(trusting, path)
    assert count(trusting) == (ENTRIES, 0, 0)


def test_more_lines_than_one_write_takes_are_all_settled(
    trusting: Place, tmp_path: Path
) -> None:
    ids = read_ids(trusting, 2 * LINES_AT_ONCE + 1)
    lines = [Line(entry_id, Status.ACCEPTED) for entry_id in ids]
    path = write(tmp_path / "r", lines, trusting.identity.kiosk_id)
    assert take_receipts(trusting, path).settled == len(ids)
    assert count(trusting) == (ENTRIES - len(ids), len(ids), 0)


def test_nothing_of_the_stick_stays_on_this_disk(
    trusting: Place, tmp_path: Path
) -> None:
    before = sorted(trusting.folder.path.iterdir())
    take_receipts(trusting, write_two(tmp_path / "r", trusting))
    assert sorted(trusting.folder.path.iterdir()) == before


@pytest.mark.parametrize("start", [b"", receipts.MAGIC, receipts.MAGIC + b"\0\x10"])
def test_a_gigabyte_of_nothing_is_refused_at_once(
    trusting: Place, tmp_path: Path, start: bytes
) -> None:
    path = tmp_path / "r"
    path.write_bytes(start)
    os.truncate(path, 2**30)
    before = read_peak_kb()
    with pytest.raises(RefusedError, match="othing was changed"):
        take_receipts(trusting, path)
    assert read_peak_kb() - before < 16_000
