"""Teaching screens: the codes say what they should, the words what was found."""

import numpy as np
import pytest

from kiosk.scanner.teaching import SELF_TEST, TEXTS, Advice, Lesson, Letters, advise
from kiosk.scanner.zxing import read_codes
from kiosk.ui.admin_screens import compose_admin
from kiosk.ui.admin_shown import EndScreen, Matrix, TeachScreen
from kiosk.ui.teaching_screens import make_code
from tests.ui.admin_samples import NOW_MS, list_teaching_flows
from tests.ui.samples import EN, VI

FLOWS = list_teaching_flows()
SCALE, QUIET = 6, 4


def read_code(matrix: Matrix) -> str:
    rows = np.array([list(row) for row in matrix], dtype=np.uint8)
    padded = np.pad(rows, QUIET)
    large = np.kron(1 - padded, np.ones((SCALE, SCALE), dtype=np.uint8)) * 255
    (code,) = read_codes(np.ascontiguousarray(large, dtype=np.uint8))
    return code.text


@pytest.mark.parametrize(
    "text", [SELF_TEST, *(text for lesson in Lesson for text in TEXTS[lesson])]
)
def test_a_test_code_is_read_back(text: str) -> None:
    assert read_code(make_code(text)) == text


def test_a_code_that_tells_its_charset_is_another_of_the_same_text() -> None:
    (text,) = TEXTS[Lesson.ECI]
    telling = make_code(text, eci=True)
    assert (read_code(telling), telling == make_code(text)) == (text, False)


@pytest.mark.parametrize("lesson", Lesson)
def test_a_lesson_shows_its_codes_and_how_far_it_is(lesson: Lesson) -> None:
    screen = compose_admin(FLOWS[f"teach_{lesson}"], VI, NOW_MS)
    assert isinstance(screen, TeachScreen)
    assert len(screen.codes) == len(TEXTS[lesson])
    assert f"/{len(Lesson)}: " in screen.progress


@pytest.mark.parametrize(
    ("name", "good"),
    [("teach_good", True), ("teach_poor", False), ("teach_nothing", False)],
)
def test_a_result_says_whether_the_reader_is_good(name: str, good: object) -> None:
    screen = compose_admin(FLOWS[name], VI, NOW_MS)
    assert isinstance(screen, EndScreen)
    assert screen.is_good is good


def test_the_makers_are_named_where_the_mode_is_to_change() -> None:
    profile = FLOWS["teach_fix"].teaching.profile
    assert profile is not None
    assert advise(profile) == (Advice.USB_COM,)
    screen = compose_admin(FLOWS["teach_fix"], EN, NOW_MS)
    assert isinstance(screen, EndScreen)
    labels = [line.label for line in screen.lines]
    assert labels == ["Honeywell", "Zebra", "Newland", "Datalogic"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("teach_test_whole", "Đủ 134 chữ Việt. Đầu đọc dùng được."),
        ("teach_test_lost", "Mất 1 chữ: ấ"),
    ],
)
def test_the_self_test_names_what_is_lost(name: str, text: str) -> None:
    screen = compose_admin(FLOWS[name], VI, NOW_MS)
    assert isinstance(screen, TeachScreen)
    assert screen.note is not None
    assert screen.note.text == text


@pytest.mark.parametrize("texts", [VI, EN], ids=["vi", "en"])
def test_every_closed_set_has_its_words(texts: object) -> None:
    chosen = VI if texts is VI else EN
    keys = [f"admin.teach.advice.{one}" for one in Advice]
    keys += [f"{key}.how" for key in keys]
    keys += [f"admin.teach.letters.{one}" for one in Letters]
    keys += [f"admin.teach.test.{one}" for one in Letters]
    keys += [f"admin.teach.lesson.{one}" for one in Lesson]
    assert [key for key in keys if key not in chosen.phrases] == []
