"""A bundle that is altered in any byte, cut off or mixed up is refused with a reason."""

import hashlib
import io

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st
from pyrage import x25519

from kiosk.protocol import batch, bundle, checkpoint
from kiosk.protocol.batch import SignedBatch
from kiosk.protocol.bundle import BundleFault, Manifest, Stated
from tests.province.builders import FakeKiosk, an_entry

OPENER = x25519.Identity.generate()


def make(kiosk: FakeKiosk, key: Ed25519PrivateKey | None = None) -> bytes:
    """Return an unsealed bundle of two batches of `kiosk`."""
    made = [kiosk.make_batch(an_entry(n), an_entry(n + 1)) for n in (1, 3)]
    body = b"".join(bundle.frame(batch.seal(one, kiosk.key)) for one in made)
    manifest = Manifest(
        public_key=kiosk.public_key,
        epoch="e1",
        point="P1",
        province=bytes(32),
        province_name="Tỉnh Thử",
        recipients=(),
        rows=4,
        from_us=None,
        until_us=None,
        made_at_us=0,
        body_bytes=len(body),
        body_sha256=hashlib.sha256(body).digest(),
        batches=tuple(state(one) for one in made),
    )
    return bundle.MAGIC + body + bundle.end(manifest, key or kiosk.key)


def state(made: batch.Batch) -> Stated:
    stated = checkpoint.decode(made.checkpoint)
    assert stated is not None
    return bundle.state(made, stated.head)


def read(content: bytes) -> Manifest | BundleFault:
    return bundle.read_manifest(io.BytesIO(content))


WHOLE = make(FakeKiosk())


def test_a_whole_bundle_is_read_and_its_batches_are_the_same_bytes() -> None:
    manifest = read(WHOLE)
    assert isinstance(manifest, Manifest)
    body = io.BytesIO()
    assert bundle.open_body(io.BytesIO(WHOLE), manifest, OPENER, body) is None
    found = list(bundle.read_batches(body, manifest))
    assert [len(one.batch.rows) for one in found if isinstance(one, SignedBatch)] == [
        2,
        2,
    ]
    assert (manifest.sequence, manifest.kiosk_id) == (2, FakeKiosk().kiosk_id)


@given(st.integers(0, len(WHOLE) - 1), st.integers(1, 255))
def test_one_altered_byte_is_refused(at: int, change: int) -> None:
    content = bytearray(WHOLE)
    content[at] ^= change
    assert isinstance(read(bytes(content)), BundleFault)


@given(st.integers(0, len(WHOLE) - 1))
def test_a_bundle_that_was_cut_off_is_refused(length: int) -> None:
    assert read(WHOLE[:length]) in {BundleFault.TRUNCATED, BundleFault.NOT_A_BUNDLE}


def test_a_bundle_signed_by_another_kiosk_is_refused() -> None:
    forged = make(FakeKiosk(), Ed25519PrivateKey.generate())
    assert read(forged) is BundleFault.BAD_SIGNATURE


def test_a_kiosk_that_states_other_batches_than_it_holds_is_found() -> None:
    manifest = read(WHOLE)
    assert isinstance(manifest, Manifest)
    first, second = manifest.batches
    lying = msgspec.structs.replace(manifest, batches=(second, first))
    body = io.BytesIO(WHOLE[len(bundle.MAGIC) :][: manifest.body_bytes])
    assert next(bundle.read_batches(body, lying)) is BundleFault.ALTERED


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"first": 1}, "reordered"),
        ({"start": bytes(32)}, "broken"),
        ({"first": 9}, "ok"),
        ({}, "ok"),
    ],
)
def test_batches_follow_each_other_or_leave_a_gap(
    change: dict[str, object], fault: str
) -> None:
    manifest = read(WHOLE)
    assert isinstance(manifest, Manifest)
    first, second = manifest.batches
    changed = msgspec.structs.replace(second, **change)
    mixed = msgspec.structs.replace(manifest, batches=(first, changed))
    assert bundle.find_chain_fault(mixed) == fault


@given(st.binary(max_size=200))
def test_garbage_never_raises(garbage: bytes) -> None:
    assert isinstance(read(garbage), BundleFault)
    assert isinstance(read(bundle.MAGIC + garbage + bundle.END), BundleFault)
