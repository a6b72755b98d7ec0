"""Admin screens: what each of the admin's screens says and offers, as values; no Qt."""

from collections.abc import Iterator
from typing import assert_never

from kiosk.export.writing import Phase
from kiosk.ui.admin_calls import Ended, Plugged, Span, What
from kiosk.ui.admin_retention import list_retention
from kiosk.ui.admin_shown import (
    AdminScreen,
    ChooseScreen,
    EndScreen,
    Line,
    MenuScreen,
    PassphraseScreen,
    ProgressScreen,
    Section,
    show_fact,
    show_press,
    show_stick,
)
from kiosk.ui.admin_state import AdminFlow, State
from kiosk.ui.admin_taps import AdminAct, AdminPress, ChooseSpan, ChooseWhat
from kiosk.ui.admin_words import (
    find_share,
    name_days,
    name_end,
    tell_count,
    tell_lock,
    tell_time,
)
from kiosk.ui.buttons import Button, Weight
from kiosk.ui.picture_screens import compose_codes, compose_pictures
from kiosk.ui.pin_screens import compose_pin, compose_recovery, show_pin_note
from kiosk.ui.sending_screens import compose_sending
from kiosk.ui.setup.screens import compose_setup, list_setup
from kiosk.ui.teaching_screens import compose_teaching
from kiosk.ui.texts import Texts

_SHA_SHOWN = 16
"""As many hex digits as people compare."""
_GROUP = 6
"""Letters of a passphrase's group and the dash after it."""


def compose_admin(  # noqa: C901, PLR0911, PLR0912 - one for each screen
    flow: AdminFlow, texts: Texts, now_ms: int
) -> AdminScreen | None:
    """Return the admin's screen; None where the gate's own is shown."""
    match flow.state:
        case State.CLOSED:
            return None
        case State.OPENING | State.PIN | State.NEW_PIN | State.REPEAT_PIN:
            return compose_pin(flow, texts, now_ms)
        case State.FORGOTTEN:
            return compose_recovery(flow, texts, now_ms)
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
        case State.PICTURES:
            return compose_pictures(flow, texts, now_ms)
        case State.CODES:
            return compose_codes(flow, texts, now_ms)
        case State.TEACHING:
            return compose_teaching(flow, texts, now_ms)
        case State.SENDING:
            return compose_sending(flow, texts, now_ms)
        case (
            State.WELCOME
            | State.TYPE_CODE
            | State.JOINED
            | State.RECOVERY
            | State.SETTINGS
            | State.NAME_GATE
            | State.CHECKUP
            | State.TRY_READERS
            | State.TRY_SOUNDS
        ):
            return compose_setup(flow, texts, now_ms)
        case _:
            assert_never(flow.state)


def _compose_menu(flow: AdminFlow, texts: Texts, now_ms: int) -> MenuScreen:
    back = AdminPress(act=AdminAct.BACK)
    lock = Button(text=texts.say("admin.button.lock"), tap=back)
    return MenuScreen(
        title=texts.say("admin.menu.title"),
        lines=tuple(_list_facts(flow, texts)),
        choices=(
            show_press(texts, AdminAct.EXPORT, Weight.PRIMARY),
            show_press(texts, AdminAct.SENDING),
            show_press(texts, AdminAct.PICTURES),
            show_press(texts, AdminAct.TEACH),
            show_press(texts, AdminAct.CHANGE_PIN),
            *list_setup(flow, texts),
        ),
        note=show_pin_note(flow, texts, now_ms),
        buttons=(lock,),
        lock=tell_lock(flow, texts, now_ms),
    )


def _list_facts(flow: AdminFlow, texts: Texts) -> Iterator[Line]:
    facts = flow.facts
    if facts is None:
        return
    point = facts.point_name or texts.say("admin.fact.not_enrolled")
    yield show_fact(texts, "point", point)
    yield show_fact(texts, "kiosk", facts.kiosk_id)
    yield show_fact(texts, "entries", tell_count(facts.entries, texts))
    yield show_fact(texts, "unsent", tell_count(facts.unsent, texts))
    if facts.countdown is not None:
        yield from list_retention(facts.countdown, texts)
    yield show_fact(texts, "version", facts.version)


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
            text=texts.say(f"admin.span.{span}"),
            tap=ChooseSpan(span=span),
            is_on=span is flow.span,
        )
        for span in Span
    )
    hint = texts.say(f"admin.what.{flow.what}.hint")
    if not is_enrolled:
        hint = f"{hint} {texts.say('admin.what.bundle.not_enrolled')}"
    days = "unsent" if flow.span is Span.UNSENT else "hint"
    return ChooseScreen(
        title=texts.say("admin.choose.title"),
        stick=show_stick(flow.stick, texts),
        sections=(
            Section(title=texts.say("admin.choose.what"), hint=hint, choices=whats),
            Section(
                title=texts.say("admin.choose.span"),
                hint=texts.say(f"admin.choose.span.{days}"),
                choices=spans,
            ),
        ),
        summary=_summarise(flow, texts),
        buttons=(
            show_press(texts, AdminAct.BACK),
            show_press(
                texts,
                AdminAct.START,
                Weight.PRIMARY,
                is_enabled=isinstance(flow.stick, Plugged),
            ),
        ),
        lock=tell_lock(flow, texts, now_ms),
    )


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
        buttons=(show_press(texts, AdminAct.NOTED, Weight.PRIMARY),),
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
            show_press(texts, AdminAct.BACK),
            show_press(texts, AdminAct.AGAIN, Weight.PRIMARY),
        ),
        lock=tell_lock(flow, texts, now_ms),
    )


def _list_written(ended: Ended, texts: Texts) -> Iterator[Line]:
    yield show_fact(texts, "file", ended.name)
    yield show_fact(texts, "rows", tell_count(ended.rows, texts))
    yield show_fact(texts, "span", name_days(ended, texts))
    kind = "bundle" if ended.what is What.BUNDLE else "table"
    key = f"admin.unsent.{kind}" if ended.unsent else "admin.all_sent"
    yield show_fact(
        texts, "unsent", texts.say(key, count=tell_count(ended.unsent, texts))
    )
    yield show_fact(texts, "sha256", f"{ended.sha256[:_SHA_SHOWN]}…")
