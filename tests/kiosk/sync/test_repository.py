"""Only what the province published is taken; else the roster in use stays."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from tuf.api.metadata import TargetFile

from kiosk.errors import StorageError
from kiosk.protocol import signature, status_list
from kiosk.sync import repository
from kiosk.sync.fault import Distrust, Fault, FaultClass
from kiosk.sync.roster import Delivered
from kiosk.sync.transport import Reply, Transport
from province.keys import KeyFolder, KeyName
from province.publishing import TIMESTAMP_LIFE
from tests.provinces import Province
from tests.rosters import (
    DAY,
    Alter,
    Files,
    answer,
    fetch,
    get_root,
    publish,
    publish_files,
)

POLICY = b'{"version": 1}'
LIST = status_list.pack([5])
NAMES_ALL = (
    b'{"version": 1, "issued_at": 1, "receipt_keys": [], "files": ["trust.json"]}'
)


def alter_a_digit(content: bytes) -> Reply:
    """Change the version or, in the target, the time of issue: it still parses."""
    return answer(re.sub(rb'("version"|"issued_at"): ?\d', rb"\1:9", content, count=1))


BAD = FaultClass.BAD_RECEIPT


@pytest.fixture
def files(tmp_path: Path, keys: KeyFolder) -> Files:
    """Return a publication of today, its second."""
    return publish(tmp_path / "province", keys, 2 * DAY, timedelta())


def test_the_published_roster_is_taken(
    files: Files, kept: Path, keys: KeyFolder
) -> None:
    taken = fetch(files, kept)
    assert isinstance(taken, Delivered)
    head = taken.head
    assert head.version == 2
    receipt_key = signature.get_public_bytes(keys.load(KeyName.RECEIPT))
    assert head.receipt_keys == (receipt_key,)
    assert head.expires_at - head.issued_at == TIMESTAMP_LIFE


def test_the_roster_of_a_running_province_is_taken(
    province: Province, kept: Path
) -> None:
    root = (province.data / "roster" / "metadata" / "root.json").read_bytes()
    transport = Transport(province.url)
    taken = repository.fetch(transport, kept, root)
    again = repository.fetch(transport, kept, root)
    transport.close()
    assert isinstance(taken, Delivered)
    assert again == taken


@pytest.mark.parametrize(
    ("name", "alter", "fault_class", "distrust"),
    [
        ("roster.json", alter_a_digit, BAD, Distrust.ALTERED),
        ("targets.json", alter_a_digit, BAD, Distrust.NOT_SIGNED),
        ("snapshot.json", alter_a_digit, BAD, Distrust.NOT_SIGNED),
        ("timestamp.json", alter_a_digit, BAD, Distrust.NOT_SIGNED),
        ("timestamp.json", lambda _: answer(b"<html>"), BAD, Distrust.UNREADABLE),
        ("timestamp.json", lambda body: answer(body[:-9]), BAD, Distrust.UNREADABLE),
        ("targets.json", lambda _: answer(b"", 404), BAD, Distrust.INCOMPLETE),
        ("timestamp.json", lambda _: answer(b"", 500), FaultClass.SERVER, None),
        ("timestamp.json", lambda _: answer(b"", 204), FaultClass.SERVER, None),
        ("timestamp.json", lambda _: answer(b"", 302), FaultClass.CAPTIVE_PORTAL, None),
        ("2.root.json", lambda _: answer(b"", 500), FaultClass.SERVER, None),
        ("2.root.json", lambda _: answer(b"{}"), BAD, Distrust.UNREADABLE),
        ("", lambda _: Fault(fault_class=FaultClass.NO_LINK), FaultClass.NO_LINK, None),
    ],
)
def test_what_was_altered_or_lost_on_the_way_is_a_fault_and_the_next_try_is_good(
    files: Files,
    kept: Path,
    name: str,
    alter: Alter,
    fault_class: FaultClass,
    distrust: Distrust | None,
) -> None:
    files.alter[name] = alter
    fault = fetch(files, kept)
    assert isinstance(fault, Fault)
    assert (fault.fault_class, fault.distrust) == (fault_class, distrust)
    files.alter.clear()
    assert isinstance(fetch(files, kept), Delivered)


def test_an_older_roster_is_not_taken_after_a_newer_one(
    tmp_path: Path, keys: KeyFolder, files: Files, kept: Path
) -> None:
    newer = fetch(files, kept)
    older = publish(tmp_path / "older", keys, 2 * DAY)
    fault = repository.fetch(older, kept, get_root(files))
    assert isinstance(fault, Fault)
    assert fault.distrust is Distrust.ROLLED_BACK
    assert fetch(files, kept) == newer


def test_a_roster_that_was_frozen_until_it_expired_is_not_taken(
    tmp_path: Path, keys: KeyFolder, kept: Path
) -> None:
    frozen = publish(tmp_path / "frozen", keys, TIMESTAMP_LIFE + DAY)
    fault = fetch(frozen, kept)
    assert isinstance(fault, Fault)
    assert (fault.fault_class, fault.distrust) == (FaultClass.CLOCK, Distrust.EXPIRED)


def test_another_provinces_roster_is_not_taken(
    tmp_path: Path, files: Files, kept: Path
) -> None:
    strange_keys = KeyFolder(tmp_path / "strange")
    strange_keys.create_missing()
    strange = publish(tmp_path / "strange", strange_keys, timedelta())
    fault = repository.fetch(strange, kept, get_root(files))
    assert isinstance(fault, Fault)
    assert fault.distrust is Distrust.NOT_SIGNED


def test_an_earlier_fault_does_not_explain_a_later_one(
    files: Files, kept: Path
) -> None:
    """TUF goes on after 403 for a newer root, then meets the altered file."""
    files.alter["2.root.json"] = lambda _: answer(b"", 403)
    files.alter["timestamp.json"] = alter_a_digit
    fault = fetch(files, kept)
    assert isinstance(fault, Fault)
    assert fault.fault_class is FaultClass.BAD_RECEIPT


def test_a_folder_that_can_not_be_written_is_said(files: Files, kept: Path) -> None:
    kept.write_bytes(b"a file in its place")
    with pytest.raises(StorageError, match=f"Roster folder {kept}"):
        fetch(files, kept)


@pytest.fixture
def listed(tmp_path: Path, keys: KeyFolder) -> Files:
    """Return a publication that carries files, one of them of a newer province."""
    named = {"policy.json": POLICY, "status-1.bin": LIST, "moon.json": b"?"}
    return publish_files(tmp_path / "province", keys, named)


def test_where_nothing_is_new_one_question_is_all(listed: Files, kept: Path) -> None:
    first = fetch(listed, kept)
    listed.asked.clear()
    assert fetch(listed, kept) == first
    assert listed.asked == ["timestamp.json"]


def test_a_mirror_of_mere_files_is_as_good(listed: Files, kept: Path) -> None:
    first = fetch(listed, kept)
    listed.asked.clear()
    listed.alter["timestamp"] = answer
    assert fetch(listed, kept) == first
    assert listed.asked == ["timestamp.json", "2.root.json"]


@pytest.mark.parametrize(
    "name",
    [
        "metadata/timestamp.json",
        "metadata/snapshot.json",
        "metadata/targets.json",
        "metadata/root_history/1.root.json",
        "targets/roster.json",
        "targets/policy.json",
    ],
)
@pytest.mark.parametrize("damage", [b"", b"damaged"])
def test_what_this_disk_lost_is_fetched_again_though_nothing_is_new(
    listed: Files, kept: Path, name: str, damage: bytes
) -> None:
    first = fetch(listed, kept)
    (kept / name).write_bytes(damage)
    assert fetch(listed, kept) == first


def test_who_says_for_ever_that_nothing_is_new_is_found_out_in_time(
    tmp_path: Path, keys: KeyFolder, kept: Path
) -> None:
    """The timestamp that was good when it came has ended since."""
    files = publish(tmp_path / "province", keys, TIMESTAMP_LIFE + DAY)
    held = files.publication.read_metadata("timestamp.json")
    (kept / "metadata").mkdir(parents=True)
    (kept / "metadata" / "timestamp.json").write_bytes(held or b"")
    files.alter["timestamp"] = lambda _: answer(b"", 204)
    fault = fetch(files, kept)
    assert isinstance(fault, Fault)
    assert fault.distrust is Distrust.EXPIRED


def test_files_that_are_known_are_delivered(listed: Files, kept: Path) -> None:
    taken = fetch(listed, kept)
    assert isinstance(taken, Delivered)
    assert taken.files == {"policy.json": POLICY, "status-1.bin": LIST}
    assert taken.head.watch == "ab"


def test_a_file_that_has_not_changed_is_not_asked_for_again(
    listed: Files, kept: Path
) -> None:
    first = fetch(listed, kept)
    listed.alter["policy|status"] = lambda _: answer(b"", 500)
    assert fetch(listed, kept) == first


@pytest.mark.parametrize("name", ["policy.json", "status-1.bin"])
def test_a_file_that_was_altered_on_the_way_is_a_fault(
    listed: Files, kept: Path, name: str
) -> None:
    listed.alter[name] = lambda body: answer(b"x" * len(body))
    fault = fetch(listed, kept)
    assert isinstance(fault, Fault)
    assert fault.fault_class is FaultClass.BAD_RECEIPT


@pytest.mark.parametrize(
    ("named", "detail"),
    [
        ({"status-1.bin": b"?"}, "roster: status list 1 can't be read"),
        ({"trust.json": b"{"}, "roster: trust.json can't be read"),
    ],
)
def test_a_list_that_can_not_be_read_refuses_the_roster_whole(
    tmp_path: Path, keys: KeyFolder, kept: Path, named: dict[str, bytes], detail: str
) -> None:
    files = publish_files(tmp_path / "province", keys, named)
    fault = Fault(fault_class=BAD, detail=detail, distrust=Distrust.UNREADABLE)
    assert fetch(files, kept) == fault


class Repository:
    """Answers for TUF's updater, in what the province never signs."""

    def __init__(self, folder: Path, **files: bytes) -> None:
        self._folder = folder
        self._files = {name.replace("_", "."): data for name, data in files.items()}

    def get_targetinfo(self, name: str, /) -> TargetFile | None:
        found = self._files.get(name)
        return None if found is None else TargetFile.from_data(name, found, ["sha256"])

    def find_cached_target(self, target: TargetFile, /) -> str | None:
        del target
        return None

    def download_target(self, target: TargetFile, /) -> str:
        path = self._folder / target.path
        path.write_bytes(self._files[target.path])
        return str(path)


@pytest.mark.parametrize(
    ("content", "distrust"),
    [
        ({}, Distrust.UNREADABLE),
        ({"roster_json": b"{"}, Distrust.UNREADABLE),
        ({"roster_json": NAMES_ALL}, Distrust.INCOMPLETE),
    ],
)
def test_signed_content_that_is_no_roster_is_a_fault(
    tmp_path: Path, content: dict[str, bytes], distrust: Distrust
) -> None:
    fault = repository._read(Repository(tmp_path, **content), tmp_path)
    assert isinstance(fault, Fault)
    assert (fault.fault_class, fault.distrust) == (BAD, distrust)
