"""Bundle: the batches of a scope on their way into a sink, sealed to the province."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

import pyrage

from kiosk.errors import OutsideError
from kiosk.export.source import Scope, read_link, read_runs
from kiosk.export.tables import Writable
from kiosk.protocol import batch, bundle
from kiosk.protocol.batch import Health
from kiosk.protocol.bundle import Manifest, Stated
from kiosk.storage import outbox
from kiosk.storage.database import Database
from kiosk.storage.outbox import Run
from kiosk.storage.settings import Enrolment, Identity
from kiosk.sync.packing import make_batch

LEAST_RECIPIENTS = 2
"""The province's own key, and the one that is kept offline for the day that it is lost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Who makes a bundle, and for whom; `health` says how the kiosk is."""

    identity: Identity
    enrolment: Enrolment
    recipients: tuple[str, ...]
    health: Health


def write_bundle(
    database: Database,
    scope: Scope,
    out: Writable,
    *,
    origin: Origin,
    rows: int,
    made_at_us: int,
) -> None:
    """Write the bundle of `scope`; one of no entries says that the kiosk was alive."""
    out.write(bundle.MAGIC)
    frames = _Frames(_make_frames(database, scope, origin, made_at_us))
    body = _Hashing(out)
    _seal(frames, body, origin.recipients)
    manifest = Manifest(
        public_key=origin.identity.private_key.public_key().public_bytes_raw(),
        epoch=origin.identity.epoch,
        point=origin.enrolment.point,
        province=hashlib.sha256(origin.enrolment.root).digest(),
        province_name=origin.enrolment.province,
        recipients=origin.recipients,
        rows=rows,
        from_us=scope.period.from_us,
        until_us=scope.period.until_us,
        made_at_us=made_at_us,
        body_bytes=body.size,
        body_sha256=body.digest.digest(),
        batches=tuple(frames.stated),
    )
    out.write(bundle.end(manifest, origin.identity.private_key))


def _make_frames(
    database: Database, scope: Scope, origin: Origin, made_at_us: int
) -> Iterator[tuple[bytes, Stated]]:
    with database.read() as connection:
        sequence = outbox.read_next_sequence(connection)
    for number, run in enumerate(_read_runs(database, scope), start=sequence):
        made = make_batch(
            origin.identity,
            run,
            sequence=number,
            reaches_head=run.last == scope.last,
            sent_at_us=made_at_us,
            health=origin.health,
        )
        sealed = batch.seal(made, origin.identity.private_key)
        yield bundle.frame(sealed), bundle.state(made, run.end)


def _read_runs(database: Database, scope: Scope) -> Iterator[Run]:
    """Yield the runs of `scope`, an empty one at its end where it holds none."""
    found = False
    for run in read_runs(database, scope):
        found = True
        yield run
    if not found:
        with database.read() as connection:
            link = read_link(connection, scope.last)
        yield Run(
            first=scope.last + 1, start=link, end=link, rows=(), covered_until_us=0
        )


def _seal(frames: "_Frames", out: "_Hashing", recipients: tuple[str, ...]) -> None:
    if len(set(recipients)) < LEAST_RECIPIENTS:
        raise OutsideError(
            "The province has not published two keys that bundles are sealed to, and "
            "nothing leaves this kiosk unsealed: bring its roster first, by "
            "`kiosk sync --once` or `kiosk roster --from`."
        )
    try:
        to = [pyrage.x25519.Recipient.from_str(text) for text in recipients]
    except pyrage.RecipientError as error:
        raise OutsideError(
            f"The province published a key that bundles can't be sealed to: {error}. "
            "Run `kiosk sync --once`, or call the province."
        ) from error
    try:
        pyrage.encrypt_io(frames, out, to)
    except pyrage.EncryptError:
        if frames.error is not None:
            raise frames.error from None
        raise


class _Frames:
    """The frames of a body as a file that is read once."""

    def __init__(self, frames: Iterator[tuple[bytes, Stated]]) -> None:
        self._frames = frames
        self._left = b""
        self.stated: list[Stated] = []
        self.error: Exception | None = None

    def read(self, size: int = -1) -> bytes:
        """Return at most `size` bytes, none at the end."""
        try:
            while not self._left:
                self._left, stated = next(self._frames)
                self.stated.append(stated)
        except StopIteration:
            return b""
        except Exception as error:
            self.error = error  # pyrage makes another one of it
            raise
        taken = self._left if size < 0 else self._left[:size]
        self._left = self._left[len(taken) :]
        return taken


class _Hashing:
    """Counts and hashes what goes through it."""

    def __init__(self, out: Writable) -> None:
        self._out = out
        self.size = 0
        self.digest = hashlib.sha256()

    def write(self, data: bytes) -> int:
        """Write all of `data`."""
        self.size += len(data)
        self.digest.update(data)
        return self._out.write(data)

    def flush(self) -> None:
        """Keep what was gathered: the sink hands it over when it is enough."""
