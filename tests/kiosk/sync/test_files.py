"""A folder answers as the province would."""

from pathlib import Path

from kiosk.protocol.watch_list import BLOBS_PATH, join_names, name_blob, unpack_blobs
from kiosk.sync.fault import Fault, FaultClass
from kiosk.sync.files import RosterFiles
from kiosk.sync.transport import MAX_ANSWER_BYTES, Reply

PATH = "/v1/roster/metadata/timestamp.json"


def put(folder: Path, content: bytes) -> Path:
    file = folder / "metadata" / "timestamp.json"
    file.parent.mkdir()
    file.write_bytes(content)
    return file


def test_a_file_is_the_answer(tmp_path: Path) -> None:
    put(tmp_path, b"{}")
    reply = RosterFiles(tmp_path).get(PATH)
    assert isinstance(reply, Reply)
    assert (reply.status, reply.body) == (200, b"{}")


def test_what_is_known_is_given_out_all_the_same(tmp_path: Path) -> None:
    put(tmp_path, b"{}")
    reply = RosterFiles(tmp_path).get(f"{PATH}?known=ab")
    assert isinstance(reply, Reply)
    assert (reply.status, reply.body) == (200, b"{}")


def test_a_missing_file_is_not_found(tmp_path: Path) -> None:
    reply = RosterFiles(tmp_path).get(PATH)
    assert isinstance(reply, Reply)
    assert reply.status == 404


def test_a_file_that_no_province_writes_is_not_loaded(tmp_path: Path) -> None:
    with put(tmp_path, b"").open("wb") as file:
        file.truncate(MAX_ANSWER_BYTES + 1)
    fault = Fault(fault_class=FaultClass.BAD_RECEIPT, detail="too long")
    assert RosterFiles(tmp_path).get(PATH) == fault


def test_a_stick_that_can_not_be_read_is_a_fault(tmp_path: Path) -> None:
    put(tmp_path, b"").unlink()
    (tmp_path / "metadata" / "timestamp.json").mkdir()
    fault = RosterFiles(tmp_path).get(PATH)
    assert isinstance(fault, Fault)
    assert fault.fault_class is FaultClass.NO_LINK
    assert fault.detail.startswith("timestamp.json: ")


def test_blobs_come_together_or_not_at_all(tmp_path: Path) -> None:
    (tmp_path / "blobs").mkdir()
    names = [name_blob(blob) for blob in (b"one", b"two")]
    (tmp_path / "blobs" / names[0].hex()).write_bytes(b"one")
    files = RosterFiles(tmp_path)
    missing = files.get(f"{BLOBS_PATH}/{join_names(names)}")
    assert isinstance(missing, Reply)
    assert missing.status == 404
    (tmp_path / "blobs" / names[1].hex()).write_bytes(b"two")
    whole = files.get(f"{BLOBS_PATH}/{join_names(names)}")
    assert isinstance(whole, Reply)
    assert unpack_blobs(whole.body, names) == (b"one", b"two")
