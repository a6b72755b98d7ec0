"""Teaching screens: test codes, what came of them, and what to change; no Qt."""

from collections.abc import Iterator
from functools import lru_cache

import segno

from kiosk.scanner.teaching import (
    SELF_TEST,
    TEXTS,
    USB_COM_MODES,
    Advice,
    Lesson,
    Letters,
    Profile,
    advise,
    find_lost,
    judge,
)
from kiosk.ui.admin_shown import (
    AdminScreen,
    EndScreen,
    Line,
    Matrix,
    TeachScreen,
    show_fact,
    show_press,
)
from kiosk.ui.admin_state import AdminFlow
from kiosk.ui.admin_taps import AdminAct, AdminPress
from kiosk.ui.admin_words import tell_lock
from kiosk.ui.buttons import Button, NoteShown, Weight
from kiosk.ui.lessons import ORDER, Stage, Teaching
from kiosk.ui.texts import Texts

_MOST_LOST = 24
"""So many lost letters are named on the screen."""
_SUFFIXES = {
    "": "none",
    "\r": "cr",
    "\n": "lf",
    "\r\n": "crlf",
    "\x03": "etx",
    "\t": "tab",
}


def compose_teaching(flow: AdminFlow, texts: Texts, now_ms: int) -> AdminScreen:
    """Return what is shown of the teaching."""
    teaching, lock = flow.teaching, tell_lock(flow, texts, now_ms)
    match teaching.stage:
        case Stage.LESSON:
            return _compose_lesson(teaching, texts, lock)
        case Stage.SELF_TEST:
            return _compose_test(teaching, texts, lock)
        case Stage.RESULT:
            return _compose_result(teaching, texts, lock)
        case Stage.FIX:
            return _compose_fix(teaching, texts, lock)


@lru_cache(maxsize=16)
def make_code(text: str, *, eci: bool = False) -> Matrix:
    """Return `text` as a QR code; UTF-8 where it must, and saying so with `eci`."""
    encoding = None if text.isascii() and not eci else "utf-8"
    code = segno.make(
        text, error="m", micro=False, boost_error=False, encoding=encoding, eci=eci
    )
    return tuple(bytes(row) for row in code.matrix)


def _compose_lesson(teaching: Teaching, texts: Texts, lock: str) -> TeachScreen:
    lesson = teaching.lesson
    is_twin = lesson is Lesson.TWINS
    return TeachScreen(
        title=texts.say("admin.teach.title"),
        progress=texts.say(
            "admin.teach.progress",
            number=str(teaching.number),
            count=str(len(ORDER)),
            what=texts.say(f"admin.teach.lesson.{lesson}"),
        ),
        ask=texts.say("admin.teach.ask.twins" if is_twin else "admin.teach.ask"),
        hint=texts.say("admin.teach.paused"),
        codes=tuple(
            make_code(text, eci=lesson is Lesson.ECI) for text in TEXTS[lesson]
        ),
        note=_note_heard(teaching, texts),
        buttons=(show_press(texts, AdminAct.BACK), show_press(texts, AdminAct.SKIP)),
        lock=lock,
    )


def _compose_test(teaching: Teaching, texts: Texts, lock: str) -> TeachScreen:
    return TeachScreen(
        title=texts.say("admin.teach.title"),
        progress=texts.say("admin.button.self_test"),
        ask=texts.say("admin.teach.ask.test"),
        hint=texts.say("admin.teach.paused"),
        codes=(make_code(SELF_TEST),),
        note=_note_stranger(teaching, texts) or _note_test(teaching, texts),
        buttons=(show_press(texts, AdminAct.BACK), _begin_again(texts)),
        lock=lock,
    )


def _note_heard(teaching: Teaching, texts: Texts) -> NoteShown | None:
    if teaching.stranger or not teaching.reader:
        return _note_stranger(teaching, texts)
    text = texts.say("admin.teach.heard", reader=teaching.reader)
    return NoteShown(text=text, is_good=True)


def _note_stranger(teaching: Teaching, texts: Texts) -> NoteShown | None:
    if not teaching.stranger:
        return None
    text = texts.say("admin.teach.stranger", reader=teaching.stranger)
    return NoteShown(text=text, is_good=False)


def _note_test(teaching: Teaching, texts: Texts) -> NoteShown | None:
    heard = teaching.tested
    if heard is None:
        return None
    letters, lost = judge(SELF_TEST, heard), find_lost(SELF_TEST, heard)
    key = f"admin.teach.test.{'lost' if lost else letters}"
    text = texts.say(key, count=str(len(lost)), letters=_shorten(lost))
    return NoteShown(text=text, is_good=letters is Letters.WHOLE)


def _compose_result(teaching: Teaching, texts: Texts, lock: str) -> EndScreen:
    profile = teaching.profile
    advice = advise(profile) if profile else ()
    verdict = "nothing" if profile is None else "change" if advice else "good"
    further = show_press(texts, AdminAct.FIX, Weight.PRIMARY)
    if profile is None:
        further = _begin_again(texts)
    elif not advice:
        further = show_press(texts, AdminAct.SELF_TEST, Weight.PRIMARY)
    return EndScreen(
        title=texts.say("admin.teach.title"),
        verdict=texts.say(f"admin.teach.result.{verdict}"),
        is_good=verdict == "good",
        advice=texts.say(f"admin.teach.result.{verdict}.next"),
        lines=tuple(_list_found(profile, texts)) if profile else (),
        buttons=(show_press(texts, AdminAct.BACK), further),
        lock=lock,
    )


def _compose_fix(teaching: Teaching, texts: Texts, lock: str) -> EndScreen:
    advice = advise(teaching.profile) if teaching.profile else ()
    modes = USB_COM_MODES if Advice.USB_COM in advice else {}
    first = next(iter(advice), Advice.SUFFIX)
    return EndScreen(
        title=texts.say("admin.teach.title"),
        verdict=texts.say(f"admin.teach.advice.{first}"),
        is_good=False,
        advice=texts.say(f"admin.teach.advice.{first}.how"),
        lines=(
            *(Line(label=maker, text=mode) for maker, mode in modes.items()),
            *(_name_more(one, texts) for one in advice[1:]),
        ),
        buttons=(
            show_press(texts, AdminAct.BACK),
            show_press(texts, AdminAct.SELF_TEST, Weight.PRIMARY),
        ),
        lock=lock,
    )


def _begin_again(texts: Texts) -> Button:
    text = texts.say("admin.button.teach_again")
    return Button(text=text, tap=AdminPress(act=AdminAct.TEACH))


def _name_more(advice: Advice, texts: Texts) -> Line:
    text = texts.say(f"admin.teach.advice.{advice}")
    return show_fact(texts, "more", text)


def _list_found(profile: Profile, texts: Texts) -> Iterator[Line]:
    yield show_fact(texts, "reader", profile.reader)
    suffix = _SUFFIXES.get(profile.suffix, "none")
    yield show_fact(texts, "suffix", texts.say(f"admin.teach.suffix.{suffix}"))
    yield show_fact(texts, "letters", _name_letters(profile, texts))
    if profile.types:
        layout = texts.say(f"admin.teach.layout.{profile.layout}")
        mode = texts.say(f"admin.teach.mode.{profile.mode}")
        pace = texts.say("admin.teach.pace", count=str(profile.keys_per_second or 0))
        yield show_fact(texts, "keys", f"{layout} · {mode} · {pace}")
    else:
        yield show_fact(texts, "aim", profile.aim or texts.say("admin.teach.aim.none"))
    twins = "merged" if profile.merges else "apart"
    yield show_fact(texts, "twins", texts.say(f"admin.teach.twins.{twins}"))


def _name_letters(profile: Profile, texts: Texts) -> str:
    text = texts.say(f"admin.teach.letters.{profile.letters}")
    if not profile.lost:
        return text
    return f"{text}: {_shorten(profile.lost)}"


def _shorten(letters: str) -> str:
    return letters if len(letters) <= _MOST_LOST else f"{letters[:_MOST_LOST]}…"
