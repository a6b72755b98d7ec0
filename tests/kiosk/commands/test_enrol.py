"""Enrolment is told on stdout, and the recovery passphrase in a file of its owner's."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from kiosk.commands.enrol import run
from kiosk.errors import OutsideError, UsageError
from kiosk.storage import slots
from kiosk.storage.folder import Folder
from kiosk.storage.key_slots import passphrase
from tests.kiosk.commands.conftest import Ask
from tests.provinces import Province, serve


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Province]:
    """Run a province for the tests of this module."""
    with serve(tmp_path_factory.mktemp("province") / "data") as served:
        yield served


@pytest.fixture(scope="module")
def point(province: Province) -> str:
    """Return a point of the province."""
    return province.add_point()


@pytest.fixture
def code(province: Province, point: str) -> str:
    """Return a one-time code."""
    return province.make_code(point, gate="B")


def test_the_recovery_passphrase_is_its_owners_alone(
    ask: Ask, code: str, folder: Folder, capfd: pytest.CaptureFixture[str]
) -> None:
    out = folder.path.with_name("recovery.txt")
    assert run(ask("enrol", code, "--recovery-out", str(out))) == 0
    answer = msgspec.json.decode(capfd.readouterr().out, type=dict[str, str])
    assert set(answer) == {"kiosk_id", "point", "gate", "province", "recovery"}
    assert out.read_text(encoding="ascii") == answer["recovery"] + "\n"
    assert out.stat().st_mode & 0o077 == 0
    assert passphrase.unlock(slots.load(folder.slots), answer["recovery"])


def test_a_passphrase_that_can_not_be_written_is_still_printed(
    ask: Ask, code: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "no such folder" / "recovery.txt"
    with pytest.raises(OutsideError, match="The kiosk is enrolled; keep the passph"):
        run(ask("enrol", code, "--recovery-out", str(out)))
    answer = msgspec.json.decode(capfd.readouterr().out, type=dict[str, str])
    assert answer["recovery"].count("-") == 5


def test_what_is_no_code_makes_nothing(
    ask: Ask, folder: Folder, capfd: pytest.CaptureFixture[str]
) -> None:
    before = sorted(folder.path.iterdir())
    with pytest.raises(UsageError, match="not an enrolment code"):
        run(ask("enrol", "001190000123"))
    assert sorted(folder.path.iterdir()) == before
    assert capfd.readouterr().out == ""


def write_policy(folder: Folder, *lines: str) -> str:
    path = folder.path.with_name("policy.toml")
    path.write_text("\n".join(lines), encoding="utf-8")
    return str(path)


def test_the_policy_s_code_is_taken_where_none_is_given(
    ask: Ask, code: str, folder: Folder, capfd: pytest.CaptureFixture[str]
) -> None:
    file = folder.path.with_name("code")
    file.write_text(code + "\n", encoding="ascii")
    policy = write_policy(folder, f'enrol_code_file = "{file}"')
    assert run(ask("enrol", "--policy", policy)) == 0
    assert '"gate":"B"' in capfd.readouterr().out


def test_without_any_code_it_is_said_where_to_give_it(ask: Ask, folder: Folder) -> None:
    with pytest.raises(UsageError, match="'enrol_code_file' in the policy"):
        run(ask("enrol", "--policy", write_policy(folder, 'gate = "A"')))


def test_a_code_of_another_server_than_the_policy_s_enrols_nothing(
    ask: Ask, code: str, folder: Folder
) -> None:
    policy = write_policy(folder, 'server_url = "https://khac.example"')
    with pytest.raises(UsageError, match=r"khac\.example"):
        run(ask("enrol", code, "--policy", policy))
    assert not folder.enrolled_mark.exists()


def test_a_request_goes_out_and_its_answer_enrols(
    ask: Ask,
    province: Province,
    point: str,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    request, answer = str(tmp_path / "request"), str(tmp_path / "answer")
    assert run(ask("enrol", "--request", request)) == 0
    asked = msgspec.json.decode(capfd.readouterr().out, type=dict[str, str])
    told = province.ask("enrol", point, "--answer", request, "--out", answer)

    assert run(ask("enrol", "--file", answer)) == 0

    captured = capfd.readouterr()
    enrolled = msgspec.json.decode(captured.out, type=dict[str, str])
    assert enrolled["kiosk_id"] == asked["kiosk_id"]
    assert enrolled["fingerprint"] == told["fingerprint"]
    assert enrolled["fingerprint"] in captured.err


def test_a_request_that_can_not_be_written_is_named(ask: Ask, tmp_path: Path) -> None:
    with pytest.raises(OutsideError, match="no such folder"):
        run(ask("enrol", "--request", str(tmp_path / "no such folder" / "request")))


def test_an_answer_that_is_not_there_is_named(ask: Ask, tmp_path: Path) -> None:
    with pytest.raises(OutsideError, match="Look at the stick"):
        run(ask("enrol", "--file", str(tmp_path / "gone")))


def test_an_answer_goes_without_a_code(ask: Ask, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="without a code"):
        run(ask("enrol", "VE1", "--file", str(tmp_path / "answer")))
