"""A host list is imported whole, or refused whole with a sentence."""

from pathlib import Path

import msgspec
import pytest

from kiosk.commands.hosts import read_list, run
from kiosk.desk import Reception
from kiosk.errors import UsageError
from tests.kiosk.commands.conftest import Ask

NAMES = "Nguyễn Thị Ánh\nĐặng Văn Bình\n"
HOSTS = ("Nguyễn Thị Ánh", "Đặng Văn Bình")


def write(folder: Path, content: str | bytes, charset: str = "utf-8") -> Path:
    path = folder / "hosts.csv"
    path.write_bytes(content.encode(charset) if isinstance(content, str) else content)
    return path


def answer(capfd: pytest.CaptureFixture[str]) -> dict[str, int]:
    return msgspec.json.decode(capfd.readouterr().out, type=dict[str, int])


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16"])
def test_every_encoding_that_excel_writes_is_read(tmp_path: Path, charset: str) -> None:
    assert read_list(write(tmp_path, NAMES, charset)).names == HOSTS


@pytest.mark.parametrize(
    "data",
    [
        "Lê Văn Đông".encode("cp1258"),
        "José".encode("latin-1"),
        NAMES.encode().decode("latin-1").encode(),
        NAMES.encode("utf-16-le"),
        b"\xff\xfeodd",
    ],
)
def test_another_encoding_is_refused_and_nothing_imported(
    tmp_path: Path, data: bytes, ask: Ask, desk: Reception
) -> None:
    path = write(tmp_path, data)
    with pytest.raises(UsageError, match="nothing was imported"):
        run(ask("hosts", "import", str(path)))
    assert desk.find_hosts("", limit=10) == []


@pytest.mark.parametrize(
    "content",
    [
        "STT;Họ và tên;Phòng\n1;Nguyễn Thị Ánh;A\n2;Đặng Văn Bình;B\n",
        "Name\tRoom\nNguyễn Thị Ánh\tA\nĐặng Văn Bình\tB\n",
        '"Nguyễn Thị Ánh",A\r\n\r\n  Đặng  Văn Bình ,B\r\n',
    ],
)
def test_names_stand_in_the_column_headed_so_or_the_first(
    tmp_path: Path, content: str
) -> None:
    assert read_list(write(tmp_path, content)).names == HOSTS


def test_an_import_tells_what_is_new_known_and_refused(
    tmp_path: Path, ask: Ask, capfd: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, NAMES + f"Đặng Văn Bình\n{'A' * 201}\n")
    assert run(ask("hosts", "import", str(path))) == 1
    assert answer(capfd) == {"added": 2, "known": 1, "refused": 1}
    write(tmp_path, NAMES)
    assert run(ask("hosts", "import", str(path))) == 0
    assert answer(capfd) == {"added": 0, "known": 2, "refused": 0}


def test_imported_hosts_are_offered(tmp_path: Path, ask: Ask, desk: Reception) -> None:
    run(ask("hosts", "import", str(write(tmp_path, NAMES))))
    assert desk.find_hosts("dang b", limit=10) == ["Đặng Văn Bình"]


def test_an_empty_file_holds_nobody(tmp_path: Path) -> None:
    assert read_list(write(tmp_path, "\n \n")).names == ()


def test_a_row_without_a_name_is_refused(tmp_path: Path) -> None:
    read = read_list(write(tmp_path, "STT;Tên\n1;Lê Văn Giả\n2\n"))
    assert (read.names, read.refused) == (("Lê Văn Giả",), 1)


def test_what_is_no_csv_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is not CSV"):
        read_list(write(tmp_path, f'"{"A" * 200_000}"'))


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="can't be read: No such file"):
        read_list(tmp_path / "hosts.csv")
