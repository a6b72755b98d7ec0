"""Tests of the commands for passes, as an officer gives them."""

import argparse
import json
from pathlib import Path

import cv2
import pytest
import zxingcpp

from province.cli import main
from province.keys import KeyFolder, KeyName
from province.ledger.database import Database
from province.options import make_parser
from province.pass_commands import change
from tests.province.builders import NOW

ASKED = (
    *("pass", "issue", "--name", "Lê Văn Giả"),
    *("--valid-from", "2026-11-20", "--valid-until", "2026-12-20"),
)


def ask(data: Path, *arguments: str) -> argparse.Namespace:
    return make_parser().parse_args([*arguments, "--data", str(data)])


@pytest.mark.parametrize("options", [(), ("--digits",)])
def test_the_picture_of_a_pass_reads_back(
    sqlite: Database, tmp_path: Path, options: tuple[str, ...]
) -> None:
    picture = tmp_path / "pass.png"
    asked = ask(tmp_path, *ASKED, *options, "--png", str(picture))
    answer = change(sqlite, asked, NOW)
    (read,) = zxingcpp.read_barcodes(cv2.imread(str(picture)))
    assert read.text == answer["payload"]


def test_the_key_that_signs_is_made_where_there_is_none(
    sqlite: Database, tmp_path: Path
) -> None:
    change(sqlite, ask(tmp_path, *ASKED), NOW)
    names = [key.name for key in KeyFolder(tmp_path).list_keys()]
    assert KeyName.PASS in names


def test_a_pass_is_issued_and_revoked_by_its_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = ("--data", str(tmp_path))
    assert main([*ASKED, *data]) == 0
    issued = json.loads(capsys.readouterr().out)
    assert main(["pass", "revoke", issued["pass"], *data]) == 0
    assert json.loads(capsys.readouterr().out) == {"revoked": issued["pass"]}
    assert issued["payload"].startswith("VP1:")


def test_an_unknown_pass_is_answered_no(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["pass", "revoke", "00" * 12, "--data", str(tmp_path)]) == 1
    assert "There is no pass" in capsys.readouterr().err
