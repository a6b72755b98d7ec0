"""A roster is taken only as the province published it; else the one in use stays."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from tuf.api.metadata import TargetFile

from kiosk.clock import system_clock
from kiosk.errors import StorageError
from kiosk.protocol import signature, status_list
from kiosk.storage import roster as stored
from kiosk.storage.database import Database
from kiosk.sync import roster
from kiosk.sync.fault import Fault, FaultClass
from kiosk.sync.roster import Delivered
from kiosk.sync.transport import Reply, Transport
from province.contents import Contents
from province.keys import KeyFolder, KeyName
from province.publishing import TIMESTAMP_LIFE, Publication
from tests.provinces import Province

DAY = timedelta(days=1)
POLICY = b'{"version": 1}'
LIST = status_list.pack([5])
NAMES_ALL = (
    b'{"version": 1, "issued_at": 1, "receipt_keys": [], "files": ["trust.json"]}'
)
Alter = Callable[[bytes], Reply | Fault]


@dataclass
class Files:
    """Gives out what a real publication holds; a name may be altered on the way."""

    publication: Publication
    alter: dict[str, Alter] = field(default_factory=dict)

    def get(self, path: str) -> Reply | Fault:
        kind, name = path.split("/")[-2:]
        published = (
            self.publication.read_metadata(name)
            if kind == "metadata"
            else self.publication.read_target(name)
        )
        for pattern, alter in self.alter.items():
            if re.search(pattern, name):
                return alter(published or b"")
        return answer(published or b"", 404 if published is None else 200)


def answer(body: bytes, status: int = 200) -> Reply:
    return Reply(
        status=status, content_type="", body=body, date=None, retry_after_s=None
    )


def alter_a_digit(content: bytes) -> Reply:
    """Change the version or, in the target, the time of issue: it still parses."""
    return answer(re.sub(rb'("version"|"issued_at"): ?\d', rb"\1:9", content, count=1))


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> KeyFolder:
    """Return the keys of a province."""
    made = KeyFolder(tmp_path_factory.mktemp("keys"))
    made.create_missing()
    return made


def publish(data: Path, keys: KeyFolder, *ages: timedelta) -> Files:
    """Publish once at each age, the oldest first."""
    publication = Publication(data, keys)
    for age in ages:
        assert publication.publish_if_due(system_clock()().wall - age)
    return Files(publication)


@pytest.fixture
def files(tmp_path: Path, keys: KeyFolder) -> Files:
    """Return a publication of today, its second."""
    return publish(tmp_path / "province", keys, 2 * DAY, timedelta())


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """Return the folder where a kiosk keeps TUF's files."""
    return tmp_path / "kept"


def get_root(files: Files) -> bytes:
    root = files.publication.read_metadata("root.json")
    assert root is not None
    return root


def fetch(files: Files, kept: Path) -> Delivered | Fault:
    return roster.fetch(files, kept, get_root(files))


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
    taken = roster.fetch(transport, kept, root)
    again = roster.fetch(transport, kept, root)
    transport.close()
    assert isinstance(taken, Delivered)
    assert again == taken


@pytest.mark.parametrize(
    ("name", "alter", "fault_class"),
    [
        ("roster.json", alter_a_digit, FaultClass.BAD_RECEIPT),
        ("targets.json", alter_a_digit, FaultClass.BAD_RECEIPT),
        ("snapshot.json", alter_a_digit, FaultClass.BAD_RECEIPT),
        ("timestamp.json", alter_a_digit, FaultClass.BAD_RECEIPT),
        ("timestamp.json", lambda _: answer(b"<html>"), FaultClass.BAD_RECEIPT),
        ("timestamp.json", lambda body: answer(body[:-9]), FaultClass.BAD_RECEIPT),
        ("targets.json", lambda _: answer(b"", 404), FaultClass.BAD_RECEIPT),
        ("timestamp.json", lambda _: answer(b"", 500), FaultClass.SERVER),
        ("timestamp.json", lambda _: answer(b"", 302), FaultClass.CAPTIVE_PORTAL),
        ("2.root.json", lambda _: answer(b"", 500), FaultClass.SERVER),
        ("2.root.json", lambda _: answer(b"{}"), FaultClass.BAD_RECEIPT),
        ("", lambda _: Fault(fault_class=FaultClass.NO_LINK), FaultClass.NO_LINK),
    ],
)
def test_what_was_altered_or_lost_on_the_way_is_a_fault_and_the_next_try_is_good(
    files: Files, kept: Path, name: str, alter: Alter, fault_class: FaultClass
) -> None:
    files.alter[name] = alter
    fault = fetch(files, kept)
    assert isinstance(fault, Fault)
    assert fault.fault_class is fault_class
    files.alter.clear()
    assert isinstance(fetch(files, kept), Delivered)


def test_an_older_roster_is_not_taken_after_a_newer_one(
    tmp_path: Path, keys: KeyFolder, files: Files, kept: Path
) -> None:
    newer = fetch(files, kept)
    older = publish(tmp_path / "older", keys, 2 * DAY)
    fault = roster.fetch(older, kept, get_root(files))
    assert isinstance(fault, Fault)
    assert fault.fault_class is FaultClass.BAD_RECEIPT
    assert fetch(files, kept) == newer


def test_a_roster_that_was_frozen_until_it_expired_is_not_taken(
    tmp_path: Path, keys: KeyFolder, kept: Path
) -> None:
    frozen = publish(tmp_path / "frozen", keys, TIMESTAMP_LIFE + DAY)
    fault = fetch(frozen, kept)
    assert isinstance(fault, Fault)
    assert "expired" in fault.detail


def test_another_provinces_roster_is_not_taken(
    tmp_path: Path, files: Files, kept: Path
) -> None:
    strange_keys = KeyFolder(tmp_path / "strange")
    strange_keys.create_missing()
    strange = publish(tmp_path / "strange", strange_keys, timedelta())
    fault = roster.fetch(strange, kept, get_root(files))
    assert isinstance(fault, Fault)
    assert fault.fault_class is FaultClass.BAD_RECEIPT


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


def test_a_roster_in_use_comes_back_whole(
    files: Files, kept: Path, database: Database
) -> None:
    taken = fetch(files, kept)
    assert isinstance(taken, Delivered)
    with database.write() as connection:
        roster.take(connection, taken)
    with database.read() as connection:
        assert stored.read_head(connection) == taken.head


@pytest.fixture
def listed(tmp_path: Path, keys: KeyFolder) -> Files:
    """Return a publication that carries files, one of them of a newer province."""
    named = {"policy.json": POLICY, "status-1.bin": LIST, "moon.json": b"?"}
    return publish_files(tmp_path / "province", keys, named)


def publish_files(data: Path, keys: KeyFolder, named: dict[str, bytes]) -> Files:
    publication = Publication(data, keys, lambda: Contents(files=named, watch="ab"))
    assert publication.publish_if_due(system_clock()().wall)
    return Files(publication)


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
    fault = Fault(fault_class=FaultClass.BAD_RECEIPT, detail=detail)
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
    ("content", "detail"),
    [
        ({}, "roster: there is no roster that can be read"),
        ({"roster_json": b"{"}, "roster: there is no roster that can be read"),
        ({"roster_json": NAMES_ALL}, "roster: trust.json is named and not there"),
    ],
)
def test_signed_content_that_is_no_roster_is_a_fault(
    tmp_path: Path, content: dict[str, bytes], detail: str
) -> None:
    fault = Fault(fault_class=FaultClass.BAD_RECEIPT, detail=detail)
    assert roster._read(Repository(tmp_path, **content), tmp_path) == fault


def test_a_policy_that_is_not_understood_leaves_the_one_before(
    tmp_path: Path, keys: KeyFolder, kept: Path, database: Database
) -> None:
    named = {"policy.json": POLICY}
    files = publish_files(tmp_path / "province", keys, named)
    take(files, kept, database)
    named["policy.json"] = b'{"version": 2, "moon": []}'
    assert files.publication.publish_if_due(system_clock()().wall)
    take(files, kept, database)
    with database.read() as connection:
        assert stored.read_files(connection) == {"policy.json": POLICY}
        assert "moon" in stored.read_policy_fault(connection)


def take(files: Files, kept: Path, database: Database) -> None:
    delivered = fetch(files, kept)
    assert isinstance(delivered, Delivered)
    with database.write() as connection:
        roster.take(connection, delivered)
