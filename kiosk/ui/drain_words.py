"""Drain words: how far sending is, as the status line and the command line say it; no Qt."""

import msgspec

from kiosk.drain import Drain
from kiosk.health import Health
from kiosk.ui.texts import Texts

LEAST_SHOWN = 200
"""Fewer are gone before anybody has read a line about them."""

_STEP_S = 5
"""Seconds are told in fives: a number that jumps each moment is not read."""
_MINUTE_S = 60
_HOUR_S = 3600
_TEN = 10


def tell_waiting(health: Health, texts: Texts) -> str:
    """Return how many wait, or how far a sending is that takes long enough to be read."""
    if health.drain is not None and health.drain.total >= LEAST_SHOWN:
        return tell_drain(health.drain, texts)
    return texts.say("pending", count=count(health.pending, texts))


def hide_drain(health: Health | None) -> Health | None:
    """Return `health` without it: beside a verdict nothing moves."""
    return None if health is None else msgspec.structs.replace(health, drain=None)


def tell_drain(drain: Drain, texts: Texts) -> str:
    """Return how many were sent, how fast, and the time left, as far as these are known."""
    done, total = count(drain.done, texts), count(drain.total, texts)
    parts = [texts.say("drain.counts", done=done, total=total)]
    if drain.rate_per_s is not None:
        parts.append(tell_rate(drain.rate_per_s, texts))
    if drain.left_s is not None:
        left = tell_left(drain.left_s, texts)
        parts.append(texts.say("drain.left", left=left))
    return " · ".join(parts)


def tell_rate(rate_per_s: float, texts: Texts) -> str:
    """Return how many go in a second; below ten with a decimal, as on a slow line."""
    if rate_per_s >= _TEN:
        return texts.say("drain.rate", rate=count(round(rate_per_s), texts))
    point = "," if texts.language == "vi" else "."
    rate = f"{rate_per_s:.1f}".replace(".", point)
    return texts.say("drain.rate", rate=rate)


def tell_left(left_s: float, texts: Texts) -> str:
    """Return a time as roughly as it is known."""
    if left_s < _MINUTE_S - _STEP_S:
        seconds = max(_STEP_S, -(-left_s // _STEP_S) * _STEP_S)
        return texts.say("drain.seconds", seconds=f"{seconds:.0f}")
    if left_s < _HOUR_S:
        return texts.say("drain.minutes", minutes=f"{-(-left_s // _MINUTE_S):.0f}")
    hours, rest_s = divmod(left_s, _HOUR_S)
    return texts.say(
        "drain.hours", hours=f"{hours:.0f}", minutes=f"{rest_s // _MINUTE_S:.0f}"
    )


def count(number: int, texts: Texts) -> str:
    """Return `number` with its thousands apart, as the language writes it."""
    separator = "." if texts.language == "vi" else ","
    return f"{number:,}".replace(",", separator)
