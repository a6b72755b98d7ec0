"""Test that what is written into a code is what is read out of it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.credentials.credential import Claim
from kiosk.credentials.identity_number import PROVINCES
from kiosk.credentials.repair import TextRepair
from kiosk.credentials.text import Text, read_text
from tests.codes import BHYT_NEW, CCCD, QD1405, replace_field, understand

LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
words = st.text(LETTERS, min_size=1, max_size=7).map(str.title)
REPAIRS = {
    "latin-1": TextRepair.LATIN1,
    "cp1252": TextRepair.CP1252,
    "big5": TextRepair.BIG5,
    "shift_jis": TextRepair.SHIFT_JIS,
}
names = st.lists(words, min_size=2, max_size=6).map(" ".join)
births = st.dates(date(1900, 1, 1), date(2099, 12, 31))
sexes = st.sampled_from(["male", "female"])


def make_number(province: str, sex: str, birth: date, rest: int) -> str:
    century = 2 * (birth.year // 100 - 19) + (sex == "female")
    return f"{province}{century}{birth:%y}{rest:06d}"


numbers = st.tuples(
    st.sampled_from(sorted(PROVINCES)), sexes, births, st.integers(0, 999_999)
)


@given(numbers, names)
def test_a_card_says_what_was_written_and_gives_no_warning(
    parts: tuple[str, str, date, int], name: str
) -> None:
    _, sex, birth, _ = parts
    code = replace_field(CCCD, 0, make_number(*parts))
    code = replace_field(code, 2, name)
    code = replace_field(code, 3, f"{birth:%d%m%Y}")
    code = replace_field(code, 4, "Nam" if sex == "male" else "Nữ")
    card = understand(code)
    assert card.claims[Claim.NAME] == name
    assert card.claims[Claim.BIRTH_DATE] == birth.isoformat()
    assert (card.claims[Claim.SEX], card.warnings) == (sex, ())


@given(names, births)
def test_an_insurance_card_says_what_was_written(name: str, birth: date) -> None:
    code = replace_field(BHYT_NEW, 1, name.encode().hex())
    code = replace_field(code, 2, f"{birth.day}/{birth.month}/{birth.year}")
    claims = understand(code).claims
    assert claims[Claim.NAME] == name
    assert claims[Claim.BIRTH_DATE] == birth.isoformat()


@given(births, st.integers(0, 10**18 - 1), st.integers(0, 10**9 - 1))
def test_a_personal_qr_says_what_was_written(birth: date, qid: int, phone: int) -> None:
    code = replace_field(QD1405, 2, birth.isoformat())
    code = replace_field(code, 4, f"{qid:018d}")
    claims = understand(replace_field(code, 5, f"<1<<0{phone:09d}")).claims
    assert claims[Claim.BIRTH_DATE] == birth.isoformat()
    assert claims[Claim.QID] == f"{qid:018d}"
    assert claims[Claim.PHONE] == f"0{phone:09d}"


@pytest.mark.parametrize("charset", REPAIRS)
@given(name=names)
def test_a_wrong_guess_of_the_charset_is_undone_exactly(
    charset: str, name: str
) -> None:
    garbled = name.encode().decode(charset, "ignore")
    lossless = garbled.encode(charset) == name.encode()
    read = read_text(garbled.encode())
    # Latin-1 and Windows-1252 are the same but for 32 codes.
    alike = {TextRepair.LATIN1, REPAIRS[charset]}
    repairs = {None} if name.isascii() else alike
    assert not lossless or read in [Text(value=name, repair=it) for it in repairs]


@given(names)
def test_vietnamese_as_it_should_be_is_never_repaired(name: str) -> None:
    assert read_text(name.encode()) == Text(value=name)
