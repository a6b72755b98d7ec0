"""Sending screens: how sending goes, why not, and the entries that need attention; no Qt."""

from collections.abc import Iterator
from datetime import datetime

from kiosk.decision import LOCAL
from kiosk.storage.attention import Cause
from kiosk.sync.fault import FaultClass
from kiosk.ui.admin_shown import Line, SendingScreen, show_fact, show_press
from kiosk.ui.admin_state import AdminFlow, SendingView
from kiosk.ui.admin_taps import AdminAct, ChooseStuck
from kiosk.ui.admin_words import tell_count, tell_lock, tell_time
from kiosk.ui.buttons import Button, Weight
from kiosk.ui.sending_calls import Sending, Stuck
from kiosk.ui.sending_flow import PAGE, find_last_page
from kiosk.ui.texts import Texts

_SAID_BY_PROVINCE = {Cause.IN_THE_WAY, Cause.UNKNOWN}
"""Where the province's own word says more than ours."""


def compose_sending(flow: AdminFlow, texts: Texts, now_ms: int) -> SendingScreen:
    """Return how sending goes."""
    view = flow.sending
    verdict, advice = _judge(flow, texts)
    return SendingScreen(
        title=texts.say("admin.sending.title"),
        lines=tuple(_list_facts(view.found, texts)) if view.found else (),
        verdict=verdict,
        advice=advice,
        is_good=flow.note is None and _is_good(view),
        choices=tuple(_list_choices(view, texts)),
        pages=_list_pages(view, texts),
        acts=_list_acts(view, texts),
        buttons=(
            show_press(texts, AdminAct.BACK),
            show_press(texts, AdminAct.SEND_NOW, Weight.PRIMARY),
        ),
        lock=tell_lock(flow, texts, now_ms),
    )


def _list_facts(found: Sending, texts: Texts) -> Iterator[Line]:
    yield show_fact(texts, "unsent", tell_count(found.pending, texts))
    yield show_fact(texts, "attention", tell_count(found.attention, texts))
    confirmed = texts.say("admin.sending.never")
    if found.confirmed_at is not None:
        confirmed = _tell_moment(found.confirmed_at)
    yield show_fact(texts, "confirmed", confirmed)
    yield show_fact(texts, "fault", _tell_fault(found, texts))
    if found.fault is not FaultClass.NONE:
        yield show_fact(texts, "next", _tell_next(found, texts))


def _tell_fault(found: Sending, texts: Texts) -> str:
    name = texts.words.name_fault(found.fault)
    if found.faults <= 1:
        return name
    times = tell_count(found.faults, texts)
    return texts.say("admin.sending.times", name=name, times=times)


def _tell_next(found: Sending, texts: Texts) -> str:
    if found.left_s <= 0:
        return texts.say("admin.sending.now")
    left = tell_time(round(found.left_s), texts)
    return texts.say("admin.sending.next", left=left)


def _judge(flow: AdminFlow, texts: Texts) -> tuple[str, str]:
    """Return what it comes to, and what to do."""
    view = flow.sending
    chosen = _find_chosen(view)
    if flow.note is not None:
        return texts.say("admin.failed"), ""
    if chosen is not None:
        return _tell_reason(chosen, texts), texts.words.say_remedy(chosen.cause)
    if view.put_back is not None:
        count = tell_count(view.put_back, texts)
        return texts.say("admin.sending.put_back", count=count), ""
    found = view.found
    if found is None:
        return texts.say("admin.sending.looking"), ""
    if found.fault is not FaultClass.NONE:
        words = texts.words
        return words.say("fault", found.fault), words.say_advice(found.fault)
    key = "attention" if found.stuck else "waits" if found.pending else "all_sent"
    return texts.say(f"admin.sending.{key}"), texts.say(f"admin.sending.{key}.next")


def _tell_reason(stuck: Stuck, texts: Texts) -> str:
    sentence = texts.words.say("attention", stuck.cause)
    if stuck.word and stuck.cause in _SAID_BY_PROVINCE:
        return f"{sentence} ({stuck.word})"
    return sentence


def _is_good(view: SendingView) -> bool:
    if view.chosen is not None or view.found is None:
        return False
    if view.put_back is not None:
        return True
    return view.found.fault is FaultClass.NONE and not view.found.stuck


def _find_chosen(view: SendingView) -> Stuck | None:
    stuck = view.found.stuck if view.found else ()
    return next((one for one in stuck if one.entry_id == view.chosen), None)


def _list_choices(view: SendingView, texts: Texts) -> Iterator[Button]:
    stuck = view.found.stuck if view.found else ()
    for one in stuck[view.page * PAGE : (view.page + 1) * PAGE]:
        yield Button(
            text=_name(one, texts),
            tap=ChooseStuck(entry_id=one.entry_id),
            weight=Weight.CHIP,
            is_on=one.entry_id == view.chosen,
        )


def _name(stuck: Stuck, texts: Texts) -> str:
    key = f"kind.{stuck.kind}"
    kind = texts.say(key if key in texts.phrases else "admin.sending.act")
    return " · ".join(
        filter(None, (_tell_moment(stuck.decided_at), kind, stuck.number))
    )


def _list_pages(view: SendingView, texts: Texts) -> tuple[Button, ...]:
    last = find_last_page(view.found)
    if not last:
        return ()
    return (
        show_press(texts, AdminAct.EARLIER, is_enabled=view.page > 0),
        show_press(texts, AdminAct.LATER, is_enabled=view.page < last),
    )


def _list_acts(view: SendingView, texts: Texts) -> tuple[Button, ...]:
    if view.found is None or not (view.found.attention or view.found.pending):
        return ()
    export = show_press(texts, AdminAct.EXPORT)
    if not view.found.attention:
        return (export,)
    key = "resend_one" if view.chosen else "resend_all"
    tap = show_press(texts, AdminAct.RESEND).tap
    return (Button(text=texts.say(f"admin.button.{key}"), tap=tap), export)


def _tell_moment(at: datetime) -> str:
    return f"{at.astimezone(LOCAL):%d/%m %H:%M}"
