"""Period: from when until when entries are exported."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from kiosk.decision import LOCAL
from kiosk.errors import UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """From (inclusive) until (exclusive), microseconds since 1970 UTC; None is open."""

    from_us: int | None = None
    until_us: int | None = None

    @property
    def is_everything(self) -> bool:
        """Say whether neither end is given."""
        return self.from_us is None and self.until_us is None


def parse_period(from_text: str | None, until_text: str | None) -> Period:
    """Return the period of two ISO 8601 texts.

    A date is the whole local day, so `--until 2026-11-20` holds all of that
    day; a time without a zone is UTC.

    Raises:
        UsageError: one is no time, or the end is not after the start.
    """
    period = Period(
        from_us=None if from_text is None else _to_us(_parse(from_text, "--from")),
        until_us=None
        if until_text is None
        else _to_us(_parse(until_text, "--until", days=1)),
    )
    if (
        period.from_us is not None
        and period.until_us is not None
        and period.until_us <= period.from_us
    ):
        raise UsageError(
            f"The period ends at '{until_text}', before it starts at '{from_text}': "
            "give --from the earlier one."
        )
    return period


def _parse(text: str, option: str, *, days: int = 0) -> datetime:
    """Return the moment in `text`; that of a date is `days` after its start."""
    try:
        if len(text) == len("2026-11-20"):
            day = date.fromisoformat(text) + timedelta(days=days)
            return datetime.combine(day, time(), LOCAL)
        moment = datetime.fromisoformat(text)
        zoned = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
        return zoned.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise UsageError(
            f"{option} '{text}' is no day: write it as 2026-11-20, "
            "or a time as 2026-11-20T08:00:00+07:00."
        ) from error


def _to_us(moment: datetime) -> int:
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
