"""A whole export is verified, and whatever else is a reason, never an error."""

import csv
import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyrage import x25519
from sqlalchemy import update

from kiosk.export.columns import HEADER
from kiosk.export.fault import ExportFault
from kiosk.export.job import Exported, ExportKind, Request, run_export
from kiosk.export.period import Period
from kiosk.export.tables import ZIPPED_NAME
from kiosk.export.verification import Verification, VerifyFault, verify
from kiosk.export.writing import SUMS
from kiosk.place import Place
from kiosk.protocol import bundle
from kiosk.protocol.bundle import BundleFault
from kiosk.storage.tables import ENTRIES as ENTRIES_TABLE
from tests.damage import unlock
from tests.kiosk.export.conftest import ENTRIES
from tests.limits import read_peak_kb

KINDS = list(ExportKind)


def export(place: Place, folder: Path, kind: str) -> Exported:
    request = Request(kind=ExportKind(kind), folder=folder, period=Period(), who="an")
    done = run_export(place, request)
    assert not isinstance(done, ExportFault)
    return done


@pytest.mark.parametrize("kind", KINDS)
def test_a_whole_export_is_whole(filled: Place, stick: Path, kind: str) -> None:
    found = verify(export(filled, stick, kind).written.path)
    assert (found.ok, found.rows, found.kiosk_id) == (
        True,
        ENTRIES,
        filled.identity.kiosk_id,
    )
    assert found.chain == ("ok" if kind == "bundle" else None)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("part", [0.02, 0.5, 0.98])
def test_one_altered_byte_is_found(
    filled: Place, stick: Path, kind: str, part: float
) -> None:
    path = export(filled, stick, kind).written.path
    content = bytearray(path.read_bytes())
    content[int(len(content) * part)] ^= 1
    path.write_bytes(content)
    assert verify(path).ok is False


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_that_was_cut_off_is_found(
    filled: Place, stick: Path, kind: str
) -> None:
    path = export(filled, stick, kind).written.path
    path.write_bytes(path.read_bytes()[:-1])
    reasons = {VerifyFault.ALTERED, BundleFault.TRUNCATED}
    assert verify(path).reason in reasons


def test_a_table_without_its_sums_is_not_compared(filled: Place, stick: Path) -> None:
    path = export(filled, stick, "csv").written.path
    (stick / SUMS).unlink()
    found = verify(path)
    assert (found.rows, found.reason) == (ENTRIES, VerifyFault.NOT_LISTED)


def test_a_bundle_opens_with_the_provinces_key_only(
    filled: Place, stick: Path, opener: x25519.Identity
) -> None:
    path = export(filled, stick, "bundle").written.path
    assert verify(path, str(opener)).ok is True
    other = verify(path, str(x25519.Identity.generate()))
    assert other.reason is BundleFault.WRONG_KEY
    assert verify(path, "no key").reason is BundleFault.WRONG_KEY


def test_a_bundle_of_an_altered_entry_names_where_its_batch_starts(
    filled: Place, stick: Path, opener: x25519.Identity
) -> None:
    with filled.database.write() as connection:
        entry = update(ENTRIES_TABLE).where(ENTRIES_TABLE.c.position == 1500)
        unlock(connection).execute(entry.values(salt=bytes(16)))
    found = verify(export(filled, stick, "bundle").written.path, str(opener))
    expected = (BundleFault.BROKEN_CHAIN, "broken", 1001)
    assert (found.reason, found.chain, found.first) == expected


def test_a_zip_opens_with_its_passphrase_only(filled: Place, stick: Path) -> None:
    done = export(filled, stick, "zip")
    assert verify(done.written.path, done.passphrase).rows == ENTRIES
    wrong = verify(done.written.path, "wrong")
    assert (wrong.ok, wrong.reason) == (False, VerifyFault.WRONG_KEY)


def test_a_csv_reads_as_the_csv_module_reads(filled: Place, stick: Path) -> None:
    content = export(filled, stick, "csv").written.path.read_bytes()
    assert content.startswith(b"\xef\xbb\xbfkiosk_id,")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert {len(row) for row in rows} == {len(rows[0])}
    assert content.count(b"\r\n") == content.count(b"\n") == ENTRIES + 1


def test_a_file_that_is_not_there_is_missing(stick: Path) -> None:
    assert verify(stick / "none.csv") == Verification(reason=VerifyFault.MISSING)
    assert verify(stick).reason is VerifyFault.MISSING


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.one_of(st.just(b""), st.just(b"PK\x03\x04"), st.just(bundle.MAGIC)),
    st.binary(max_size=300),
    st.one_of(st.just(b""), st.just(bundle.END)),
)
def test_garbage_is_a_reason(
    stick: Path, start: bytes, middle: bytes, end: bytes
) -> None:
    path = stick / "garbage"
    path.write_bytes(start + middle + end)
    assert verify(path).ok is False
    assert verify(path, "AGE-SECRET-KEY-1").ok is False


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (b"", b""),
        (b"\xef\xbb\xbf" + ",".join(HEADER).encode() + b"\r\n", b""),
        (bundle.MAGIC, b""),
        (bundle.MAGIC, b"\xff\xff\xff\xff" + bundle.END),
        (bundle.MAGIC, b"\x00\xff\xff\xff" + bundle.END),
        (b"PK\x03\x04", b""),
    ],
)
def test_a_gigabyte_of_nothing_is_a_reason_and_takes_no_memory(
    stick: Path, start: bytes, end: bytes
) -> None:
    path = stick / "kiosk.csv"
    with path.open("wb") as file:
        file.write(start)
        file.truncate(2**30 - len(end))
        file.seek(0, 2)
        file.write(end)
    before = read_peak_kb()
    assert verify(path).ok is False
    assert read_peak_kb() - before < 80_000


def test_a_zip_bomb_is_a_reason_and_takes_no_memory(stick: Path) -> None:
    path = stick / "kiosk.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.comment = b"rows=1"
        with archive.open(ZIPPED_NAME, "w") as member:
            for _ in range(200):
                member.write(bytes(1_000_000))
    before = read_peak_kb()
    assert verify(path, "any").reason is VerifyFault.NOT_AN_EXPORT
    assert read_peak_kb() - before < 50_000
