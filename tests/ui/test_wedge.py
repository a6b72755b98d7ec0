"""Test the wedge in a real window on a real X server, keys by XTEST."""

from collections.abc import Iterator

import pytest

from tests.builders import CARD
from tests.ui import unikey
from tests.ui.watched_window import Window, a_window
from tests.ui.x11 import Typist, x_server

SHORT_CARD = "001190000123||Trần Thị Thử|05031990|Nữ||"
ASCII_CARD = "001190000123||TRAN THI THU NGHIEM|05031990|Nam|PHUONG MAU|01012022"
PRINTABLE = "".join(chr(number) for number in range(0x20, 0x7F))
CODES = [
    "001190000123|TRAN THI THU NGHIEM|05031990",
    "079201000456||Le Van Gia Dinh|20112001|Nam|12/3",
    PRINTABLE,
    PRINTABLE[::-1],
    "HTTPS://VI.DU/?q=A_b&c=%20#7",
    *[f"VP1:{number:06d}" for number in range(15)],
]

pytestmark = [pytest.mark.xcb, pytest.mark.timing]


@pytest.fixture
def server() -> Iterator[str]:
    with x_server() as name:
        yield name


@pytest.fixture
def typist(server: str) -> Iterator[Typist]:
    typist = Typist(server)
    yield typist
    typist.close()


def read_all(typist: Typist, window: Window, gap_ms: int) -> tuple[list[str], str]:
    """Type all codes; return what was read and what Qt would have made of it."""
    typist.type("".join(code + "\r" for code in CODES), gap_ms)
    told = [window.next("read") for _ in CODES]
    return [one["read"] for one in told], "".join(one["qt"] for one in told)


def test_codes_are_read_exactly(server: str, typist: Typist) -> None:
    with a_window(server) as window:
        read, text = read_all(typist, window, 2)
        assert read == CODES
        assert text == "".join(code + "\r" for code in CODES)
        assert window.is_silent()


def test_caps_lock_changes_nothing(server: str, typist: Typist) -> None:
    with a_window(server) as window:
        typist.press_caps_lock()
        read, text = read_all(typist, window, 2)
        assert read == CODES
        assert text == "".join(code + "\r" for code in CODES).swapcase()


def test_a_reader_that_makes_up_for_caps_lock_is_understood(
    server: str, typist: Typist
) -> None:
    name = "001190000123|Tran Thi Thu Nghiem"
    with a_window(server) as window:
        typist.press_caps_lock()
        typist.type(name.swapcase() + "\r", 2)
        told = window.next("read")
        assert (told["read"], told["repairs"]) == (name, ["caps"])


def test_a_french_layout_changes_nothing(server: str, typist: Typist) -> None:
    typist.load_layout("fr")
    with a_window(server) as window:
        read, text = read_all(typist, window, 2)
        assert read == CODES
        assert "àà&&çàààà&é" in text  # what Qt made of 00119000012
        assert window.is_silent()


@pytest.mark.parametrize("end", ["\r", "\t", ""])
def test_each_way_to_end_a_code_is_understood(
    server: str, typist: Typist, end: str
) -> None:
    with a_window(server) as window:
        for code in CODES[:3]:
            typist.type("]Q1" + code + end, 2)
            told = window.next("read")
            assert (told["read"], told["symbology"]) == (code, "]Q1")


@pytest.mark.parametrize("gap_ms", [0, 2, 8])
@pytest.mark.parametrize(
    "numbers", [list(map(ord, SHORT_CARD)), list(SHORT_CARD.encode())], ids=["u", "b"]
)
def test_vietnamese_is_read_from_numbers_with_alt(
    server: str, typist: Typist, gap_ms: int, numbers: list[int]
) -> None:
    with a_window(server) as window:
        typist.type_numbers([f"{number:04d}" for number in [*numbers, 13]], gap_ms)
        told = window.next("read")
        assert (told["read"], told["mode"]) == (SHORT_CARD, "alt")
        assert window.is_silent()


def test_a_card_in_hex_digits_is_read(server: str, typist: Typist) -> None:
    with a_window(server) as window:
        typist.type(CARD.encode().hex() + "\r", 1)
        told = window.next("read")
        assert (told["read"], told["repairs"]) == (CARD, ["hex"])


def test_a_person_types_into_the_field(server: str, typist: Typist) -> None:
    with a_window(server) as window:
        typist.type("An Binh 12\r", 80)
        window.wait_for_field("An Binh 12")
        assert window.is_silent()


@pytest.mark.parametrize("gap_ms", [0, 1, 2, 5, 10])
def test_a_code_leaves_no_trace_in_the_field(
    server: str, typist: Typist, gap_ms: int
) -> None:
    with a_window(server, "--form") as window:
        typist.type("ab", 80)
        window.wait_for_field("ab")
        typist.type(f"{ASCII_CARD}\rVP1:{ASCII_CARD}\r", gap_ms)
        read = [window.next("read")["read"] for _ in range(2)]
        assert read == [ASCII_CARD, "VP1:" + ASCII_CARD]
        typist.type("c", 80)
        window.wait_for_field("abc")


@pytest.mark.parametrize("gap_ms", [0, 1, 2, 5, 10])
def test_what_is_no_code_is_typed_into_the_field_of_a_form(
    server: str, typist: Typist, gap_ms: int
) -> None:
    with a_window(server, "--form") as window:
        typist.type("29A-678.90\r", gap_ms)
        assert window.next("field")["field"] == "29A-678.90"
        assert window.is_silent()


def test_a_person_is_told_from_a_reader_while_the_window_is_busy(
    server: str, typist: Typist
) -> None:
    with a_window(server, "--busy-s", "0.7") as window:
        typist.type(CODES[0] + "\r", 1)
        typist.type("anbinh", 90)
        typist.type(CODES[1] + "\r", 1)
        assert window.next("read")["read"] == CODES[0]
        window.wait_for_field("anbinh")
        assert window.next("read")["read"] == CODES[1]


def test_unikey_is_at_work_and_kept_from_the_window(
    server: str, typist: Typist
) -> None:
    if not unikey.is_installed():
        pytest.skip("ibus-unikey is not installed: apt-get install ibus ibus-unikey")
    with unikey.unikey(server) as session:
        with a_window(
            server, "--input-methods", "--no-wedge", environment=session
        ) as window:
            typist.type("vieetj ", 60)
            window.wait_for_field("việt ")
        with a_window(server, environment=session) as window:
            typist.type("vieetj ", 60)
            window.wait_for_field("vieetj ")
