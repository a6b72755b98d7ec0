"""What the IT person fixes is read whole, wins, and a wrong key is named with the fix."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from kiosk.config import Config
from kiosk.errors import UsageError
from kiosk.managed import (
    INSTALLER_KEY,
    POLICIES_KEY,
    Managed,
    apply,
    combine,
    convert,
    describe_fixed,
    load_managed,
    read_enrol_code,
    read_file,
    refuse_other_server,
)
from kiosk.payload import Direction

WHOLE = """
server_url = "https://tinh.example/"
enrol_code_file = "/etc/kiosk/enrol-code"
point = "08-0001"
direction = "out"
gate = "Bắc"
serial = ["/dev/ttyACM0,9600,in,A"]
wedge = false
sync = false
full_screen = false
reception = true
update_channel = "none"
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "policy.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_every_key_is_read(tmp_path: Path) -> None:
    path = write(tmp_path, WHOLE)
    assert read_file(path) == Managed(
        sources=(str(path),),
        settings={
            "direction": Direction.OUT,
            "gate": "Bắc",
            "serial": ("/dev/ttyACM0,9600,in,A",),
            "wedge": False,
            "sync": False,
            "full_screen": False,
            "reception": True,
        },
        server_url="https://tinh.example",
        enrol_code_file="/etc/kiosk/enrol-code",
        point="08-0001",
    )


def test_what_is_fixed_wins_and_the_rest_stays(tmp_path: Path) -> None:
    managed = read_file(write(tmp_path, 'gate = "B"\nsync = false'))
    own = Config(gate="A", direction=Direction.OUT)
    assert apply(managed, own) == Config(gate="B", direction=Direction.OUT, sync=False)


def test_what_is_fixed_is_said(tmp_path: Path) -> None:
    path = write(tmp_path, 'sync = false\ngate = "B"')
    assert describe_fixed(read_file(path)) == (
        f"Policy {path} fixes gate, sync: kiosk.toml can't change that."
    )


def test_without_a_policy_nothing_is_fixed_or_said(tmp_path: Path) -> None:
    managed = read_file(tmp_path / "policy.toml")
    assert (managed, describe_fixed(managed)) == (Managed(), "")


def test_a_policy_that_was_named_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"policy\.toml is not there"):
        load_managed(tmp_path / "policy.toml")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("gate = 1", "a text"),
        ('sync = "no"', "true or false"),
        ('server_url = "tinh.example"', "address"),
        ('server_url = "https://"', "address"),
        ('server_url = "http://["', "address"),
        ('enrol_code = "not a code"', "enrolment code"),
        ('enrol_code_file = "enrol-code"', "whole path"),
        ('point = ""', "point's code"),
        ('update_channel = "stable"', '"none"'),
        ("update_channel = 1", '"none"'),
    ],
)
def test_a_wrong_value_is_named_with_what_is_expected(
    tmp_path: Path, line: str, expected: str
) -> None:
    path = write(tmp_path, line)
    with pytest.raises(UsageError) as caught:
        read_file(path)
    words = str(caught.value)
    assert f"key '{line.split(maxsplit=1)[0]}' = " in words
    assert str(path) in words
    assert expected in words.partition("expected")[2]


def test_a_typing_mistake_is_answered_with_the_right_key(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"'sever_url' = .*mean 'server_url'"):
        read_file(write(tmp_path, 'sever_url = "https://tinh.example"'))


def test_a_key_like_no_other_is_answered_with_all(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"'zzz' = 3.*direction.*update_channel"):
        read_file(write(tmp_path, "zzz = 3"))


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"gate = ", "not TOML"), ("gate = 'Cổng'".encode("utf-16"), "can't be read")],
)
def test_what_is_no_toml_is_said(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "policy.toml"
    path.write_bytes(content)
    with pytest.raises(UsageError, match=words):
        read_file(path)


def test_the_enrolment_code_is_taken_from_its_file(tmp_path: Path) -> None:
    (tmp_path / "code").write_text("VE1ABC\n", encoding="ascii")
    managed = Managed(enrol_code="VE1OTHER", enrol_code_file=str(tmp_path / "code"))
    assert read_enrol_code(managed) == "VE1ABC"


def test_the_code_itself_is_taken_where_no_file_is_named() -> None:
    codes = (Managed(enrol_code="VE1ABC"), Managed())
    assert [read_enrol_code(managed) for managed in codes] == ["VE1ABC", None]


def test_a_missing_code_file_is_said_with_what_to_do(tmp_path: Path) -> None:
    managed = Managed(enrol_code_file=str(tmp_path / "code"))
    with pytest.raises(UsageError, match="Put the code there"):
        read_enrol_code(managed)


def test_a_code_of_another_server_is_refused() -> None:
    managed = Managed(server_url="https://tinh.example", sources=("policy.toml",))
    refuse_other_server(managed, "https://tinh.example/")
    refuse_other_server(Managed(), "https://khac.example")
    with pytest.raises(UsageError, match=r"khac\.example.*policy\.toml"):
        refuse_other_server(managed, "https://khac.example")


REGISTRY: Mapping[str, Mapping[str, object]] = {
    INSTALLER_KEY: {
        "server_url": "https://cai.example",
        "enrol_code": "VE1ABC",
        "point": "",
        "installdir": r"C:\Program Files\Kiosk",
    },
    POLICIES_KEY: {"gate": "P", "server_url": "https://chinh-sach.example"},
}


def test_on_windows_policies_win_over_the_file_and_the_file_over_the_installer(
    tmp_path: Path,
) -> None:
    path = write(tmp_path, 'gate = "F"\nsync = false\npoint = "08-0002"')
    managed = combine(path, REGISTRY.__getitem__)
    assert managed == Managed(
        sources=(rf"HKLM\{INSTALLER_KEY}", str(path), rf"HKLM\{POLICIES_KEY}"),
        settings={"gate": "P", "sync": False},
        server_url="https://chinh-sach.example",
        enrol_code="VE1ABC",
        point="08-0002",
    )


def test_a_wrong_value_in_the_policies_key_is_named() -> None:
    wrong: Mapping[str, Mapping[str, object]] = {
        INSTALLER_KEY: {},
        POLICIES_KEY: {"gaet": "A"},
    }
    with pytest.raises(UsageError, match=r"'gaet'.*Policies.*mean 'gate'"):
        combine(Path("none"), wrong.__getitem__)


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [("sync", 0, False), ("sync", 1, True), ("sync", 2, 2), ("gate", 1, 1)],
)
def test_a_switch_in_the_registry_is_a_number(
    key: str, value: int, expected: object
) -> None:
    assert repr(convert(key, value)) == repr(expected)
