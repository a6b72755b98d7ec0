"""A file has its name only once it was read back, and every other end leaves none."""

import errno
import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.export.fault import ExportFault
from kiosk.export.writing import (
    CHUNK_BYTES,
    SUMS,
    Phase,
    Progress,
    Sink,
    Watch,
    Written,
    check_room,
    classify,
    read_sums,
    write_verified,
)

CONTENT = os.urandom(CHUNK_BYTES * 2 + 17)


def produce(sink: Sink) -> None:
    for at in range(0, len(CONTENT), 100_000):
        sink.write(CONTENT[at : at + 100_000])


def write(
    folder: Path,
    name: str = "a.csv",
    on_progress: Callable[[Progress], None] = lambda _: None,
    is_cancelled: Callable[[], bool] = lambda: False,
) -> Written | ExportFault:
    return write_verified(
        folder,
        name,
        produce,
        expected_bytes=len(CONTENT),
        watch=Watch(on_progress, is_cancelled),
    )


def list_names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_written_file_is_whole_and_named_with_its_sum(tmp_path: Path) -> None:
    sha256 = hashlib.sha256(CONTENT).hexdigest()
    written = write(tmp_path)
    assert written == Written(path=tmp_path / "a.csv", size=len(CONTENT), sha256=sha256)
    assert (tmp_path / "a.csv").read_bytes() == CONTENT
    assert (tmp_path / SUMS).read_text() == f"{sha256}  a.csv\n"
    assert list_names(tmp_path) == [SUMS, "a.csv"]


def test_a_second_file_keeps_the_first_ones_sum(tmp_path: Path) -> None:
    write(tmp_path, "a.csv")
    write(tmp_path, "b.csv")
    assert sorted(read_sums(tmp_path / SUMS)) == ["a.csv", "b.csv"]


def test_a_file_written_again_has_one_sum(tmp_path: Path) -> None:
    write(tmp_path)
    write(tmp_path)
    assert len((tmp_path / SUMS).read_text().splitlines()) == 1


def test_progress_goes_up_through_both_phases(tmp_path: Path) -> None:
    told: list[Progress] = []
    write(tmp_path, on_progress=told.append)
    ends = {progress.phase: progress.done_bytes for progress in told}
    assert ends == {Phase.WRITING: len(CONTENT), Phase.VERIFYING: len(CONTENT)}
    assert told[-1].left_s == 0.0


@pytest.mark.parametrize("calls", range(6))
def test_a_cancelled_writing_leaves_nothing(tmp_path: Path, calls: int) -> None:
    left = iter([False] * calls)
    outcome = write(tmp_path, is_cancelled=lambda: next(left, True))
    assert outcome is ExportFault.CANCELLED
    assert list_names(tmp_path) == []


def test_a_stick_that_reads_back_something_else_is_worn_out(tmp_path: Path) -> None:
    def wear_out(progress: Progress) -> None:
        if progress.phase is Phase.VERIFYING and progress.done_bytes == 0:
            with (tmp_path / "a.csv.part").open("r+b") as file:
                file.seek(CHUNK_BYTES + 5)
                file.write(bytes([CONTENT[CHUNK_BYTES + 5] ^ 1]))

    assert write(tmp_path, on_progress=wear_out) is ExportFault.WORN_OUT
    assert list_names(tmp_path) == []


def test_a_file_that_vanishes_meanwhile_was_pulled_out(tmp_path: Path) -> None:
    def pull(progress: Progress) -> None:
        if progress.phase is Phase.VERIFYING:
            (tmp_path / "a.csv.part").unlink(missing_ok=True)

    assert write(tmp_path, on_progress=pull) is ExportFault.PULLED_OUT
    assert list_names(tmp_path) == []


def test_a_folder_that_is_not_there_was_pulled_out(tmp_path: Path) -> None:
    assert write(tmp_path / "gone") is ExportFault.PULLED_OUT


def test_a_folder_without_room_is_full_before_anything_is_written(
    tmp_path: Path,
) -> None:
    assert check_room(tmp_path, 2**62) is ExportFault.FULL
    assert check_room(tmp_path, 0) is None


def test_a_bug_of_the_producer_is_raised_and_leaves_nothing(tmp_path: Path) -> None:
    def fail(sink: Sink) -> None:
        sink.write(CONTENT)
        raise LookupError("a bug")

    with pytest.raises(LookupError, match="a bug"):
        write_verified(
            tmp_path,
            "a.csv",
            fail,
            expected_bytes=1,
            watch=Watch(lambda _: None, lambda: False),
        )
    assert list_names(tmp_path) == []


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        (errno.ENOSPC, ExportFault.FULL),
        (errno.EROFS, ExportFault.READ_ONLY),
        (errno.EPERM, ExportFault.READ_ONLY),
        (errno.EIO, ExportFault.PULLED_OUT),
        (errno.ENODEV, ExportFault.PULLED_OUT),
    ],
)
def test_an_error_of_the_system_is_one_of_the_faults(
    tmp_path: Path, code: int, fault: ExportFault
) -> None:
    device = tmp_path.stat().st_dev
    assert classify(OSError(code, "test"), tmp_path, device) is fault


def test_another_device_in_the_folders_place_was_pulled_out(tmp_path: Path) -> None:
    other = tmp_path.stat().st_dev + 1
    assert classify(OSError(errno.ENOSPC, "x"), tmp_path, other) is (
        ExportFault.PULLED_OUT
    )
