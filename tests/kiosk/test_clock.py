"""The clock tells aware UTC, and which boot its monotonic time belongs to."""

from datetime import UTC, timedelta

from kiosk.clock import BOOT_ID, read_boot, system_clock


def test_the_wall_clock_is_aware_utc() -> None:
    assert system_clock()().wall.tzinfo is UTC


def test_the_clock_goes_on_and_its_boot_stays() -> None:
    now = system_clock()
    first, then = now(), now()
    assert then.monotonic_ms >= first.monotonic_ms
    assert then.wall - first.wall < timedelta(minutes=1)
    assert then.boot == first.boot


def test_a_boot_is_named_where_the_system_names_it() -> None:
    assert len(read_boot()) == (8 if BOOT_ID.exists() else 0)
