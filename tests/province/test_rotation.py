"""Tests of the rotation of keys, as kiosks that were there before see it."""

import hashlib
from datetime import timedelta
from pathlib import Path

import pytest
from pyrage import decrypt, encrypt, x25519

from kiosk.protocol import signature
from province import root
from province.clock import read_now
from province.errors import UsageError
from province.keys import KeyFolder, KeyName
from province.publishing import Publication
from province.rotation import EVERY_DAY, rotate
from tests.province.fetching import fetch


@pytest.fixture
def publication(keys: KeyFolder, tmp_path: Path) -> Publication:
    """Return a roster that was just published."""
    made = Publication(tmp_path / "data", keys)
    assert made.publish_if_due(read_now())
    return made


def find(keys: KeyFolder, name: KeyName) -> str:
    return next(key.public for key in keys.list_keys() if key.name is name)


@pytest.mark.parametrize("name", root.ROLES)
def test_a_kiosk_from_before_follows_a_new_key(
    publication: Publication, keys: KeyFolder, tmp_path: Path, name: KeyName
) -> None:
    fetch(publication, tmp_path / "kiosk")
    before = find(keys, name)

    rotate(keys, publication, [name], read_now())

    assert find(keys, name) != before
    assert fetch(publication, tmp_path / "kiosk").version == 2
    assert publication.publish_if_due(read_now() + timedelta(days=2))
    assert fetch(publication, tmp_path / "kiosk").version == 3


def test_a_kiosk_in_a_drawer_follows_three_rotations_of_everything(
    publication: Publication, keys: KeyFolder, tmp_path: Path
) -> None:
    fetch(publication, tmp_path / "kiosk")

    for _ in range(3):
        rotate(keys, publication, list(KeyName), read_now())

    fetched = fetch(publication, tmp_path / "kiosk")
    assert len(fetched.receipt_keys) == 4
    assert fetched.receipt_keys[0].hex() == find(keys, KeyName.RECEIPT)


def test_the_root_that_a_code_named_is_still_found(
    publication: Publication, keys: KeyFolder
) -> None:
    named = publication.hash_root()
    assert named is not None

    rotate(keys, publication, [KeyName.ROOT], read_now())

    held = publication.read_root(named.hex())
    assert held is not None
    assert hashlib.sha256(held).digest() == named
    assert publication.hash_root() != named


def test_old_receipts_verify_by_what_is_published(
    publication: Publication, keys: KeyFolder, tmp_path: Path
) -> None:
    before = keys.load(KeyName.RECEIPT)

    rotate(keys, publication, [KeyName.RECEIPT], read_now())

    told = fetch(publication, tmp_path / "kiosk").receipt_keys
    now = signature.get_public_bytes(keys.load(KeyName.RECEIPT))
    assert told == (now, signature.get_public_bytes(before))


def test_a_bundle_sealed_before_opens_after(
    publication: Publication, keys: KeyFolder
) -> None:
    recipient = x25519.Recipient.from_str(find(keys, KeyName.BUNDLE))
    sealed = encrypt(b"entries", [recipient])

    rotate(keys, publication, [KeyName.BUNDLE], read_now())

    assert decrypt(sealed, list(keys.load_identities())) == b"entries"
    assert find(keys, KeyName.BUNDLE) != str(recipient)


def test_online_keys_need_the_root_from_its_backup(
    publication: Publication, keys: KeyFolder, tmp_path: Path
) -> None:
    keys.back_up(tmp_path / "stick")

    with pytest.raises(UsageError, match="--offline FOLDER"):
        rotate(keys, publication, EVERY_DAY, read_now())

    brought = KeyFolder(tmp_path / "data", tmp_path / "stick")
    rotate(brought, publication, EVERY_DAY, read_now())
    assert fetch(publication, tmp_path / "kiosk").version == publication.read_version()


def test_a_new_root_stays_where_the_old_one_was_moved_to(
    publication: Publication, keys: KeyFolder, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    keys.back_up(stick)

    rotate(KeyFolder(tmp_path / "data", stick), publication, [KeyName.ROOT], read_now())

    assert keys.list_still_here() == ()
    found = sorted(path.name for path in stick.iterdir())
    assert found == ["recovery.agekey", "root-1.pem", "root.pem"]


def test_the_wrong_root_is_told(
    publication: Publication, keys: KeyFolder, tmp_path: Path
) -> None:
    KeyFolder(tmp_path / "other").create_missing()
    wrong = KeyFolder(tmp_path / "data", tmp_path / "other" / "keys" / "offline")

    with pytest.raises(UsageError, match="not the one"):
        rotate(wrong, publication, [KeyName.TIMESTAMP], read_now())

    assert publication.publish_if_due(read_now() + timedelta(days=2))
    assert find(keys, KeyName.TIMESTAMP)


@pytest.mark.parametrize("name", list(KeyName))
def test_a_rotation_that_was_cut_off_is_ended_by_the_next(
    publication: Publication, keys: KeyFolder, tmp_path: Path, name: KeyName
) -> None:
    keys.stage(name)
    staged = keys.list_publics(name)

    rotate(keys, publication, [name], read_now())

    assert find(keys, name) == staged[1]
    assert fetch(publication, tmp_path / "kiosk").version >= 1


def test_after_a_cut_behind_the_new_root_the_roster_goes_on(
    publication: Publication, keys: KeyFolder, tmp_path: Path
) -> None:
    keys.stage(KeyName.TIMESTAMP)
    staged = keys.load_candidates(KeyName.TIMESTAMP)[-1]
    publication.follow_keys(
        {KeyName.TIMESTAMP: staged}, keys.load(KeyName.ROOT), read_now()
    )

    assert publication.publish_if_due(read_now() + timedelta(days=2))
    assert fetch(publication, tmp_path / "kiosk").version == 3
