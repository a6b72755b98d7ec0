"""Admin retention: the lines that say what the next purge takes, and what it must not; no Qt."""

from collections.abc import Iterator
from datetime import datetime

from kiosk.decision import LOCAL
from kiosk.retention import Countdown
from kiosk.ui.admin_shown import Line, show_fact
from kiosk.ui.admin_words import tell_count
from kiosk.ui.texts import Texts


def list_retention(countdown: Countdown, texts: Texts) -> Iterator[Line]:
    """Yield what goes tonight, the oldest that is kept, and what is overdue, if anything."""
    yield show_fact(texts, "purge", _tell_purge(countdown, texts))
    if countdown.oldest is not None:
        yield show_fact(texts, "oldest", _tell_day(countdown.oldest))
    if countdown.overdue and countdown.overdue_until is not None:
        told = texts.say(
            "admin.overdue",
            count=tell_count(countdown.overdue, texts),
            day=_tell_day(countdown.overdue_until),
        )
        yield show_fact(texts, "overdue", told)


def _tell_purge(countdown: Countdown, texts: Texts) -> str:
    if countdown.before is None:
        return texts.say("admin.purge.waits")
    return texts.say(
        "admin.purge",
        count=tell_count(countdown.due, texts),
        day=_tell_day(countdown.before),
    )


def _tell_day(at: datetime) -> str:
    return f"{at.astimezone(LOCAL):%d/%m/%Y}"
