"""A kiosk enrols by files whole or not at all, and only by an answer to what it asked."""

from pathlib import Path

import msgspec
import pytest

from kiosk.errors import ProvinceError, UsageError
from kiosk.protocol import enrolment_file
from kiosk.protocol.enrolment_file import AnsweredByFile
from kiosk.storage import roster, settings
from kiosk.storage.database import Database
from kiosk.storage.folder import Folder, open_or_make
from kiosk.storage.migration import upgrade
from kiosk.sync import enrolment, enrolment_files
from tests.provinces import Province


def answer(province: Province, asked: bytes, tmp_path: Path, *more: str) -> bytes:
    request, out = tmp_path / "request", tmp_path / "answer"
    request.write_bytes(asked)
    province.ask("enrol", *more, "--answer", str(request), "--out", str(out))
    return out.read_bytes()


@pytest.fixture
def answered(
    province: Province, point: str, database: Database, tmp_path: Path
) -> AnsweredByFile:
    """Return the answer to a request without a code."""
    asked = enrolment_files.ask(database, None, "test")
    found = enrolment_file.decode_answer(answer(province, asked, tmp_path, point))
    assert found is not None
    return found


def is_enrolled(database: Database) -> bool:
    with database.read() as connection:
        return settings.read_enrolment(connection) is not None


def test_an_answer_brings_place_roster_and_a_way_to_the_province(
    province: Province,
    point: str,
    answered: AnsweredByFile,
    folder: Folder,
    database: Database,
) -> None:
    done = enrolment_files.take(database, folder, enrolment_file.encode(answered))

    with database.read() as connection:
        kept, head = settings.read_enrolment(connection), roster.read_head(connection)
    assert kept is not None
    assert (kept.point, kept.url) == (point, province.url)
    assert head is not None
    assert head.bundle_recipients
    assert not done.is_proven


def test_the_same_answer_again_does_no_harm(
    answered: AnsweredByFile, folder: Folder, database: Database
) -> None:
    data = enrolment_file.encode(answered)
    first = enrolment_files.take(database, folder, data)
    again = enrolment_files.take(database, folder, data)

    assert first.enrolled.kiosk_id == again.enrolled.kiosk_id


def test_asked_again_the_request_is_the_same(database: Database) -> None:
    first = enrolment_files.ask(database, None, "test")

    assert enrolment_files.ask(database, None, "test") == first


def test_an_answer_that_nobody_asked_for_is_refused(
    folder: Folder, database: Database
) -> None:
    with pytest.raises(UsageError, match="asked for nothing"):
        enrolment_files.take(database, folder, b"{}")


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"root": b"{}"}, "not taken"),
        ({"ca": b"another"}, "another certificate authority"),
        ({"files": {}}, "not taken"),
    ],
)
def test_an_answer_that_was_altered_changes_nothing(
    answered: AnsweredByFile,
    folder: Folder,
    database: Database,
    changes: dict[str, object],
    why: str,
) -> None:
    altered = msgspec.structs.replace(answered, **changes)

    with pytest.raises(ProvinceError, match=why):
        enrolment_files.take(database, folder, enrolment_file.encode(altered))
    assert not is_enrolled(database)


def test_another_fingerprint_than_was_read_out_changes_nothing(
    answered: AnsweredByFile, folder: Folder, database: Database
) -> None:
    data = enrolment_file.encode(answered)

    with pytest.raises(ProvinceError, match="not the one that was given"):
        enrolment_files.take(database, folder, data, fingerprint="AAAA-BBBB")
    assert not is_enrolled(database)
    shown = enrolment_files.take(database, folder, data).fingerprint
    again = enrolment_files.take(database, folder, data, fingerprint=shown.lower())
    assert again.is_proven


def test_a_code_vouches_for_the_province(
    province: Province,
    point: str,
    folder: Folder,
    database: Database,
    tmp_path: Path,
) -> None:
    code = enrolment.read_code(province.make_code(point, gate="Bắc"))
    asked = enrolment_files.ask(database, code, "test")

    done = enrolment_files.take(database, folder, answer(province, asked, tmp_path))

    assert (done.is_proven, done.enrolled.gate) == (True, "Bắc")


def test_another_province_than_the_codes_is_not_believed(
    province: Province,
    point: str,
    answered: AnsweredByFile,
    folder: Folder,
    database: Database,
) -> None:
    code = enrolment.read_code(province.make_code(point))
    other = msgspec.structs.replace(code, root_sha256=bytes(32))
    enrolment_files.ask(database, other, "test")

    with pytest.raises(ProvinceError, match="another root of trust"):
        enrolment_files.take(database, folder, enrolment_file.encode(answered))


def test_an_answer_to_another_kiosk_is_refused(
    answered: AnsweredByFile, tmp_path: Path
) -> None:
    other_folder = Folder(tmp_path / "other")
    other = open_or_make(other_folder, upgrade)
    enrolment_files.ask(other, None, "test")
    try:
        with pytest.raises(ProvinceError, match="it is for the kiosk K"):
            enrolment_files.take(other, other_folder, enrolment_file.encode(answered))
    finally:
        other.close()


def test_a_server_that_the_policy_does_not_allow_is_refused(
    answered: AnsweredByFile, folder: Folder, database: Database
) -> None:
    def refuse(url: str) -> None:
        raise UsageError(f"not {url}")

    with pytest.raises(UsageError, match="not http"):
        enrolment_files.take(
            database, folder, enrolment_file.encode(answered), refuse_url=refuse
        )
    assert not is_enrolled(database)
