"""Sending flow: what a tap or an answer makes of the page about sending; no Qt."""

from dataclasses import replace

from kiosk.ui.admin_calls import Span, What
from kiosk.ui.admin_state import AdminFlow, SendingView, State, Step
from kiosk.ui.admin_taps import AdminAct, ChooseStuck
from kiosk.ui.sending_calls import ResendCall, Sending, SendNowCall

PAGE = 6
"""So many entries that need attention stand on a page."""


def press(flow: AdminFlow, act: AdminAct) -> Step | None:
    """Return the flow after a button of this page; None for one of every page."""
    view = flow.sending
    match act:
        case AdminAct.SEND_NOW:
            return replace(flow, note=None), (SendNowCall(),)
        case AdminAct.RESEND:
            asked = replace(flow, sending=replace(view, chosen=None), note=None)
            return asked, (ResendCall(entry_id=view.chosen),)
        case AdminAct.EARLIER | AdminAct.LATER:
            by = -1 if act is AdminAct.EARLIER else 1
            page = min(max(0, view.page + by), find_last_page(view.found))
            return replace(flow, sending=replace(view, page=page)), ()
        case _:
            return None


def choose(flow: AdminFlow, tapped: ChooseStuck) -> AdminFlow:
    """Tell the reason of an entry; a second tap takes that back."""
    if flow.state is not State.SENDING:
        return flow
    is_off = flow.sending.chosen == tapped.entry_id
    chosen = None if is_off else tapped.entry_id
    shown = replace(flow.sending, chosen=chosen, put_back=None)
    return replace(flow, sending=shown, note=None)


def take(flow: AdminFlow, found: Sending) -> AdminFlow:
    """Return the flow with how sending goes now."""
    if flow.state is not State.SENDING:
        return flow
    view = flow.sending
    is_there = any(one.entry_id == view.chosen for one in found.stuck)
    shown = replace(
        view,
        found=found,
        page=min(view.page, find_last_page(found)),
        chosen=view.chosen if is_there else None,
        put_back=view.put_back if found.put_back is None else found.put_back,
    )
    return replace(flow, sending=shown)


def choose_unsent(flow: AdminFlow) -> AdminFlow:
    """Offer what the province lacks, as the bundle that it takes from a stick."""
    is_enrolled = flow.facts is not None and flow.facts.is_enrolled
    what = What.BUNDLE if is_enrolled else What.CSV
    return replace(flow, what=what, span=Span.UNSENT, sending=SendingView())


def find_last_page(found: Sending | None) -> int:
    """Return the number of the last page, from 0."""
    return max(0, -(-len(found.stuck) // PAGE) - 1) if found else 0
