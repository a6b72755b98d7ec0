"""Writing: a file that has its name only once it was read back and is right.

It is written as `NAME.part`, brought to the medium, read back past the
system's cache and compared, and only then renamed: whatever happens before
leaves nothing that looks whole. The SHA-256 then goes into `SHA256SUMS`.
"""

import contextlib
import errno
import hashlib
import os
import shutil
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from kiosk.export.fault import ExportFault

SUMS = "SHA256SUMS"
MARGIN = 1.1
"""Free space must exceed what is expected by this: tables of a file system grow too."""

CHUNK_BYTES = 1024 * 1024
SYNC_BYTES = 4 * 1024 * 1024
"""Written through this often, so that the progress of a slow stick is no lie."""

LITTLE_BYTES = 64 * 1024
"""Less than this left is full, whatever the driver calls its error (FUSE: EPERM)."""

_BINARY = getattr(os, "O_BINARY", 0)  # Windows would turn line ends
_SUM_DIGITS = 64
_READ_ONLY = {errno.EROFS, errno.EACCES, errno.EPERM}
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class Phase(StrEnum):
    """What is being done."""

    WRITING = "writing"
    VERIFYING = "verifying"
    EJECTING = "ejecting"


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far an export is; `left_s` is None while it can't be told."""

    phase: Phase
    done_bytes: int
    total_bytes: int
    left_s: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A file that was read back and is right."""

    path: Path
    size: int
    sha256: str


class Stop(Exception):  # noqa: N818 - it says what to do, and is no fault of ours
    """Ends a writing that was cancelled."""


class Sink:
    """Where an export writes its bytes; it counts, hashes and tells the progress.

    It can't be read or sought in, so that every byte is hashed as it is
    written: by a thread of its own, while the next ones are made. `error`
    holds what ended it, since libraries rename exceptions; what they still
    write then while they are torn down is dropped.
    """

    def __init__(self, handle: int, expected_bytes: int, watch: "Watch") -> None:
        self._handle = handle
        self._expected_bytes = expected_bytes
        self._watch = watch
        self._digest = hashlib.sha256()
        self._unsynced = 0
        self._buffer = bytearray()
        self._writer = ThreadPoolExecutor(1, "export writer")
        self._under_way: Future[None] | None = None
        self.size = 0
        self.error: OSError | Stop | None = None

    def write(self, data: bytes) -> int:
        """Write all of `data`."""
        if self.error is None:
            self._buffer += data
            if len(self._buffer) >= CHUNK_BYTES:
                self._hand_over()
        return len(data)

    def flush(self) -> None:
        """Do nothing: what was gathered is handed over when it is enough."""

    def finish(self) -> None:
        """Write what is left, and wait until all is handed to the system."""
        if self.error is None:
            self._hand_over()
            self._wait()

    def close(self) -> None:
        """End the thread."""
        self._writer.shutdown()

    def get_sha256(self) -> str:
        """Return the hash of all that was written, in hex."""
        return self._digest.hexdigest()

    def _hand_over(self) -> None:
        self._wait()
        chunk, self._buffer = self._buffer, bytearray()
        self._under_way = self._writer.submit(self._write, chunk)
        self.size += len(chunk)
        try:
            total = max(self._expected_bytes, self.size)
            self._watch.tell(Phase.WRITING, self.size, total)
        except Stop as stop:
            self.error = stop
            raise

    def _wait(self) -> None:
        try:
            if self._under_way is not None:
                self._under_way.result()
        except OSError as error:
            self.error = error
            raise

    def _write(self, chunk: bytearray) -> None:
        left = memoryview(chunk)
        while left:
            left = left[os.write(self._handle, left) :]
        self._digest.update(chunk)
        self._unsynced += len(chunk)
        if self._unsynced >= SYNC_BYTES:
            os.fsync(self._handle)
            self._unsynced = 0


class Watch:
    """Tells how far a writing is, and ends it when it is cancelled."""

    def __init__(
        self,
        on_progress: Callable[[Progress], None],
        is_cancelled: Callable[[], bool],
    ) -> None:
        self._on_progress = on_progress
        self._is_cancelled = is_cancelled
        self._phase: Phase | None = None
        self._start_s = 0.0

    def tell(self, phase: Phase, done_bytes: int, total_bytes: int) -> None:
        """Tell the progress; raise Stop where it was cancelled."""
        if self._is_cancelled():
            raise Stop
        now_s = time.monotonic()
        if phase is not self._phase:
            self._phase, self._start_s = phase, now_s
        elapsed_s = now_s - self._start_s
        rate = done_bytes / elapsed_s if elapsed_s > 0 else 0.0
        self._on_progress(
            Progress(
                phase=phase,
                done_bytes=done_bytes,
                total_bytes=total_bytes,
                left_s=(total_bytes - done_bytes) / rate if rate > 0 else None,
            )
        )


Produce = Callable[[Sink], None]
"""Writes the whole content of an export."""


def write_verified(
    folder: Path, name: str, produce: Produce, *, expected_bytes: int, watch: Watch
) -> Written | ExportFault:
    """Write what `produce` writes to `folder`/`name`, and read it back.

    Afterwards the file is there whole and right, or it is not there.
    """
    fault = check_room(folder, expected_bytes)
    if fault is not None:
        return fault
    device = None
    try:
        device = folder.stat().st_dev
        place = _Place(folder=folder, name=name, device=device)
        return _write(place, produce, expected_bytes, watch)
    except Stop:
        return ExportFault.CANCELLED
    except OSError as error:
        return classify(error, folder, device)
    finally:
        with contextlib.suppress(OSError):
            (folder / f"{name}.part").unlink()


def check_room(folder: Path, expected_bytes: int) -> ExportFault | None:
    """Say why `folder` can't take a file of this size, None where it can."""
    try:
        if _is_read_only(folder) or not os.access(folder, os.W_OK):
            return ExportFault.READ_ONLY
        room = _read_free(folder)
    except OSError:
        return ExportFault.PULLED_OUT
    return ExportFault.FULL if room < expected_bytes * MARGIN else None


def classify(error: OSError, folder: Path, device: int | None) -> ExportFault:
    """Say which fault an error while writing to `folder` is."""
    try:
        if device is not None and folder.stat().st_dev != device:
            return ExportFault.PULLED_OUT
        is_read_only, free = _is_read_only(folder), _read_free(folder)
    except OSError:
        return ExportFault.PULLED_OUT
    if error.errno in _FULL:
        return ExportFault.FULL
    if is_read_only or (error.errno in _READ_ONLY and free >= LITTLE_BYTES):
        return ExportFault.READ_ONLY
    return ExportFault.FULL if free < LITTLE_BYTES else ExportFault.PULLED_OUT


def sync_folder(folder: Path) -> None:
    """Make the names in `folder` survive a pulled stick, where the system can."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where a file is to stand, on the device `device`."""

    folder: Path
    name: str
    device: int

    @property
    def path(self) -> Path:
        return self.folder / self.name

    @property
    def part(self) -> Path:
        return self.folder / f"{self.name}.part"


def _write(
    place: _Place, produce: Produce, expected_bytes: int, watch: Watch
) -> Written | ExportFault:
    sink = _write_part(place, produce, expected_bytes, watch)
    if not _reads_back(place, sink, watch):
        return ExportFault.WORN_OUT
    place.part.replace(place.path)
    sync_folder(place.folder)
    written = Written(path=place.path, size=sink.size, sha256=sink.get_sha256())
    try:
        _note_sum(written)
    except OSError:
        with contextlib.suppress(OSError):
            place.path.unlink()
        raise
    if place.path.stat().st_dev != place.device:
        return ExportFault.PULLED_OUT
    return written


def _write_part(
    place: _Place, produce: Produce, expected_bytes: int, watch: Watch
) -> Sink:
    handle = os.open(place.part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | _BINARY, 0o644)
    try:
        if os.fstat(handle).st_dev != place.device:
            raise OSError(errno.ENODEV, "another device", str(place.part))
        sink = Sink(handle, expected_bytes, watch)
        try:
            _produce(produce, sink)
        finally:
            sink.close()
        os.fsync(handle)
    finally:
        os.close(handle)
    return sink


def _produce(produce: Produce, sink: Sink) -> None:
    """Run `produce`; what ended its sink is raised whatever a library made of it."""
    try:
        produce(sink)
        sink.finish()
    finally:
        if sink.error is not None:
            raise sink.error


def _reads_back(place: _Place, sink: Sink, watch: Watch) -> bool:
    """Say whether the medium holds what was written."""
    try:
        return _hash_medium(place.part, sink.size, watch) == sink.get_sha256()
    except OSError as error:
        # The medium is there and can't be read: that is worn out, not pulled out.
        if error.errno == errno.EIO and place.folder.stat().st_dev == place.device:
            return False
        raise


def _hash_medium(path: Path, size: int, watch: Watch) -> str:
    digest, done = hashlib.sha256(), 0
    handle = os.open(path, os.O_RDONLY | _BINARY)
    try:
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
            os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_SEQUENTIAL)
        watch.tell(Phase.VERIFYING, 0, size)
        while chunk := os.read(handle, CHUNK_BYTES):
            digest.update(chunk)
            done += len(chunk)
            watch.tell(Phase.VERIFYING, done, size)
    finally:
        os.close(handle)
    return digest.hexdigest()


def _note_sum(written: Written) -> None:
    """Put the file's hash into `SHA256SUMS`, as `sha256sum --check` reads it."""
    sums = written.path.with_name(SUMS)
    kept = [line for name, line in read_sums(sums).items() if name != written.path.name]
    lines = [*kept, f"{written.sha256}  {written.path.name}"]
    part = sums.with_name(f"{SUMS}.part")
    try:
        with part.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(f"{line}\n" for line in lines)
            file.flush()
            os.fsync(file.fileno())
        part.replace(sums)
    finally:
        with contextlib.suppress(OSError):
            part.unlink()
    sync_folder(sums.parent)


def read_sums(path: Path) -> dict[str, str]:
    """Return the lines of a `SHA256SUMS` by the names they are of; none where it is not there."""
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return {}
    return {
        line[_SUM_DIGITS + 2 :]: line
        for line in text.splitlines()
        if len(line) > _SUM_DIGITS + 2
    }


def _read_free(folder: Path) -> int:
    return shutil.disk_usage(folder).free


def _is_read_only(folder: Path) -> bool:
    return os.name == "posix" and bool(os.statvfs(folder).f_flag & os.ST_RDONLY)
