"""Admin screens: what each of the admin's screens says and offers, as values; no Qt."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import assert_never

from kiosk.export.fault import ExportFault
from kiosk.export.writing import Phase
from kiosk.storage.pin import FREE_TRIES, LONGEST, Wrong
from kiosk.ui.admin_calls import AdminFailed, Ended, Plugged, Span, What
from kiosk.ui.admin_flow import (
    AdminFlow,
    PinNote,
    State,
    find_wait_s,
)
from kiosk.ui.admin_taps import (
    AdminAct,
    AdminPress,
    ChooseSpan,
    ChooseWhat,
    Digit,
)
from kiosk.ui.admin_words import (
    find_share,
    name_days,
    name_end,
    name_span,
    tell_count,
    tell_lock,
    tell_size,
    tell_time,
)
from kiosk.ui.reception_screens import Button, NoteShown, Weight
from kiosk.ui.texts import Texts

_SHA_SHOWN = 16
"""As many hex digits as people compare."""
_GROUP = 6
"""Letters of a passphrase's group and the dash after it."""
_DIGITS = "123456789"


@dataclass(frozen=True, slots=True, kw_only=True)
class PinScreen:
    """A PIN is typed: `typed` of at most `places` digits."""

    title: str
    hint: str
    typed: int
    places: int
    keys: tuple[Button, ...]
    note: NoteShown | None
    buttons: tuple[Button, ...]
    lock: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A fact with its name before it."""

    label: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuScreen:
    """What can be done, and how the kiosk is."""

    title: str
    lines: tuple[Line, ...]
    choices: tuple[Button, ...]
    note: NoteShown | None
    buttons: tuple[Button, ...]
    lock: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A numbered step with its choices, and a sentence about the chosen one."""

    title: str
    hint: str
    choices: tuple[Button, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseScreen:
    """What is written where."""

    title: str
    stick: NoteShown
    sections: tuple[Section, ...]
    summary: str
    buttons: tuple[Button, ...]
    lock: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressScreen:
    """How far an export is; `share` is 0 to 1."""

    title: str
    phase: str
    share: float
    percent: str
    left: str
    warning: str
    buttons: tuple[Button, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PassphraseScreen:
    """A passphrase, this once."""

    title: str
    passphrase: str = field(repr=False)
    hint: str
    buttons: tuple[Button, ...]
    lock: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EndScreen:
    """How an export ended, and what was written."""

    title: str
    verdict: str
    is_good: bool
    advice: str
    lines: tuple[Line, ...]
    buttons: tuple[Button, ...]
    lock: str


AdminScreen = (
    PinScreen
    | MenuScreen
    | ChooseScreen
    | ProgressScreen
    | PassphraseScreen
    | EndScreen
)


def compose_admin(  # noqa: PLR0911 - one for each screen
    flow: AdminFlow, texts: Texts, now_ms: int
) -> AdminScreen | None:
    """Return the admin's screen; None where the gate's own is shown."""
    match flow.state:
        case State.CLOSED:
            return None
        case State.OPENING | State.PIN | State.NEW_PIN | State.REPEAT_PIN:
            return _compose_pin(flow, texts, now_ms)
        case State.MENU:
            return _compose_menu(flow, texts, now_ms)
        case State.CHOOSE:
            return _compose_choose(flow, texts, now_ms)
        case State.WRITING:
            return _compose_progress(flow, texts)
        case State.PASSPHRASE:
            return _compose_passphrase(flow, texts, now_ms)
        case State.ENDED:
            return _compose_end(flow, texts, now_ms)
        case _:
            assert_never(flow.state)


def _compose_pin(flow: AdminFlow, texts: Texts, now_ms: int) -> PinScreen:
    can_type = not flow.is_asking and not find_wait_s(flow, now_ms)
    name = "pin" if flow.state is State.OPENING else flow.state.value
    keys = [_key(digit, is_enabled=can_type) for digit in _DIGITS]
    erase = _press(texts, AdminAct.ERASE, is_enabled=can_type)
    zero = _key("0", is_enabled=can_type)
    enter = _press(texts, AdminAct.ENTER, Weight.PRIMARY, is_enabled=can_type)
    return PinScreen(
        title=texts.say(f"admin.{name}.title"),
        hint=texts.say(f"admin.{name}.hint"),
        typed=len(flow.digits),
        places=LONGEST,
        keys=(*keys, erase, zero, enter),
        note=_show_pin_note(flow, texts, now_ms),
        buttons=(_press(texts, AdminAct.BACK),),
        lock=tell_lock(flow, texts, now_ms),
    )


def _show_pin_note(flow: AdminFlow, texts: Texts, now_ms: int) -> NoteShown | None:
    left_s = find_wait_s(flow, now_ms)
    if left_s and flow.state is State.PIN:
        return _warn(texts.say("admin.pin.wait", left=tell_time(left_s, texts)))
    match flow.note:
        case Wrong(tries_left=left):
            text = texts.say("admin.pin.wrong", left=str(left), tries=str(FREE_TRIES))
            return _warn(text)
        case PinNote.CHANGED:
            return NoteShown(text=texts.say("admin.pin.changed"), is_good=True)
        case PinNote():
            return _warn(texts.say(f"admin.pin.{flow.note}"))
        case AdminFailed():
            return _warn(texts.say("admin.failed"))
        case None:
            return None
        case _:
            assert_never(flow.note)


def _compose_menu(flow: AdminFlow, texts: Texts, now_ms: int) -> MenuScreen:
    return MenuScreen(
        title=texts.say("admin.menu.title"),
        lines=tuple(_list_facts(flow, texts)),
        choices=(
            _press(texts, AdminAct.EXPORT, Weight.PRIMARY),
            _press(texts, AdminAct.CHANGE_PIN),
        ),
        note=_show_pin_note(flow, texts, now_ms),
        buttons=(_say_back(texts, "lock"),),
        lock=tell_lock(flow, texts, now_ms),
    )


def _list_facts(flow: AdminFlow, texts: Texts) -> Iterator[Line]:
    facts = flow.facts
    if facts is None:
        return
    point = facts.point_name or texts.say("admin.fact.not_enrolled")
    yield _line(texts, "point", point)
    yield _line(texts, "kiosk", facts.kiosk_id)
    yield _line(texts, "entries", tell_count(facts.entries, texts))
    yield _line(texts, "unsent", tell_count(facts.unsent, texts))
    yield _line(texts, "version", facts.version)


def _compose_choose(flow: AdminFlow, texts: Texts, now_ms: int) -> ChooseScreen:
    is_enrolled = flow.facts is not None and flow.facts.is_enrolled
    whats = tuple(
        Button(
            text=texts.say(f"admin.what.{what}"),
            tap=ChooseWhat(what=what),
            is_on=what is flow.what,
            is_enabled=is_enrolled or what is not What.BUNDLE,
        )
        for what in What
    )
    spans = tuple(
        Button(
            text=name_span(flow.what, span, texts),
            tap=ChooseSpan(span=span),
            is_on=span is flow.span,
        )
        for span in Span
    )
    hint = texts.say(f"admin.what.{flow.what}.hint")
    if not is_enrolled:
        hint = f"{hint} {texts.say('admin.what.bundle.not_enrolled')}"
    return ChooseScreen(
        title=texts.say("admin.choose.title"),
        stick=_show_stick(flow, texts),
        sections=(
            Section(title=texts.say("admin.choose.what"), hint=hint, choices=whats),
            Section(
                title=texts.say("admin.choose.span"),
                hint=texts.say("admin.choose.span.hint"),
                choices=spans,
            ),
        ),
        summary=_summarise(flow, texts),
        buttons=(
            _press(texts, AdminAct.BACK),
            _press(
                texts,
                AdminAct.START,
                Weight.PRIMARY,
                is_enabled=isinstance(flow.stick, Plugged),
            ),
        ),
        lock=tell_lock(flow, texts, now_ms),
    )


def _show_stick(flow: AdminFlow, texts: Texts) -> NoteShown:
    stick = flow.stick
    if isinstance(stick, Plugged):
        free = tell_size(stick.free_bytes, texts)
        text = texts.say("admin.stick", name=stick.name, free=free)
        return NoteShown(text=text, is_good=True)
    key = "two_sticks" if stick is ExportFault.TWO_STICKS else "no_stick"
    return _warn(texts.say(f"admin.choose.{key}"))


def _summarise(flow: AdminFlow, texts: Texts) -> str:
    if flow.rows is None:
        return texts.say("admin.choose.counting")
    return texts.say("admin.choose.rows", rows=tell_count(flow.rows, texts))


def _compose_progress(flow: AdminFlow, texts: Texts) -> ProgressScreen:
    progress = flow.progress
    phase = Phase.WRITING if progress is None else progress.phase
    share = find_share(progress)
    left_s = None if progress is None else progress.left_s
    left = ""
    if phase is not Phase.EJECTING and left_s is not None:
        left = texts.say("admin.left", left=tell_time(round(left_s), texts))
    can_cancel = phase is not Phase.EJECTING and not flow.is_cancelling
    cancel = "cancelling" if flow.is_cancelling else AdminAct.CANCEL.value
    return ProgressScreen(
        title=texts.say("admin.progress.title"),
        phase=texts.say(f"admin.phase.{phase}"),
        share=share,
        percent=f"{round(100 * share)} %",
        left=left,
        warning=texts.say("admin.progress.warning"),
        buttons=(
            Button(
                text=texts.say(f"admin.button.{cancel}"),
                tap=AdminPress(act=AdminAct.CANCEL),
                weight=Weight.ALARM,
                is_enabled=can_cancel,
            ),
        ),
    )


def _compose_passphrase(flow: AdminFlow, texts: Texts, now_ms: int) -> PassphraseScreen:
    result = flow.result
    passphrase = (result.passphrase if isinstance(result, Ended) else None) or ""
    middle = len(passphrase) // 2 // _GROUP * _GROUP + _GROUP
    return PassphraseScreen(
        title=texts.say("admin.passphrase.title"),
        passphrase=f"{passphrase[:middle]} {passphrase[middle:]}".strip(),
        hint=texts.say("admin.passphrase.hint"),
        buttons=(_press(texts, AdminAct.NOTED, Weight.PRIMARY),),
        lock=tell_lock(flow, texts, now_ms),
    )


def _compose_end(flow: AdminFlow, texts: Texts, now_ms: int) -> EndScreen:
    result = flow.result
    verdict, advice = name_end(flow, texts)
    return EndScreen(
        title=texts.say("admin.choose.title"),
        verdict=verdict,
        is_good=isinstance(result, Ended),
        advice=advice,
        lines=tuple(_list_written(result, texts)) if isinstance(result, Ended) else (),
        buttons=(
            _press(texts, AdminAct.BACK),
            _press(texts, AdminAct.AGAIN, Weight.PRIMARY),
        ),
        lock=tell_lock(flow, texts, now_ms),
    )


def _list_written(ended: Ended, texts: Texts) -> Iterator[Line]:
    yield _line(texts, "file", ended.name)
    yield _line(texts, "rows", tell_count(ended.rows, texts))
    yield _line(texts, "span", name_days(ended, texts))
    key = "admin.unsent" if ended.unsent else "admin.all_sent"
    yield _line(texts, "unsent", texts.say(key, count=tell_count(ended.unsent, texts)))
    yield _line(texts, "sha256", f"{ended.sha256[:_SHA_SHOWN]}…")


def _line(texts: Texts, key: str, text: str) -> Line:
    return Line(label=texts.say(f"admin.fact.{key}"), text=text)


def _press(
    texts: Texts,
    act: AdminAct,
    weight: Weight = Weight.PLAIN,
    *,
    is_enabled: bool = True,
) -> Button:
    return Button(
        text=texts.say(f"admin.button.{act}"),
        tap=AdminPress(act=act),
        weight=weight,
        is_enabled=is_enabled,
    )


def _key(digit: str, *, is_enabled: bool) -> Button:
    tap = Digit(digit=digit)
    return Button(text=digit, tap=tap, weight=Weight.KEY, is_enabled=is_enabled)


def _say_back(texts: Texts, key: str) -> Button:
    text = texts.say(f"admin.button.{key}")
    return Button(text=text, tap=AdminPress(act=AdminAct.BACK))


def _warn(text: str) -> NoteShown:
    return NoteShown(text=text, is_good=False)
