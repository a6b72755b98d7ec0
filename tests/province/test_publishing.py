"""Tests of the published roster, through TUF's own client."""

import hashlib
from datetime import timedelta
from pathlib import Path

import pytest
from tuf.api.exceptions import RepositoryError

from kiosk.protocol import signature
from province.clock import read_now
from province.contents import Contents
from province.errors import KeyFileError, OutsideError
from province.keys import KeyFolder, KeyName
from province.publishing import DUE_AFTER, Publication
from tests.province.fetching import fetch


@pytest.fixture
def publication(keys: KeyFolder, tmp_path: Path) -> Publication:
    """Return a roster that was just published."""
    made = Publication(tmp_path / "data", keys)
    assert made.publish_if_due(read_now())
    return made


def test_a_tuf_client_verifies_the_roster(
    publication: Publication, keys: KeyFolder, tmp_path: Path
) -> None:
    fetched = fetch(publication, tmp_path / "kiosk")

    receipt_key = signature.get_public_bytes(keys.load(KeyName.RECEIPT))
    assert (fetched.version, fetched.receipt_keys) == (1, (receipt_key,))


def test_nothing_new_is_published_within_a_day(publication: Publication) -> None:
    assert publication.publish_if_due(read_now()) is False
    assert publication.read_version() == 1


def test_a_day_later_a_client_follows_to_the_next_version(
    publication: Publication, tmp_path: Path
) -> None:
    fetch(publication, tmp_path / "kiosk")

    publication.publish_if_due(read_now() + DUE_AFTER)

    assert fetch(publication, tmp_path / "kiosk").version == 2


def test_a_new_receipt_key_is_published_at_once(
    publication: Publication, tmp_path: Path
) -> None:
    for name in ("receipt.pem", "receipt.public"):
        (tmp_path / "data" / "keys" / name).unlink()
    KeyFolder(tmp_path / "data").create_missing()

    assert publication.publish_if_due(read_now())
    assert len(fetch(publication, tmp_path / "kiosk").receipt_keys) == 1


def test_the_root_key_is_not_needed_once_it_has_signed(
    publication: Publication, keys: KeyFolder, tmp_path: Path
) -> None:
    keys.back_up(tmp_path / "stick")

    assert publication.publish_if_due(read_now() + timedelta(days=2))


def test_a_first_roster_needs_the_root_key(keys: KeyFolder, tmp_path: Path) -> None:
    keys.back_up(tmp_path / "stick")

    with pytest.raises(KeyFileError, match=r"root\.pem"):
        Publication(tmp_path / "data", keys).publish_if_due(read_now())


def test_a_tampered_roster_is_refused(publication: Publication, tmp_path: Path) -> None:
    (target,) = (tmp_path / "data" / "roster" / "targets").iterdir()
    target.write_bytes(target.read_bytes().replace(b'"version":1', b'"version":9'))

    with pytest.raises(RepositoryError):
        fetch(publication, tmp_path / "kiosk")


def test_a_damaged_timestamp_is_told(publication: Publication, tmp_path: Path) -> None:
    (tmp_path / "data" / "roster" / "metadata" / "timestamp.json").write_text("{")

    with pytest.raises(OutsideError, match="is damaged"):
        publication.publish_if_due(read_now())


def test_the_root_is_found_by_its_hash_only(publication: Publication) -> None:
    digest = publication.hash_root()
    assert digest is not None
    root = publication.read_root(digest.hex())

    assert root is not None
    assert hashlib.sha256(root).digest() == digest
    assert publication.read_root("00" * 32) is None


@pytest.mark.parametrize("name", ["../1.root.json", "..", "", "nope.json", "a/b.json"])
def test_a_name_that_leads_elsewhere_is_no_file(
    publication: Publication, name: str
) -> None:
    assert publication.read_metadata(name) is None


def make_carrying(data: Path, keys: KeyFolder, files: dict[str, bytes]) -> Publication:
    return Publication(data, keys, lambda: Contents(files=files, watch="ab"))


def test_files_are_published_and_named(keys: KeyFolder, tmp_path: Path) -> None:
    made = make_carrying(tmp_path / "data", keys, {"policy.json": b"{}"})
    made.publish_if_due(read_now())

    fetched = fetch(made, tmp_path / "kiosk")
    assert (fetched.files, fetched.watch) == (("policy.json",), "ab")
    sha256 = hashlib.sha256(b"{}").hexdigest()
    assert made.read_target(f"{sha256}.policy.json") == b"{}"


@pytest.mark.parametrize(
    "changed", [{"policy.json": b"2"}, {"status-1.bin": b"1"}, {}], ids=str
)
def test_a_change_is_published_at_once_and_only_once(
    keys: KeyFolder, tmp_path: Path, changed: dict[str, bytes]
) -> None:
    files = {"policy.json": b"1"}
    made = make_carrying(tmp_path / "data", keys, files)
    assert made.publish_change(read_now()) is False
    made.publish_if_due(read_now())
    files.clear()
    files.update(changed)

    assert [made.publish_change(read_now()) for _ in range(2)] == [True, False]
    assert made.read_version() == 2


def test_an_export_is_a_whole_roster(keys: KeyFolder, tmp_path: Path) -> None:
    made = make_carrying(tmp_path / "data", keys, {"policy.json": b"{}"})
    made.publish_if_due(read_now())
    stick = tmp_path / "stick"

    assert made.export(stick) == 1
    targets = {path.name.partition(".")[2] for path in (stick / "targets").iterdir()}
    metadata = {path.name for path in (stick / "metadata").iterdir()}
    assert targets == {"policy.json", "roster.json"}
    signed = {"1.root.json", "1.targets.json", "1.snapshot.json", "timestamp.json"}
    assert metadata == signed


def test_an_export_that_can_not_be_written_is_told(
    publication: Publication, tmp_path: Path
) -> None:
    (tmp_path / "stick").write_bytes(b"a file in its place")

    with pytest.raises(OutsideError, match=r"can't be copied to '.*stick'"):
        publication.export(tmp_path / "stick")


def test_a_version_whose_files_are_lost_is_published_anew(
    publication: Publication, tmp_path: Path
) -> None:
    (tmp_path / "data" / "roster" / "metadata" / "1.targets.json").unlink()

    assert publication.publish_if_due(read_now())
    assert fetch(publication, tmp_path / "kiosk").version == 2


def test_a_folder_that_can_not_be_written_is_told(
    keys: KeyFolder, tmp_path: Path
) -> None:
    (tmp_path / "data" / "roster").write_bytes(b"a file in its place")

    with pytest.raises(OutsideError, match="The roster can't be written to"):
        Publication(tmp_path / "data", keys).publish_if_due(read_now())


def test_before_the_first_publication_there_is_no_root(
    keys: KeyFolder, tmp_path: Path
) -> None:
    assert Publication(tmp_path / "data", keys).hash_root() is None
