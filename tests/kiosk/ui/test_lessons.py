"""Lessons go on as a reader reads, and know another reader and a code read twice."""

from dataclasses import replace

import pytest

from kiosk.scanner.teaching import SELF_TEST, TEXTS, Heard, Lesson
from kiosk.ui.lessons import ORDER, Stage, Teaching, hear, show, skip
from tests.readers import SERIAL, WEDGE, Read, hear_dropping, hear_serial, hear_typed


def learn(read: Read, *lessons: Lesson) -> Teaching:
    teaching = Teaching()
    for text in (text for lesson in lessons for text in TEXTS[lesson]):
        teaching = hear(teaching, read(text))
    return teaching


def test_the_first_read_names_the_reader_and_goes_on() -> None:
    taught = learn(hear_serial, Lesson.DIGITS)
    assert (taught.reader, taught.lesson, taught.number) == (SERIAL, Lesson.ASCII, 2)


def test_a_code_that_is_read_twice_is_one() -> None:
    taught = learn(hear_serial, Lesson.DIGITS)
    assert hear(taught, hear_serial(TEXTS[Lesson.DIGITS][0])) == taught


def test_another_reader_is_named_and_not_taught() -> None:
    taught = learn(hear_serial, Lesson.DIGITS)
    heard = hear_typed(TEXTS[Lesson.ASCII][0])
    assert hear(taught, heard) == replace(taught, stranger=WEDGE)


def test_twins_want_both_codes() -> None:
    left, right = TEXTS[Lesson.TWINS]
    waiting = Teaching(lesson=Lesson.TWINS)
    once = hear(waiting, hear_serial(left))
    assert once.lesson is Lesson.TWINS
    assert hear(once, hear_serial(right)).lesson is Lesson.LONG


def test_twins_that_come_as_one_are_enough() -> None:
    merged = hear_serial("".join(TEXTS[Lesson.TWINS]))
    assert hear(Teaching(lesson=Lesson.TWINS), merged).lesson is Lesson.LONG


@pytest.mark.parametrize("read", [hear_serial, hear_dropping])
def test_the_last_lesson_leads_to_the_result(read: Read) -> None:
    taught = learn(read, *ORDER)
    assert taught.stage is Stage.RESULT
    assert taught.profile is not None
    assert taught.profile.reader == taught.reader


def test_who_skips_everything_has_no_profile() -> None:
    teaching = Teaching()
    for _ in ORDER:
        teaching = skip(teaching)
    assert (teaching.stage, teaching.profile) == (Stage.RESULT, None)
    assert show(teaching, Stage.SELF_TEST) == teaching


def test_the_self_test_shows_the_newest_read() -> None:
    testing = show(learn(hear_serial, *ORDER), Stage.SELF_TEST)
    heard = hear_serial(SELF_TEST)
    assert hear(testing, heard).tested == heard


def test_a_read_over_the_result_changes_nothing() -> None:
    done = learn(hear_serial, *ORDER)
    assert hear(done, hear_serial(SELF_TEST)) == done


def test_a_read_without_bytes_changes_nothing() -> None:
    assert hear(Teaching(), Heard(reader=SERIAL, data=b"")) == Teaching()
