"""Tests of the brake on wrong logins."""

from datetime import timedelta

import pytest

from province.brake import FREE_TRIES, MOST_ADDRESSES, ONE_MORE_AFTER, Brake
from tests.province.builders import NOW

NONE = timedelta(0)


def flood(brake: Brake, address: str, times: int = FREE_TRIES) -> None:
    for _ in range(times):
        brake.count(address, NOW)


def test_an_office_may_mistype_a_while() -> None:
    brake = Brake()
    flood(brake, "192.0.2.1", FREE_TRIES - 1)

    assert brake.find_wait("192.0.2.1", NOW) == NONE


def test_a_flood_waits_ten_seconds_for_each_further_try() -> None:
    brake = Brake()
    flood(brake, "192.0.2.1")

    assert brake.find_wait("192.0.2.1", NOW) == ONE_MORE_AFTER
    assert brake.find_wait("192.0.2.1", NOW + ONE_MORE_AFTER) == NONE
    assert brake.find_wait("192.0.2.2", NOW) == NONE


def test_after_five_minutes_all_tries_are_back() -> None:
    brake = Brake()
    flood(brake, "192.0.2.1")
    later = NOW + FREE_TRIES * ONE_MORE_AFTER
    for _ in range(FREE_TRIES - 1):
        brake.count("192.0.2.1", later)

    assert brake.find_wait("192.0.2.1", later) == NONE


@pytest.mark.parametrize(
    ("other", "is_same"),
    [("2001:db8::2", True), ("2001:db8:0:1::1", False), ("unix", False)],
)
def test_a_network_of_ipv6_is_one_address(
    other: str,
    is_same: bool,  # noqa: FBT001
) -> None:
    brake = Brake()
    flood(brake, "2001:db8::1")

    assert (brake.find_wait(other, NOW) > NONE) == is_same


def test_its_memory_is_bounded() -> None:
    brake = Brake()
    flood(brake, "192.0.2.1")
    for number in range(MOST_ADDRESSES):
        brake.count(f"a{number}", NOW)

    assert brake.find_wait("192.0.2.1", NOW) == NONE
    assert brake.find_wait(f"a{MOST_ADDRESSES - 1}", NOW) == NONE
