"""Admin words: counts, times and outcomes of the admin's screens, worded; no Qt."""

from typing import assert_never

from kiosk.export.writing import Phase, Progress
from kiosk.ui.admin_calls import AdminFailed, Ended, NotExported
from kiosk.ui.admin_state import AdminFlow, find_lock_ms
from kiosk.ui.texts import Texts

_MINUTE_S = 60


def tell_count(number: int, texts: Texts) -> str:
    """Return `number` with its thousands apart, as the language writes it."""
    separator = "." if texts.language == "vi" else ","
    return f"{number:,}".replace(",", separator)


def tell_time(left_s: int, texts: Texts) -> str:
    """Return a number of seconds as people say it."""
    if left_s < _MINUTE_S:
        return texts.say("admin.seconds", seconds=str(max(1, left_s)))
    minutes, seconds = divmod(left_s, _MINUTE_S)
    return texts.say("admin.minutes", minutes=str(minutes), seconds=str(seconds))


def tell_size(size: int, texts: Texts) -> str:
    """Return a number of bytes in GB or MB."""
    in_gb = size >= 10**9
    text = f"{size / (10**9 if in_gb else 10**6):,.1f}"
    if texts.language == "vi":
        text = text.translate(str.maketrans(",.", ".,"))
    return f"{text} {'GB' if in_gb else 'MB'}"


def tell_lock(flow: AdminFlow, texts: Texts, now_ms: int) -> str:
    """Return how long until the screen locks itself; empty where it does not."""
    left_ms = find_lock_ms(flow, now_ms)
    if left_ms is None:
        return ""
    minutes, seconds = divmod(-(-left_ms // 1000), _MINUTE_S)
    return texts.say("admin.lock", left=f"{minutes}:{seconds:02}")


def name_days(ended: Ended, texts: Texts) -> str:
    """Return the period of an export with its days."""
    name = texts.say(f"admin.span.{ended.span}")
    if ended.first_day is None:
        return name
    last = f"{ended.last_day:%d/%m/%Y}"
    if ended.first_day == ended.last_day:
        return f"{name} ({last})"
    return f"{name} ({ended.first_day:%d/%m} – {last})"


def name_end(flow: AdminFlow, texts: Texts) -> tuple[str, str]:
    """Return how an export ended, and what to do next."""
    match flow.result:
        case Ended(ejected=True):
            key = "ejected"
        case Ended(ejected=False):
            key = "not_ejected"
        case Ended():
            key = "gone"
        case NotExported(fault=fault):
            title = texts.say(f"admin.end.{fault}")
            return title, texts.words.say("export", fault)
        case AdminFailed() | None:
            key = "failed"
        case _:
            assert_never(flow.result)
    return texts.say(f"admin.end.{key}"), texts.say(f"admin.end.{key}.next")


def find_share(progress: Progress | None) -> float:
    """Return how much of an export's phase is done, 0 to 1."""
    if progress is None:
        return 0.0
    if progress.phase is Phase.EJECTING:
        return 1.0
    return min(1.0, progress.done_bytes / max(1, progress.total_bytes))
