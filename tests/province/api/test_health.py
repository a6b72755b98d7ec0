"""Tests of asking a running province how it is."""

import pytest
import requests

from tests.province.processes import Running


@pytest.mark.system
def test_a_running_province_tells_its_time_and_roster(province: Running) -> None:
    told = requests.get(f"{province.url}/v1/health", timeout=30).json()

    # Other tests of this province may have published again.
    assert told["status"] == "ok"
    assert told["roster_version"] >= 1
    assert told["time_us"] > 0
