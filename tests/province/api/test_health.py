"""Tests of asking a running province how it is."""

import pytest
import requests

from tests.province.processes import Running


@pytest.mark.system
def test_a_running_province_tells_its_time_and_roster(province: Running) -> None:
    told = requests.get(f"{province.url}/v1/health", timeout=30).json()

    assert (told["status"], told["roster_version"]) == ("ok", 1)
    assert told["time_us"] > 0
