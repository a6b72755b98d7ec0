"""Each setting offers values that the settings' file takes, and the one in use."""

from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.config import Config
from kiosk.config_text import change
from kiosk.scanner.cameras import FoundCamera
from kiosk.ui.setup.calls import Key
from kiosk.ui.setup.choices import MOST_VALUES, find_value, list_values
from tests.ui.admin_samples import TUNED

FILE = Path("kiosk.toml")


@pytest.mark.parametrize("key", Key)
def test_every_value_is_one_that_the_file_takes(key: Key) -> None:
    values = list_values(key, TUNED, "A")
    for value in values:
        assert key.value in change("", key.value, value, FILE)
    assert find_value(key, TUNED.config, "A") in values


@pytest.mark.parametrize(
    ("config", "key"),
    [
        (Config(gate="Cổng sau"), Key.GATE),
        (Config(night_hour=7), Key.NIGHT),
        (Config(dim_after_minutes=33), Key.DIM),
        (Config(camera=("rtsp://camera",)), Key.CAMERA),
    ],
)
def test_a_value_that_is_not_usual_is_offered_too(config: Config, key: Key) -> None:
    values = list_values(key, replace(TUNED, config=config), "A")
    assert find_value(key, config, "A") in values
    assert len(values) <= MOST_VALUES


def test_without_a_camera_only_none_is_offered() -> None:
    bare = replace(TUNED, config=Config(), cameras=())
    assert list_values(Key.CAMERA, bare, "A") == [()]


def test_of_many_cameras_the_first_are_offered() -> None:
    many = tuple(FoundCamera(path=f"/dev/video{n}", label="C") for n in range(9))
    assert len(list_values(Key.CAMERA, replace(TUNED, cameras=many), "A")) == 4


def test_the_provinces_gate_counts_where_the_settings_name_none() -> None:
    assert find_value(Key.GATE, Config(), "B") == "B"
