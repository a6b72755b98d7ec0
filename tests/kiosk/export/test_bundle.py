"""A bundle holds exactly the batches, sealed to the province and signed by the kiosk."""

import io

import msgspec
import pyrage
import pytest
from pyrage import x25519
from sqlalchemy import select

from kiosk.errors import OutsideError, StorageError
from kiosk.export.bundle import Origin, write_bundle
from kiosk.export.period import Period
from kiosk.export.source import Scope
from kiosk.place import Place
from kiosk.protocol import batch, bundle, content
from kiosk.protocol.batch import SignedBatch
from kiosk.protocol.bundle import BundleFault, Manifest
from kiosk.sending import read_batch_health
from kiosk.storage import entries
from kiosk.storage.tables import ENTRIES as TABLE
from tests.ageing import pass_days, purge
from tests.fakes import SteppedClock
from tests.kiosk.export.conftest import ENTRIES, SPARE

SCOPE = Scope(period=Period(), last=ENTRIES, unsettled=True)
MADE_US = 1_795_138_860_000_000


def make(place: Place, recipients: tuple[str, ...], scope: Scope = SCOPE) -> io.BytesIO:
    assert place.enrolment is not None
    out = io.BytesIO()
    origin = Origin(
        identity=place.identity,
        enrolment=place.enrolment,
        recipients=recipients,
        health=read_batch_health(place, 0),
    )
    write_bundle(
        place.database, scope, out, origin=origin, rows=ENTRIES, made_at_us=MADE_US
    )
    return out


def read(
    file: io.BytesIO, identity: x25519.Identity
) -> tuple[Manifest, list[SignedBatch | BundleFault]]:
    manifest = bundle.read_manifest(file)
    assert isinstance(manifest, Manifest)
    body = io.BytesIO()
    assert bundle.open_body(file, manifest, identity, body) is None
    return manifest, list(bundle.read_batches(body, manifest))


def seal_to(opener: x25519.Identity) -> tuple[str, str]:
    return str(opener.to_public()), SPARE


def test_a_bundle_gives_back_every_entry(
    filled: Place, opener: x25519.Identity
) -> None:
    manifest, found = read(make(filled, seal_to(opener)), opener)
    batches = [one.batch for one in found if isinstance(one, SignedBatch)]
    assert sum(len(one.rows) for one in batches) == ENTRIES
    assert [one.sequence for one in batches] == [1, 2, 3]
    assert (manifest.rows, manifest.kiosk_id) == (ENTRIES, filled.identity.kiosk_id)
    assert batches[-1].covered_until_us == MADE_US


def test_a_bundle_of_no_entries_says_that_the_kiosk_was_alive(
    filled: Place, opener: x25519.Identity
) -> None:
    empty = Scope(period=Period(until_us=0), last=ENTRIES)
    _, found = read(make(filled, seal_to(opener), empty), opener)
    (only,) = [one.batch for one in found if isinstance(one, SignedBatch)]
    assert (only.rows, only.first, only.covered_until_us) == (
        (),
        ENTRIES + 1,
        MADE_US,
    )


def test_a_bundle_names_nobody_in_any_form(
    filled: Place, opener: x25519.Identity
) -> None:
    """Nor what a number could be guessed by, as a salt would be."""
    whole = make(filled, seal_to(opener))
    manifest = bundle.read_manifest(whole)
    told = (whole.getvalue(), msgspec.msgpack.encode(manifest))
    secrets = list_secrets(filled)
    assert len(secrets) > 2 * ENTRIES
    assert [secret for secret in secrets if any(secret in one for one in told)] == []


def list_secrets(place: Place) -> set[bytes]:
    """Return what the entries say of people, and what hides it in the chain."""
    with place.database.read() as connection:
        rows = connection.execute(select(TABLE.c.content, TABLE.c.salt)).all()
    secrets = {row.salt for row in rows}
    for row in rows:
        facts = content.decode(row.content)
        assert facts is not None
        secrets |= {said.encode() for said in facts.claims.values() if len(said) > 5}
    return secrets


@pytest.mark.parametrize("count", [0, 1])
def test_nothing_leaves_that_is_not_sealed_to_two_keys(
    filled: Place, opener: x25519.Identity, count: int
) -> None:
    for recipients in (seal_to(opener)[:count], seal_to(opener)[:count] * 2):
        with pytest.raises(OutsideError, match="nothing leaves this kiosk unsealed"):
            make(filled, recipients)


def test_either_key_opens_what_was_sealed_to_both(
    filled: Place, opener: x25519.Identity
) -> None:
    spare = x25519.Identity.generate()
    whole = make(filled, (str(opener.to_public()), str(spare.to_public())))
    for identity in (opener, spare):
        _, found = read(whole, identity)
        assert all(isinstance(one, SignedBatch) for one in found)


def test_a_key_that_is_none_is_said(filled: Place) -> None:
    with pytest.raises(OutsideError, match="can't be sealed to"):
        make(filled, ("age1nonsense", SPARE))


def test_a_disk_that_fails_meanwhile_is_the_fault_that_is_told(
    filled: Place, opener: x25519.Identity
) -> None:
    """The age library makes its own error of every other."""
    with filled.database.write() as connection:
        connection.exec_driver_sql("DROP TABLE batches")
    with pytest.raises(StorageError, match="no such table"):
        make(filled, seal_to(opener))


def test_age_itself_can_open_the_body(filled: Place, opener: x25519.Identity) -> None:
    file = make(filled, seal_to(opener))
    manifest = bundle.read_manifest(file)
    assert isinstance(manifest, Manifest)
    start = len(bundle.MAGIC)
    body = file.getvalue()[start : start + manifest.body_bytes]
    assert len(pyrage.decrypt(body, [opener])) > manifest.body_bytes // 2


def test_batches_around_what_was_purged_are_whole(
    filled: Place, opener: x25519.Identity, clock: SteppedClock
) -> None:
    with filled.database.write() as connection:
        entries.fold(connection)
        connection.exec_driver_sql("DELETE FROM outbox WHERE position % 1000 < 500")
    pass_days(filled.database, clock, 40)
    purge(filled.database, clock)
    scope = Scope(period=Period(), last=ENTRIES)
    _, found = read(make(filled, seal_to(opener), scope), opener)
    signed = [one for one in found if isinstance(one, SignedBatch)]
    public_key = filled.identity.private_key.public_key().public_bytes_raw()
    spans = [(one.batch.first, len(one.batch.rows)) for one in signed]
    assert spans == [(500, 500), (1500, 500)]
    assert [batch.verify(one, public_key) for one in signed] == [None, None]
