"""Whatever is done to a roster on its way, it is taken as it was published or not at all."""

import json
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from securesystemslib.signer import CryptoSigner
from tuf.api.metadata import Metadata, Root
from tuf.api.serialization.json import JSONSerializer

from kiosk.clock import system_clock
from kiosk.protocol import revocation, status_list, trust
from kiosk.protocol.trust import TrustDocument
from kiosk.sync.fault import Distrust, Fault
from kiosk.sync.roster import Delivered
from province.keys import KeyFolder, KeyName
from tests.rosters import Files, answer, fetch, publish, publish_files

NAMED = {
    "policy.json": b'{"version": 1}',
    "status-1.bin": status_list.pack([5]),
    "trust.json": trust.encode(TrustDocument()),
    "revoked-0.bin": revocation.pack([(bytes(16), 5)])[0],
}
NAMES = ("timestamp", "snapshot", "targets", "roster", *NAMED)
DAY = timedelta(days=1)
OVERLONG = 3_000_000


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> KeyFolder:
    """Return the keys of a province."""
    made = KeyFolder(tmp_path_factory.mktemp("keys"))
    made.create_missing()
    return made


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory, keys: KeyFolder) -> Files:
    """Return a publication with a file of each sort."""
    return publish_files(tmp_path_factory.mktemp("province"), keys, dict(NAMED))


@pytest.fixture(scope="module")
def genuine(source: Files, tmp_path_factory: pytest.TempPathFactory) -> Delivered:
    """Return what is taken where nothing is done to it."""
    return get_delivered(fetch(source, tmp_path_factory.mktemp("kept")))


def get_delivered(fetched: Delivered | Fault) -> Delivered:
    assert isinstance(fetched, Delivered), fetched
    return fetched


def get_distrust(fetched: Delivered | Fault) -> Distrust | None:
    assert isinstance(fetched, Fault)
    return fetched.distrust


def fetch_altered(
    source: Files, kept: Path, name: str, change: Callable[[bytes], bytes]
) -> Delivered | Fault:
    """Fetch by a kiosk that has nothing yet, with one file changed on the way."""
    shutil.rmtree(kept, ignore_errors=True)
    source.alter = {rf"\b{name}": lambda body: answer(change(body))}
    try:
        return fetch(source, kept)
    finally:
        source.alter = {}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(NAMES), data=st.data())
def test_a_byte_altered_anywhere_is_refused_or_means_nothing(
    source: Files, genuine: Delivered, tmp_path: Path, name: str, data: st.DataObject
) -> None:
    """JSON has bytes that mean nothing: blanks, and the case of a signature's digits."""

    def change(body: bytes) -> bytes:
        at = data.draw(st.integers(0, len(body) - 1))
        flipped = bytes([body[at] ^ data.draw(st.integers(1, 255))])
        return body[:at] + flipped + body[at + 1 :]

    fetched = fetch_altered(source, tmp_path / "kept", name, change)
    if name in {"roster", *NAMED}:
        assert get_distrust(fetched) is Distrust.ALTERED
    assert fetched == genuine or get_distrust(fetched) is not None
    assert fetch(source, tmp_path / "kept") == genuine


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(NAMES), data=st.data())
def test_a_file_that_came_in_part_is_refused_and_the_next_try_is_good(
    source: Files, genuine: Delivered, tmp_path: Path, name: str, data: st.DataObject
) -> None:
    def cut(body: bytes) -> bytes:
        return body[: data.draw(st.integers(0, len(body) - 1))]

    fetched = fetch_altered(source, tmp_path / "kept", name, cut)
    assert get_distrust(fetched) in {Distrust.UNREADABLE, Distrust.ALTERED}
    assert fetch(source, tmp_path / "kept") == genuine


@pytest.mark.parametrize("name", NAMES)
def test_data_without_an_end_is_refused(
    source: Files, genuine: Delivered, tmp_path: Path, name: str
) -> None:
    fetched = fetch_altered(
        source, tmp_path / "kept", name, lambda body: body + b" " * OVERLONG
    )
    assert fetched == genuine or get_distrust(fetched) is Distrust.ALTERED
    assert (fetched == genuine) == (name == "targets")  # 5 MB of blanks are allowed
    assert fetch(source, tmp_path / "kept") == genuine


@pytest.fixture
def two(tmp_path: Path, keys: KeyFolder) -> Files:
    """Return a publication of two versions, of which the second is current."""
    return publish(tmp_path / "two", keys, 2 * DAY, timedelta())


@pytest.mark.parametrize(
    ("name", "distrust"),
    [
        ("snapshot", Distrust.ROLLED_BACK),
        ("targets", Distrust.ROLLED_BACK),
        ("roster", Distrust.ALTERED),
    ],
)
def test_files_of_two_versions_are_not_mixed(
    two: Files, tmp_path: Path, name: str, distrust: Distrust
) -> None:
    older = read_older(two, name)
    two.alter = {rf"\b{name}": lambda _: answer(older)}
    assert get_distrust(fetch(two, tmp_path / "kept")) is distrust
    two.alter = {}
    assert get_delivered(fetch(two, tmp_path / "kept")).head.version == 2


def read_older(two: Files, name: str) -> bytes:
    """Return what version 1 had under `name`."""
    signed = two.publication.read_metadata("1.targets.json") or b""
    if name == "roster":
        said = json.loads(signed)["signed"]["targets"]["roster.json"]["hashes"]
        return two.publication.read_target(f"{said['sha256']}.roster.json") or b""
    return two.publication.read_metadata(f"1.{name}.json") or b""


def make_root(two: Files, version: int, *signers: Ed25519PrivateKey) -> bytes:
    """Return a root in which the last of `signers` is the root's key."""
    read = two.publication.read_metadata("1.root.json") or b""
    made = Metadata[Root].from_bytes(read)
    root = made.signed
    root.version = version
    for keyid in list(root.roles["root"].keyids):
        root.revoke_key(keyid, "root")
    root.add_key(CryptoSigner(signers[-1]).public_key, "root")
    made.signatures.clear()
    for signer in signers:
        made.sign(CryptoSigner(signer), append=True)
    return made.to_bytes(JSONSerializer())


def rotate(two: Files, kept: Path, root: bytes) -> Delivered | Fault:
    two.alter = {r"^2\.root": lambda _: answer(root)}
    return fetch(two, kept)


def test_a_root_that_the_old_one_signs_too_is_followed(
    two: Files, keys: KeyFolder, tmp_path: Path
) -> None:
    root = make_root(two, 2, keys.load(KeyName.ROOT), Ed25519PrivateKey.generate())
    rotated = get_delivered(rotate(two, tmp_path / "kept", root))
    two.alter = {}
    assert get_delivered(fetch(two, tmp_path / "kept")) == rotated
    history = tmp_path / "kept" / "metadata" / "root_history"
    assert (history / "2.root.json").read_bytes() == root


def test_a_root_that_the_old_one_does_not_sign_is_refused(
    two: Files, tmp_path: Path
) -> None:
    root = make_root(two, 2, Ed25519PrivateKey.generate())
    refused = rotate(two, tmp_path / "kept", root)
    assert get_distrust(refused) is Distrust.NOT_SIGNED
    two.alter = {}
    assert get_delivered(fetch(two, tmp_path / "kept")).head.version == 2


def test_a_root_whose_new_key_does_not_sign_is_refused(
    two: Files, keys: KeyFolder, tmp_path: Path
) -> None:
    root = make_root(two, 2, keys.load(KeyName.ROOT), Ed25519PrivateKey.generate())
    half = Metadata[Root].from_bytes(root)
    half.signatures.popitem()
    refused = rotate(two, tmp_path / "kept", half.to_bytes(JSONSerializer()))
    assert get_distrust(refused) is Distrust.NOT_SIGNED


@pytest.mark.parametrize("version", [1, 3])
def test_a_root_of_another_version_than_the_next_is_refused(
    two: Files, keys: KeyFolder, tmp_path: Path, version: int
) -> None:
    signers = keys.load(KeyName.ROOT), Ed25519PrivateKey.generate()
    refused = rotate(two, tmp_path / "kept", make_root(two, version, *signers))
    assert get_distrust(refused) is Distrust.ROLLED_BACK


def test_the_age_counts_from_what_it_says_not_from_when_it_came(
    keys: KeyFolder, tmp_path: Path
) -> None:
    old = publish(tmp_path / "old", keys, 40 * DAY)
    head = get_delivered(fetch(old, tmp_path / "kept")).head
    age = system_clock()().wall - head.issued_at
    assert 40 * DAY <= age < 41 * DAY
