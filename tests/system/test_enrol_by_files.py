"""A point that never has a network: enrolled, told and emptied by files alone."""

import shutil
from pathlib import Path

import pytest

from tests.builders import a_card
from tests.provinces import Province
from tests.system import kiosks


def ask_for(data: Path, stick: Path, *more: str) -> dict[str, object]:
    return kiosks.ask("enrol", *more, "--request", str(stick / "request"), data=data)


def answer(province: Province, stick: Path, *more: str) -> dict[str, object]:
    files = ("--answer", str(stick / "request"), "--out", str(stick / "answer"))
    return province.ask("enrol", *more, *files)


def take(data: Path, stick: Path, *more: str) -> dict[str, object]:
    return kiosks.ask("enrol", *more, "--file", str(stick / "answer"), data=data)


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """Return a folder that is carried from the kiosk to the province and back."""
    made = tmp_path / "stick"
    made.mkdir()
    return made


@pytest.mark.system
def test_a_point_without_a_network_lives_on_a_stick(
    tmp_path: Path, stick: Path, province: Province
) -> None:
    data, point = tmp_path / "kiosk", province.add_point("Chốt Không Mạng")
    asked = ask_for(data, stick)
    answered = answer(province, stick, point, "--gate", "Bắc")
    enrolled = take(data, stick)
    assert asked["kiosk_id"] == answered["kiosk_id"] == enrolled["kiosk_id"]
    assert answered["fingerprint"] == enrolled["fingerprint"]
    assert (enrolled["point"], enrolled["gate"]) == (point, "Bắc")

    province.ask("roster", "export", "--to", str(stick / "roster"))
    roster = kiosks.ask("roster", "--from", str(stick / "roster"), data=data)
    assert roster["state"] == "fresh"
    with kiosks.run(data, "--no-sync", "--replay", write_cards(tmp_path), *END) as run:
        run.process.wait(timeout=60)
    export = ("export", "--to", str(stick), "--format", "bundle")
    taken = province.ask("import", str(kiosks.ask(*export, data=data)["file"]))
    assert taken["accepted"] == 3
    settled = kiosks.ask("receipts", str(taken["receipt"]), data=data)
    assert settled["settled"] == 3


END = ("--exit-when-idle", "0.3")


def write_cards(folder: Path) -> str:
    cards = folder / "cards.txt"
    cards.write_text("".join(f"{a_card(n)}\n" for n in range(3)), encoding="utf-8")
    return str(cards)


@pytest.mark.system
def test_a_request_with_a_code_needs_no_point_and_no_comparing(
    tmp_path: Path, stick: Path, province: Province
) -> None:
    point = province.add_point()
    ask_for(tmp_path / "kiosk", stick, province.make_code(point, gate="C"))
    answer(province, stick)
    enrolled = take(tmp_path / "kiosk", stick)
    assert (enrolled["point"], enrolled["gate"]) == (point, "C")


@pytest.mark.system
def test_the_answer_to_one_kiosk_is_nothing_to_another(
    tmp_path: Path, stick: Path, province: Province
) -> None:
    point = province.add_point()
    ask_for(tmp_path / "kiosk", stick)
    answer(province, stick, point)
    kept = shutil.copytree(stick, tmp_path / "kept")
    other = tmp_path / "other"
    ask_for(other, stick)
    code, words = kiosks.fail(
        "enrol", "--file", str(kept / "answer"), "--data", str(other)
    )
    assert code == 3
    assert "it is for the kiosk K" in words


@pytest.mark.system
def test_a_request_that_names_no_point_of_many_is_not_answered(
    tmp_path: Path, stick: Path, province: Province
) -> None:
    province.add_point("Chốt Một")
    province.add_point("Chốt Hai")
    ask_for(tmp_path / "kiosk", stick)
    files = ("--answer", str(stick / "request"), "--out", str(stick / "answer"))
    code, words = province.fail("enrol", *files)
    assert code == 1
    assert "say for which point" in words
    assert not (stick / "answer").exists()
