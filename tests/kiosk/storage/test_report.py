"""The report of a salvage is completed by what the province answered."""

import os
from pathlib import Path

import msgspec

from kiosk.storage import report
from kiosk.storage.report import REPORT


def read(aside: Path) -> object:
    return msgspec.json.decode((aside / REPORT).read_bytes())


def test_the_newest_report_gets_the_answer(tmp_path: Path) -> None:
    for number, name in enumerate(("damaged-b", "damaged-a")):
        (tmp_path / name).mkdir()
        report.write(tmp_path / name, {"missing": number})
        os.utime(tmp_path / name / REPORT, (number, number))
    assert report.complete(tmp_path, {"held": 1})
    assert read(tmp_path / "damaged-a") == {"missing": 1, "province": {"held": 1}}
    assert read(tmp_path / "damaged-b") == {"missing": 0}


def test_a_later_answer_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    aside = tmp_path / "damaged-a"
    aside.mkdir()
    report.write(aside, {"missing": 3})
    for held in (1, 3):
        report.complete(tmp_path, {"held": held})
    assert read(aside) == {"missing": 3, "province": {"held": 3}}


def test_without_a_report_there_is_nothing_to_complete(tmp_path: Path) -> None:
    assert not report.complete(tmp_path, {"held": 1})
    (tmp_path / "damaged-a").mkdir()
    (tmp_path / "damaged-a" / REPORT).write_bytes(b"{")
    assert not report.complete(tmp_path, {"held": 1})
