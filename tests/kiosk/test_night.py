"""The night rule is due at a local hour, and closes some visits at a time."""

from datetime import UTC, datetime, timedelta

import pytest

from kiosk.desk import Reception
from kiosk.lane import Lane
from kiosk.night import close_some, find_last_closing
from kiosk.reception import Form
from tests.fakes import START

MIDNIGHT = datetime(2026, 11, 20, 17, tzinfo=UTC)
"""The end of the day of `START` in Hà Nội."""
NEVER_US = 2**60


@pytest.mark.parametrize(
    ("hour", "expected"),
    [
        (0, datetime(2026, 11, 19, 17, tzinfo=UTC)),
        (8, datetime(2026, 11, 20, 1, tzinfo=UTC)),
        (22, datetime(2026, 11, 19, 15, tzinfo=UTC)),
    ],
)
def test_the_last_closing_is_a_local_hour(hour: int, expected: datetime) -> None:
    assert find_last_closing(START, hour) == expected


def test_the_closing_hour_itself_is_due() -> None:
    assert find_last_closing(MIDNIGHT, 0) == MIDNIGHT
    assert find_last_closing(MIDNIGHT - timedelta(seconds=1), 0) < MIDNIGHT


@pytest.mark.parametrize(("before_us", "closed"), [(0, 0), (NEVER_US, 1)])
def test_only_visits_that_began_before_are_closed(
    desk: Reception, lane: Lane, before_us: int, closed: int
) -> None:
    desk.check_in(Form(name="Lê Văn Giả", document="", fields={}))
    done = lane.write(
        lambda connection: close_some(connection, lane, before_us=before_us, at_us=1)
    )
    assert (done, desk.count_inside()) == (closed, 1 - closed)
