"""A kiosk enrols whole or not at all, and the same code again does no harm."""

from pathlib import Path

import pytest

from kiosk.demonstration.network import Network
from kiosk.errors import ProvinceError, RefusedError, UsageError
from kiosk.protocol.enrolment import Code, format_code
from kiosk.storage import roster, settings, slots
from kiosk.storage.database import Database
from kiosk.storage.folder import Folder, open_or_make
from kiosk.storage.key_slots import passphrase
from kiosk.storage.migration import upgrade
from kiosk.storage.slots import SlotKind
from kiosk.sync import enrolment
from tests.provinces import Province


def is_enrolled(database: Database) -> bool:
    with database.read() as connection:
        return settings.read_enrolment(connection) is not None


def test_an_enrolled_kiosk_knows_its_place_and_its_roster(
    province: Province, point: str, folder: Folder, database: Database
) -> None:
    code = enrolment.read_code(province.make_code(point, gate="Bắc"))
    done = enrolment.enrol(database, folder, code, "test")
    with database.read() as connection:
        current = roster.read_head(connection)
    assert (done.point, done.gate) == (point, "Bắc")
    assert folder.enrolled_mark.exists()
    assert current is not None
    assert len(current.receipt_keys) >= 1


def test_the_recovery_passphrase_opens_the_database_key(
    province: Province, point: str, folder: Folder, database: Database
) -> None:
    code = enrolment.read_code(province.make_code(point))
    done = enrolment.enrol(database, folder, code, "test")
    held = slots.load(folder.slots)
    assert passphrase.unlock(held, done.recovery) is not None
    assert held.kinds == {SlotKind.KEY_FILE, SlotKind.PASSPHRASE, SlotKind.PROVINCE}


def test_the_same_code_again_is_the_same_answer(
    province: Province, point: str, folder: Folder, database: Database
) -> None:
    code = enrolment.read_code(province.make_code(point))
    first = enrolment.enrol(database, folder, code, "test")
    again = enrolment.enrol(database, folder, code, "test")
    assert (first.kiosk_id, first.point) == (again.kiosk_id, again.point)


def test_another_code_on_an_enrolled_kiosk_is_refused(
    province: Province, point: str, folder: Folder, database: Database
) -> None:
    enrolment.enrol(
        database, folder, enrolment.read_code(province.make_code(point)), "test"
    )
    other = enrolment.read_code(province.make_code(point))
    with pytest.raises(UsageError, match="already enrolled at point"):
        enrolment.enrol(database, folder, other, "test")


def test_a_code_that_another_kiosk_used_is_said_by_the_province(
    province: Province, point: str, folder: Folder, database: Database, tmp_path: Path
) -> None:
    code = enrolment.read_code(province.make_code(point))
    other_folder = Folder(tmp_path / "other")
    other = open_or_make(other_folder, upgrade)
    enrolment.enrol(other, other_folder, code, "test")
    other.close()
    with pytest.raises(RefusedError, match="used by another kiosk"):
        enrolment.enrol(database, folder, code, "test")
    assert not is_enrolled(database)
    assert not folder.enrolled_mark.exists()


def test_an_unknown_code_is_said_by_the_province(
    province: Province, point: str, folder: Folder, database: Database
) -> None:
    known = enrolment.read_code(province.make_code(point))
    forged = Code(
        url=known.url,
        token=bytes(16),
        expires_at=known.expires_at,
        root_sha256=known.root_sha256,
    )
    with pytest.raises(RefusedError, match="does not know this code"):
        enrolment.enrol(database, folder, forged, "test")


def test_another_root_of_trust_is_not_believed(
    province: Province, point: str, folder: Folder, database: Database
) -> None:
    known = enrolment.read_code(province.make_code(point))
    other = Code(
        url=known.url,
        token=known.token,
        expires_at=known.expires_at,
        root_sha256=bytes(32),
    )
    with pytest.raises(ProvinceError):
        enrolment.enrol(database, folder, other, "test")
    assert not is_enrolled(database)


def test_without_a_network_nothing_is_kept_and_the_code_stays_good(
    province: Province, point: str, folder: Folder, database: Database
) -> None:
    known = enrolment.read_code(province.make_code(point))
    with Network() as network:
        network.lead_to("127.0.0.1", int(province.url.rsplit(":", 1)[1]))
        code = Code(
            url=network.url,
            token=known.token,
            expires_at=known.expires_at,
            root_sha256=known.root_sha256,
        )
        network.cut()
        with pytest.raises(ProvinceError, match="give the same code again"):
            enrolment.enrol(database, folder, code, "test")
        assert not is_enrolled(database)
        network.mend()
        assert enrolment.enrol(database, folder, code, "test").point == point


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "not an enrolment code"),
        ("001190000123", "not an enrolment code"),
        ("VE1ABCDEFGH", "typing mistake"),
        ("VE1\N{SNOWMAN}", "not an enrolment code"),
    ],
)
def test_what_is_no_code_is_said(text: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        enrolment.read_code(text)


@pytest.mark.parametrize(
    "url", ["http://province.example", "http://10.0.0.1:80", "ftp://x", "http://", "x"]
)
def test_plain_http_beyond_this_machine_is_refused(url: str) -> None:
    code = Code(url=url, token=bytes(16), expires_at=0, root_sha256=bytes(32))
    with pytest.raises(UsageError, match="only https"):
        enrolment.read_code(format_code(code))


@pytest.mark.parametrize(
    "url", ["https://province.example", "http://127.0.0.1:1", "http://[::1]:1"]
)
def test_https_and_loopback_are_good(url: str) -> None:
    code = Code(url=url, token=bytes(16), expires_at=0, root_sha256=bytes(32))
    assert enrolment.read_code(format_code(code)) == code


@pytest.mark.parametrize(
    ("url", "is_safe"),
    [
        ("https://province.example", True),
        ("http://127.0.0.1:8080", True),
        ("http://localhost", True),
        ("http://192.0.2.1", False),
        ("http://", False),
        ("https://", False),
        ("ftp://localhost", False),
    ],
)
def test_only_https_and_this_machine_itself_are_safe(
    url: str,
    is_safe: bool,  # noqa: FBT001 - a case
) -> None:
    assert enrolment.is_safe_address(url) is is_safe
