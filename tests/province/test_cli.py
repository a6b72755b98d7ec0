"""Tests of the province's commands as real processes, beside one that serves."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import pytest
import zxingcpp

from kiosk.protocol import enrolment
from kiosk.protocol.enrolment import Code
from province.category import Category
from province.cli import main
from province.keys import KeyFolder
from province.ledger.arrivals import append_batch
from province.ledger.database import FILE_NAME, Database
from province.publishing import Publication
from tests.province.builders import NOW, FakeKiosk, an_entry, enrol
from tests.province.processes import Running, run
from tests.signing import Issuer

pytestmark = pytest.mark.system


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What a command came to."""

    returncode: int
    stdout: str
    stderr: str


class Shell:
    """Runs commands without the second that a new process takes."""

    def __init__(self, capture: pytest.CaptureFixture[str]) -> None:
        self._capture = capture

    def run(self, *arguments: str) -> Done:
        """Run one command to its end."""
        self._capture.readouterr()
        code = main(arguments)
        told = self._capture.readouterr()
        return Done(returncode=code, stdout=told.out, stderr=told.err)

    def answer(self, *arguments: str) -> Any:
        """Run a command that must do, and return its JSON; `Any` as JSON has it."""
        done = self.run(*arguments)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)


@pytest.fixture
def shell(capsys: pytest.CaptureFixture[str]) -> Shell:
    """Return what runs commands."""
    return Shell(capsys)


@pytest.fixture
def data(province: Running) -> tuple[str, str]:
    """Return the options that name the running province's data."""
    return ("--data", str(province.data))


def add_point(shell: Shell, data: tuple[str, str], unit: str = "04") -> str:
    described = ("--name", "Cổng Đông", "--category", "checkpoint", "--unit", unit)
    point: str = shell.answer("point", "add", *data, *described)["point"]
    return point


def test_a_point_gets_the_next_id(shell: Shell, data: tuple[str, str]) -> None:
    first, second = add_point(shell, data), add_point(shell, data)

    assert first.startswith("P")
    assert int(second[1:]) == int(first[1:]) + 1


def test_points_come_from_a_file_and_bad_rows_are_told(
    shell: Shell, data: tuple[str, str], tmp_path: Path
) -> None:
    file = tmp_path / "points.csv"
    file.write_text(
        "name,category,unit\nTrường A,school,07\nQuán B,nowhere,07\n", "utf-8"
    )

    done = shell.run("point", "import", *data, str(file))

    assert json.loads(done.stdout) == {"added": 1, "updated": 0, "refused": 1}
    assert done.returncode == 1
    assert "Line 3: The category 'nowhere'" in done.stderr


def test_a_code_carries_the_address_and_the_root(
    shell: Shell, province: Running, data: tuple[str, str]
) -> None:
    issued = shell.answer("enrol", *data, add_point(shell, data), "--gate", "Cổng 1")

    code = enrolment.parse_code(issued["code"])
    assert isinstance(code, Code)
    published = Publication(province.data, KeyFolder(province.data))
    assert (code.url, code.root_sha256) == (province.url, published.hash_root())
    assert issued["expires_at"].endswith("+00:00")


def test_the_picture_of_a_code_reads_back(
    shell: Shell, data: tuple[str, str], tmp_path: Path
) -> None:
    picture = tmp_path / "code.png"

    issued = shell.answer("enrol", *data, add_point(shell, data), "--png", str(picture))

    (read,) = zxingcpp.read_barcodes(cv2.imread(str(picture)))
    assert read.text == issued["code"]


def test_a_point_that_is_not_registered_is_wrong_use(
    shell: Shell, data: tuple[str, str]
) -> None:
    done = shell.run("enrol", *data, "P999999")

    assert (done.returncode, done.stdout) == (2, "")
    assert "There is no point 'P999999'" in done.stderr


def test_a_code_needs_a_province_that_has_served(shell: Shell, tmp_path: Path) -> None:
    done = shell.run("enrol", "--data", str(tmp_path), "P000001")

    assert done.returncode == 2
    assert "province serve" in done.stderr


def test_the_figures_have_the_keys_that_others_rely_on(
    shell: Shell, data: tuple[str, str]
) -> None:
    add_point(shell, data, unit="99")

    figures = shell.answer("stats", *data)

    keys = "entries points active_7d silent zero no_report previous_week change by_unit"
    assert set(keys.split()) <= set(figures)
    assert {"unit": "99"}.items() <= figures["by_unit"][-1].items()


def test_an_account_is_added_and_its_password_told_once(
    shell: Shell, data: tuple[str, str]
) -> None:
    done = shell.run("user", "add", *data, "hoa", "--role", "unit", "--unit", "04")

    assert json.loads(done.stdout) == {"user": "hoa"}
    assert "Password of hoa, shown only now:" in done.stderr


def test_keys_are_listed_without_their_private_half(
    shell: Shell, province: Running, data: tuple[str, str]
) -> None:
    done = shell.run("keys", "list", *data)

    names = [key["name"] for key in json.loads(done.stdout)["keys"]]
    assert names == [
        *("root", "targets", "snapshot", "timestamp", "receipt"),
        *("pass", "bundle", "recovery"),
    ]
    private = (province.data / "keys" / "receipt.pem").read_text().splitlines()[1]
    assert private not in done.stdout


def test_offline_keys_are_moved_by_a_backup(shell: Shell, tmp_path: Path) -> None:
    data = ("--data", str(tmp_path / "data"))
    shell.answer("keys", "init", *data)

    keys = shell.answer("keys", "backup", *data, "--to", str(tmp_path / "stick"))[
        "keys"
    ]

    moved = [key["name"] for key in keys if key["place"] == "moved"]
    assert moved == ["root", "recovery"]


def test_a_folder_without_keys_answers_no(shell: Shell, tmp_path: Path) -> None:
    done = shell.run("keys", "list", "--data", str(tmp_path))

    assert (done.returncode, json.loads(done.stdout)) == (1, {"keys": []})


def test_every_category_has_its_words(shell: Shell) -> None:
    lines = [json.loads(line) for line in shell.run("words").stdout.splitlines()]

    codes = [line["code"] for line in lines if line["set"] == "category"]
    assert sorted(codes) == sorted(Category)
    assert {"fault"} < {line["set"] for line in lines}
    assert all(line["vi"] and line["en"] for line in lines)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("stats", "--database", "mysql://a/b"), "names 'mysql'"),
        (("stats", "--database", "postgresql://a@127.0.0.1:1/b"), "can't be opened"),
        (("serve", "--host", "192.0.2.1"), "can't be listened on"),
        (("serve", "--tls-cert", "none", "--tls-key", "none"), "can't be used"),
    ],
)
def test_what_lies_outside_is_told_with_exit_3(
    tmp_path: Path,
    shell: Shell,
    arguments: tuple[str, ...],
    told: str,
) -> None:
    done = shell.run(*arguments, "--data", str(tmp_path))

    assert done.returncode == 3
    assert told in done.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("point", "add", "--name", "A", "--category", "x", "--unit", "1"), "category"),
        (("point", "import", "nowhere.csv"), "can't be read"),
        (("user", "add", "a", "--role", "king"), "role 'king'"),
        (("stats", "--week", "2026"), "none such as"),
        (("serve", "--public-url", "ftp://a"), "no address"),
        (("serve", "--tls-cert", "a"), "go together"),
    ],
)
def test_wrong_use_is_told_with_exit_2(
    tmp_path: Path,
    shell: Shell,
    arguments: tuple[str, ...],
    told: str,
) -> None:
    done = shell.run(*arguments, "--data", str(tmp_path))

    assert done.returncode == 2
    assert told in done.stderr


def test_a_damaged_file_is_told_and_kept(tmp_path: Path, shell: Shell) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"nonsense" * 999)

    done = shell.run("stats", "--data", str(tmp_path))

    assert done.returncode == 3
    assert "not a database" in done.stderr
    assert (tmp_path / FILE_NAME).read_bytes() == b"nonsense" * 999


def test_a_command_is_a_process_beside_the_one_that_serves(
    data: tuple[str, str],
) -> None:
    described = ("--name", "Cổng Tây", "--category", "office", "--unit", "04")

    done = run("point", "add", *data, *described)

    assert done.returncode == 0
    assert json.loads(done.stdout)["point"].startswith("P")


def test_a_policy_is_set_and_shown(
    shell: Shell, data: tuple[str, str], tmp_path: Path
) -> None:
    file = tmp_path / "policy.json"
    file.write_text('{"version": 1, "default": {"capacity": 900}}', "utf-8")

    assert shell.answer("policy", "set", *data, str(file)) == {"version": 1}
    assert shell.answer("policy", "show", *data)["default"] == {"capacity": 900}


def test_a_policy_that_does_not_validate_is_wrong_use(
    shell: Shell, data: tuple[str, str], tmp_path: Path
) -> None:
    file = tmp_path / "policy.json"
    file.write_text('{"version": 1, "default": {"accepted": ["cccdd"]}}', "utf-8")

    done = shell.run("policy", "set", *data, str(file))

    assert done.returncode == 2
    assert "Did you mean 'cccd'?" in done.stderr


def test_where_no_policy_was_set_none_is_shown(shell: Shell, tmp_path: Path) -> None:
    done = shell.run("policy", "show", "--data", str(tmp_path))

    assert (done.returncode, done.stdout) == (1, "")


def test_the_schema_of_a_policy_is_the_one_in_the_docs(shell: Shell) -> None:
    published = Path(__file__).parents[2] / "docs" / "policy.schema.json"

    assert shell.answer("policy", "schema") == json.loads(published.read_bytes())


def test_keys_are_added_listed_and_removed(
    shell: Shell, data: tuple[str, str], tmp_path: Path
) -> None:
    file = tmp_path / "dsc.der"
    file.write_bytes(Issuer().certificate)

    (name,) = shell.answer("trust", "add", *data, str(file), "--scope", "health")[
        "added"
    ]
    assert name in {key["key"] for key in shell.answer("trust", "list", *data)["keys"]}
    assert shell.answer("trust", "remove", *data, name) == {"removed": 1}
    assert shell.run("trust", "remove", *data, name).returncode == 1


def test_a_province_that_never_served_exports_a_roster(
    shell: Shell, tmp_path: Path
) -> None:
    data, stick = tmp_path / "data", tmp_path / "stick"

    done = shell.answer("roster", "export", "--data", str(data), "--to", str(stick))

    assert done == {"version": 1}
    assert (stick / "metadata" / "timestamp.json").exists()


def test_a_cloned_disk_is_listed(
    shell: Shell, data: tuple[str, str], served: Database
) -> None:
    kiosk = FakeKiosk(77)
    enrol(served, kiosk, add_point(shell, data))
    clone = kiosk.copy()
    for signed in (kiosk.sign(an_entry(771)), clone.sign(an_entry(772))):
        append_batch(served, signed, NOW)

    line = shell.answer("forks", *data)

    assert (line["kiosk"], line["kind"]) == (kiosk.kiosk_id, "fork")
    assert (line["position"], line["decided_by"]) == (1, None)
