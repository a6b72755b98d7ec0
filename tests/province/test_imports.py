"""A bundle is taken whole or not at all, and a second time changes nothing."""

import hashlib
import io
from pathlib import Path

import pyrage
import pytest
from sqlalchemy import func, select

from kiosk.protocol import batch, bundle, checkpoint, receipts
from kiosk.protocol.batch import Batch
from kiosk.protocol.bundle import Manifest
from kiosk.protocol.content import Act
from province.errors import OutsideError, RefusedError
from province.imports import Imported, Office, import_bundle
from province.ledger.database import Database
from province.ledger.entry_tables import entries
from province.ledger.tables import admin_log, batches
from province.services import Services
from tests.province.builders import NOW, FakeKiosk, add_point, an_entry, enrol, revoke

AN_EXPORT = an_entry(3, act=Act.EXPORTED.value, text="{}", direction="", outcome="")


@pytest.fixture
def office(services: Services, tmp_path: Path) -> Office:
    """Return a province that knows the kiosk of these tests."""
    enrol(services.database, FakeKiosk(), add_point(services.database))
    return Office(
        data=tmp_path,
        database=services.database,
        keys=services.keys,
        publication=services.publication,
        clock=lambda: NOW,
    )


def write(
    office: Office, path: Path, kiosk: FakeKiosk, *made: Batch, **changes: object
) -> Path:
    """Write a sealed bundle of `made`, whose manifest says `changes`."""
    recipients = office.keys.list_bundle_recipients()
    frames = b"".join(bundle.frame(batch.seal(one, kiosk.key)) for one in made)
    body = io.BytesIO()
    pyrage.encrypt_io(
        io.BytesIO(frames),
        body,
        [pyrage.x25519.Recipient.from_str(text) for text in recipients],
    )
    stated = []
    for one in made:
        decoded = checkpoint.decode(one.checkpoint)
        assert decoded is not None
        stated.append(bundle.state(one, decoded.head))
    said: dict[str, object] = {
        "public_key": kiosk.public_key,
        "epoch": "e1",
        "point": "P1",
        "province": office.publication.hash_root(),
        "province_name": "Tỉnh Thử",
        "recipients": recipients,
        "rows": 0,
        "from_us": None,
        "until_us": None,
        "made_at_us": 0,
        "body_bytes": len(body.getvalue()),
        "body_sha256": hashlib.sha256(body.getvalue()).digest(),
        "batches": tuple(stated),
    }
    manifest = Manifest(**(said | changes))  # type: ignore[arg-type]  # one dict of many types
    path.write_bytes(bundle.MAGIC + body.getvalue() + bundle.end(manifest, kiosk.key))
    return path


def count(database: Database) -> tuple[int, ...]:
    with database.reading() as connection:
        return tuple(
            connection.scalar(select(func.count()).select_from(table)) or 0
            for table in (entries, admin_log, batches)
        )


def test_a_bundle_is_taken_in_and_answered(office: Office, tmp_path: Path) -> None:
    kiosk = FakeKiosk()
    made = [kiosk.make_batch(an_entry(1), an_entry(2)), kiosk.make_batch(AN_EXPORT)]
    path = write(office, tmp_path / "a.bundle", kiosk, *made)
    done = import_bundle(office, path, None)
    target = tmp_path / "a.bundle.receipts"
    assert done == Imported(accepted=2, duplicate=0, refused=0, held=0, receipts=target)
    assert count(office.database) == (2, 1, 2)
    assert len(receipts.unpack(target.read_bytes()) or ()) == 2


def test_a_second_time_is_a_duplicate_and_changes_nothing(
    office: Office, tmp_path: Path
) -> None:
    kiosk = FakeKiosk()
    path = write(
        office, tmp_path / "a", kiosk, kiosk.make_batch(an_entry(1), AN_EXPORT)
    )
    import_bundle(office, path, None)
    before = count(office.database)
    again = import_bundle(office, path, tmp_path / "other")
    assert (again.accepted, again.duplicate, again.receipts) == (
        0,
        1,
        tmp_path / "other",
    )
    assert count(office.database) == before


def test_entries_of_a_revoked_kiosk_are_held(office: Office, tmp_path: Path) -> None:
    kiosk = FakeKiosk()
    revoke(office.database, kiosk)
    path = write(office, tmp_path / "a", kiosk, kiosk.make_batch(an_entry(1)))
    assert import_bundle(office, path, None).held == 1


def test_a_bundle_for_another_province_is_refused(
    office: Office, tmp_path: Path
) -> None:
    kiosk = FakeKiosk()
    made = kiosk.make_batch(an_entry(1))
    path = write(office, tmp_path / "a", kiosk, made, province=bytes(32))
    with pytest.raises(RefusedError, match="for another province"):
        import_bundle(office, path, None)
    assert count(office.database) == (0, 0, 0)


def test_a_bundle_of_an_unknown_kiosk_is_refused(
    office: Office, tmp_path: Path
) -> None:
    kiosk = FakeKiosk(seed=2)
    path = write(office, tmp_path / "a", kiosk, kiosk.make_batch(an_entry(1)))
    with pytest.raises(RefusedError, match="not enrolled here"):
        import_bundle(office, path, None)
    assert count(office.database) == (0, 0, 0)


@pytest.mark.parametrize("part", [0.0, 0.3, 0.6, 0.99])
def test_an_altered_bundle_writes_nothing(
    office: Office, tmp_path: Path, part: float
) -> None:
    kiosk = FakeKiosk()
    path = write(office, tmp_path / "a", kiosk, kiosk.make_batch(an_entry(1)))
    content = bytearray(path.read_bytes())
    content[int(len(content) * part)] ^= 1
    path.write_bytes(content)
    with pytest.raises(RefusedError, match="Nothing was written"):
        import_bundle(office, path, None)
    assert count(office.database) == (0, 0, 0)
    assert not (tmp_path / "a.receipts").exists()


def test_a_bad_batch_among_good_ones_lets_none_in(
    office: Office, tmp_path: Path
) -> None:
    kiosk = FakeKiosk()
    good = kiosk.make_batch(an_entry(1))
    bad = kiosk.make_batch(an_entry(2), kiosk_id="KAAAAAAAAAAAA")
    path = write(office, tmp_path / "a", kiosk, good, bad)
    with pytest.raises(RefusedError, match="not signed by the kiosk"):
        import_bundle(office, path, None)
    assert count(office.database) == (0, 0, 0)


def test_receipts_that_can_not_be_written_are_said(
    office: Office, tmp_path: Path
) -> None:
    kiosk = FakeKiosk()
    path = write(office, tmp_path / "a", kiosk, kiosk.make_batch(an_entry(1)))
    with pytest.raises(OutsideError, match="entries are kept"):
        import_bundle(office, path, tmp_path / "none" / "r")


def test_a_file_that_is_not_there_is_named(office: Office, tmp_path: Path) -> None:
    with pytest.raises(OutsideError, match="can't be read"):
        import_bundle(office, tmp_path / "none", None)
