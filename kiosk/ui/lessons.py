"""Lessons: how far the teaching of one reader is, and what a read makes of it; no Qt."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from kiosk.scanner.teaching import TEXTS, Heard, Lesson, Profile, describe

ORDER = tuple(Lesson)


class Stage(StrEnum):
    """What is shown of the teaching."""

    LESSON = "lesson"
    RESULT = "result"
    FIX = "fix"
    """What to change in the reader."""
    SELF_TEST = "self_test"


@dataclass(frozen=True, slots=True, kw_only=True)
class Teaching:
    """One reader's teaching; `stranger` is another reader that was heard meanwhile.

    `profile` stands once the lessons are over and anything was heard.
    """

    stage: Stage = Stage.LESSON
    lesson: Lesson = ORDER[0]
    reads: Mapping[Lesson, tuple[Heard, ...]] = field(default_factory=dict)
    reader: str = ""
    stranger: str = ""
    profile: Profile | None = None
    tested: Heard | None = None

    @property
    def number(self) -> int:
        """Return which of the lessons it is, from 1."""
        return ORDER.index(self.lesson) + 1


def hear(teaching: Teaching, heard: Heard) -> Teaching:
    """Return the teaching after a read; the first one names the reader."""
    if not heard.data:
        return teaching
    if teaching.reader and heard.reader != teaching.reader:
        return replace(teaching, stranger=heard.reader)
    known = replace(teaching, reader=heard.reader, stranger="")
    match teaching.stage:
        case Stage.LESSON:
            return _learn(known, heard)
        case Stage.SELF_TEST:
            return replace(known, tested=heard)
        case Stage.RESULT | Stage.FIX:
            return teaching


def skip(teaching: Teaching) -> Teaching:
    """Return the teaching at its next lesson, or at its result."""
    if teaching.stage is not Stage.LESSON:
        return teaching
    if teaching.number < len(ORDER):
        return replace(teaching, lesson=ORDER[teaching.number])
    profile = describe(teaching.reader, teaching.reads) if teaching.reader else None
    return replace(teaching, stage=Stage.RESULT, profile=profile, stranger="")


def show(teaching: Teaching, stage: Stage) -> Teaching:
    """Return the teaching with what comes after its lessons shown."""
    if teaching.profile is None:
        return teaching
    return replace(teaching, stage=stage, tested=None, stranger="")


def _learn(teaching: Teaching, heard: Heard) -> Teaching:
    before = [one.data for reads in teaching.reads.values() for one in reads]
    if heard.data in before:  # the reader still looks at the code before
        return teaching
    reads = (*teaching.reads.get(teaching.lesson, ()), heard)
    learned = replace(teaching, reads={**teaching.reads, teaching.lesson: reads})
    return skip(learned) if _is_enough(teaching.lesson, reads) else learned


def _is_enough(lesson: Lesson, reads: tuple[Heard, ...]) -> bool:
    """Say whether each code of the lesson came, by itself or with the other."""
    texts = TEXTS[lesson]
    together = any(all(text in heard.text for text in texts) for heard in reads)
    return together or len(reads) >= len(texts)
