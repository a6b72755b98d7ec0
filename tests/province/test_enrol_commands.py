"""Tests of what `province enrol` does with files and codes."""

import argparse
from pathlib import Path

import msgspec
import pytest

from kiosk.protocol import enrolment, enrolment_file
from kiosk.protocol.enrolment_file import AskedByFile
from province import enrol_commands
from province.errors import OutsideError, RefusedError, UsageError
from province.services import Services
from tests.province.builders import NOW, FakeKiosk, add_point


@pytest.fixture
def request_file(services: Services, tmp_path: Path) -> Path:
    """Return a kiosk's request, in a province with one point."""
    add_point(services.database)
    request = enrolment.make_request(b"t" * 16, FakeKiosk().key, "1.0")
    file = tmp_path / "request"
    file.write_bytes(enrolment_file.encode(AskedByFile(request=request)))
    return file


def run(services: Services, tmp_path: Path, **given: object) -> dict[str, object]:
    asked = {
        "data": tmp_path / "data",
        "point": None,
        "gate": "",
        "png": None,
        "answer": None,
        "out": None,
    }
    options = argparse.Namespace(**{**asked, **given})
    words: list[str] = []
    answer = enrol_commands.run(
        services.database, services.publication, options, NOW, words.append
    )
    return {**answer, "words": words}


def test_an_answer_is_written_and_its_fingerprint_told(
    services: Services, tmp_path: Path, request_file: Path
) -> None:
    out = tmp_path / "answer"
    told = run(services, tmp_path, answer=request_file, out=out)

    assert told["file"] == str(out)
    assert told["kiosk_id"] == FakeKiosk().kiosk_id
    assert str(told["fingerprint"]) in str(told["words"])
    assert enrolment_file.decode_answer(out.read_bytes()) is not None


@pytest.mark.parametrize("missing", ["answer", "out"])
def test_request_and_answer_are_named_together(
    services: Services, tmp_path: Path, request_file: Path, missing: str
) -> None:
    both = {"answer": request_file, "out": tmp_path / "answer"}
    del both[missing]

    with pytest.raises(UsageError, match="together"):
        run(services, tmp_path, **both)


def test_without_anything_named_the_point_is_asked_for(
    services: Services, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match="POINT"):
        run(services, tmp_path)


def test_a_file_that_is_not_there_is_named(services: Services, tmp_path: Path) -> None:
    gone = tmp_path / "gone"

    with pytest.raises(OutsideError, match="gone"):
        run(services, tmp_path, answer=gone, out=tmp_path / "answer")


def test_what_is_no_request_is_refused_and_nothing_written(
    services: Services, tmp_path: Path, request_file: Path
) -> None:
    request_file.write_bytes(msgspec.json.encode({"request": 1}))
    out = tmp_path / "answer"

    with pytest.raises(RefusedError, match="no request"):
        run(services, tmp_path, answer=request_file, out=out)
    assert not out.exists()
