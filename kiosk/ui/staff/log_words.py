"""Log words: a kept entry as it is said, on a row and on its own page; no Qt."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from kiosk.counter import UNDONE, WRONG_WAY
from kiosk.credentials.credential import Claim
from kiosk.decision import LOCAL
from kiosk.logged import Later, Logged, Sending
from kiosk.outcome import Outcome
from kiosk.protocol.content import Act
from kiosk.protocol.receipt import Refusal
from kiosk.ui.admin_shown import Line
from kiosk.ui.codes import CODES
from kiosk.ui.screens import ScreenKind, show_number
from kiosk.ui.texts import Texts

_KINDS: Mapping[str, ScreenKind] = {
    Outcome.ALLOW: ScreenKind.ALLOW,
    Outcome.CHECK: ScreenKind.CHECK,
    Outcome.DENY: ScreenKind.DENY,
    Outcome.UNREADABLE: ScreenKind.UNREADABLE,
}
_OF_COUNTER = {UNDONE: "log.text.undone", WRONG_WAY: "log.text.wrong_way"}
"""What the counter writes itself where staff only tapped."""


def find_kind(entry: Logged) -> ScreenKind:
    """Return whose colour and icon its outcome has."""
    return _KINDS[entry.outcome]


def say_name(entry: Logged, texts: Texts) -> str:
    """Return the name in full, or why there is none."""
    if entry.is_purged:
        return texts.say("log.purged")
    return entry.claims.get(Claim.NAME) or texts.say("log.no_name")


def say_outcome(entry: Logged, texts: Texts) -> str:
    """Return what was decided, and which way."""
    outcome = texts.say(f"log.outcome.{entry.outcome}")
    return f"{outcome} · {texts.say(f'direction.{entry.direction}')}"


def say_acts(entry: Logged, texts: Texts) -> str:
    """Return what was done about it last; a void is what counts."""
    acts = [one.act for one in entry.later]
    if not acts:
        return texts.say("log.open") if entry.is_open else ""
    return _say_act(Act.VOID if Act.VOID in acts else acts[-1], texts)


def say_sending(entry: Logged, texts: Texts, *, is_short: bool) -> str:
    """Return where it is on its way to the province, and why it is refused."""
    said = texts.say(f"log.sending.{entry.sending}")
    if entry.sending is not Sending.REFUSED:
        return said
    known = entry.refusal in frozenset(Refusal)
    words = "log.short" if is_short else "log.refused"
    reason = texts.say(f"{words}.{entry.refusal if known else 'other'}")
    return f"{said}: {reason}"


def say_time(at: datetime, *, has_date: bool) -> str:
    """Return the time of a row."""
    return f"{at.astimezone(LOCAL):{'%d/%m %H:%M' if has_date else '%H:%M:%S'}}"


def list_facts(entry: Logged, texts: Texts) -> Iterator[Line]:
    """Yield what was decided and why, what was done since, what the province said."""
    local = entry.decided_at.astimezone(LOCAL)
    gate = f"{texts.say(f'direction.{entry.direction}')} · {entry.gate}"
    yield _line("when", f"{local:%H:%M:%S · %d/%m/%Y}", texts)
    yield _line("gate", gate, texts)
    yield _line("kind", _say_kind(entry, texts), texts)
    why = [f"{texts.explain(one)} ({CODES[one]})" for one in entry.reasons]
    yield from _list_under("why", why, texts)
    yield from _list_under("done", [_say_later(o, texts) for o in entry.later], texts)
    yield _line("sent", say_sending(entry, texts, is_short=False), texts)


def say_advice(entry: Logged, texts: Texts) -> str:
    """Return what staff do about an entry that needs attention, else nothing."""
    if entry.sending is Sending.REFUSED:
        future = entry.refusal == Refusal.FUTURE
        return texts.say("log.advice.future" if future else "log.advice.refused")
    if entry.is_open and entry.reasons:
        return texts.advise(entry.reasons[0])
    return ""


def say_number(entry: Logged) -> str:
    """Return the number, masked."""
    return show_number(entry.claims)


def _list_under(name: str, said: Sequence[str], texts: Texts) -> Iterator[Line]:
    """Yield several facts under one label."""
    for number, text in enumerate(said):
        yield _line(name, text, texts) if number == 0 else Line(label="", text=text)


def _line(name: str, text: str, texts: Texts) -> Line:
    return Line(label=texts.say(f"log.fact.{name}"), text=text)


def _say_kind(entry: Logged, texts: Texts) -> str:
    kind = texts.say(f"kind.{entry.kind}")
    if entry.is_purged or entry.outcome == Outcome.UNREADABLE:
        return kind
    basis = "basis.verified" if entry.is_verified else "basis.read"
    return f"{kind} · {texts.say(basis)}"


def _say_act(act: Act, texts: Texts) -> str:
    return texts.say(f"log.act.{act}")


def _say_later(later: Later, texts: Texts) -> str:
    at = f"{later.at.astimezone(LOCAL):%H:%M}"
    key = _OF_COUNTER.get(later.text)
    text = later.text if key is None else texts.say(key)
    return " · ".join(filter(None, (at, _say_act(later.act, texts), text)))
