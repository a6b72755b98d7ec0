"""Test `kiosk read`: a line for each picture."""

import unicodedata
from pathlib import Path

import msgspec
import numpy as np
import pytest

from kiosk.commands import read
from kiosk.errors import OutsideError
from kiosk.options import make_parser
from kiosk.scanner import zbar
from tests.drawings import TEXT, draw_code, encode, lay_on_table

EMPTY = encode(np.full((80, 80), 200, np.uint8))


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """Return a folder with a code, two codes, no code, and what is no picture."""
    two = lay_on_table(draw_code("A", module_px=5), draw_code("B", module_px=5))
    (tmp_path / "b.png").write_bytes(encode(draw_code()))
    (tmp_path / "a.JPG").write_bytes(encode(two, ".jpg"))
    (tmp_path / "c.webp").write_bytes(EMPTY)
    (tmp_path / "notes.txt").write_bytes(b"no picture")
    (tmp_path / "sub.png").mkdir()
    return tmp_path


def ask(*command: str) -> int:
    return read.run(make_parser().parse_args(["read", *command]))


def take_lines(capfd: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    out = capfd.readouterr().out
    return [
        msgspec.json.decode(line, type=dict[str, object]) for line in out.splitlines()
    ]


def tell_texts(line: dict[str, object]) -> list[str]:
    codes = msgspec.convert(line["codes"], list[dict[str, object]])
    return sorted(str(code["text"]) for code in codes)


def test_a_folder_is_its_pictures_in_order(
    pictures: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert ask("--all", f"{pictures}/") == 1
    lines = take_lines(capfd)
    assert [line["file"] for line in lines] == [
        f"{pictures}/a.JPG", f"{pictures}/b.png", f"{pictures}/c.webp",
    ]  # fmt: skip
    assert [tell_texts(line) for line in lines] == [["A", "B"], [TEXT], []]


def test_the_first_code_is_enough(
    pictures: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = str(pictures / "a.JPG")
    assert ask(path) == 0
    (line,) = take_lines(capfd)
    assert (line["file"], len(tell_texts(line))) == (path, 1)


def test_text_is_in_nfc(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.png").write_bytes(
        encode(draw_code(unicodedata.normalize("NFD", "Ngô Thị Ế")))
    )
    assert ask(str(tmp_path)) == 0
    assert [tell_texts(line) for line in take_lines(capfd)] == [["Ngô Thị Ế"]]


@pytest.mark.parametrize(
    ("data", "fault"), [(b"no picture", "unknown_format"), (EMPTY[:40], "damaged")]
)
def test_what_is_no_picture_has_a_line_with_its_fault(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], data: bytes, fault: str
) -> None:
    (tmp_path / "a.png").write_bytes(data)
    assert ask(str(tmp_path / "a.png")) == 1
    (line,) = take_lines(capfd)
    assert (line["codes"], line["fault"]) == ([], fault)


def test_a_file_that_is_not_there_does_not_stop_the_others(
    pictures: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert ask(str(pictures / "none.png"), str(pictures / "b.png")) == 3
    lines = take_lines(capfd)
    assert (lines[0]["fault"], tell_texts(lines[1])) == ("unreadable", [TEXT])


def test_a_wrong_decoder_is_wrong_use() -> None:
    with pytest.raises(SystemExit) as ended:
        ask("--decoder", "magic", "a.png")
    assert ended.value.code == 2


def test_zbar_asked_for_and_not_there_is_an_environment_fault(
    monkeypatch: pytest.MonkeyPatch, pictures: Path
) -> None:
    monkeypatch.setattr(zbar, "zbar", None)  # the platform's own
    with pytest.raises(OutsideError, match="libzbar"):
        ask("--decoder", "zbar", str(pictures))


@pytest.mark.skipif(not zbar.is_available(), reason="there is no libzbar here")
@pytest.mark.parametrize("decoder", ["zxing", "zbar"])
def test_each_decoder_reads_a_plain_code(
    pictures: Path, capfd: pytest.CaptureFixture[str], decoder: str
) -> None:
    assert ask("--decoder", decoder, str(pictures / "b.png")) == 0
    assert [tell_texts(line) for line in take_lines(capfd)] == [[TEXT]]
