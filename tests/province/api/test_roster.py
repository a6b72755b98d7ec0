"""Tests of fetching the roster from a running province as a kiosk does."""

from pathlib import Path

import pytest
import requests
from tuf.ngclient import Updater

from kiosk.protocol import roster
from kiosk.protocol.roster import METADATA_PATH, ROOTS_PATH, TARGETS_PATH
from province.keys import KeyFolder
from province.publishing import Publication
from tests.province.processes import Running

pytestmark = pytest.mark.system


def test_a_kiosk_gets_from_the_codes_hash_to_a_verified_roster(
    province: Running, tmp_path: Path
) -> None:
    digest = Publication(province.data, KeyFolder(province.data)).hash_root()
    assert digest is not None
    address = f"{province.url}{ROOTS_PATH}/{digest.hex()}.json"
    root = requests.get(address, timeout=30).content

    updater = Updater(
        metadata_dir=str(tmp_path),
        metadata_base_url=f"{province.url}{METADATA_PATH}/",
        target_dir=str(tmp_path),
        target_base_url=f"{province.url}{TARGETS_PATH}/",
        bootstrap=root,
    )
    updater.refresh()
    target = updater.get_targetinfo(roster.TARGET)

    assert target is not None
    fetched = roster.decode(Path(updater.download_target(target)).read_bytes())
    assert fetched is not None
    assert len(fetched.receipt_keys) == 1


@pytest.mark.parametrize(
    "path",
    [
        f"{METADATA_PATH}/2.root.json",
        f"{METADATA_PATH}/..%2f..%2fkeys%2freceipt.pem",
        f"{TARGETS_PATH}/%2e%2e",
        f"{ROOTS_PATH}/{'00' * 32}.json",
        "/nothing",
    ],
)
def test_what_is_not_published_is_not_found(province: Running, path: str) -> None:
    response = requests.get(f"{province.url}{path}", timeout=30)

    assert (response.status_code, response.json()["reason"]) == (404, "not_found")


def test_who_knows_the_newest_is_told_so_in_a_word(province: Running) -> None:
    known = Publication(province.data, KeyFolder(province.data)).hash_state()
    address = f"{province.url}{METADATA_PATH}/{roster.TIMESTAMP}"
    same = requests.get(address, {roster.KNOWN: known}, timeout=30)
    other = requests.get(address, {roster.KNOWN: known[::-1]}, timeout=30)

    assert (same.status_code, same.content) == (204, b"")
    assert (other.status_code, other.content) == (
        200,
        requests.get(address, timeout=30).content,
    )
