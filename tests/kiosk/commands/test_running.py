"""A run takes its gate and its readers from the options, then the config, then the place."""

import gc

import msgspec
import pytest

from kiosk.commands.running import (
    choose_gate,
    choose_readers,
    freeze_start,
    open_road,
    read_taught,
    wake,
)
from kiosk.config import Config
from kiosk.errors import OutsideError, UsageError
from kiosk.payload import Direction
from kiosk.place import Place
from kiosk.scanner.framing import Terminator
from kiosk.scanner.reader import Gate
from kiosk.scanner.teaching import describe
from kiosk.storage import machine_mark, profiles, settings
from kiosk.storage.database import Database
from kiosk.storage.folder import Folder
from kiosk.storage.settings import Enrolment
from kiosk.sync.route import Route
from tests.kiosk.commands.conftest import Ask
from tests.readers import SERIAL, hear_serial, read_all

GATE = Gate(name="A", direction=Direction.IN)
ENROLMENT = Enrolment(
    token=b"",
    url="http://127.0.0.1:1",
    root=b"",
    point="1",
    point_name="Chốt Thử",
    gate="enrolled",
    province="Tỉnh Thử",
)


class FakeReader:
    """A reader that has a name and reads nothing."""

    def __init__(self, name: str) -> None:
        self.name = name

    def run(self, *_: object) -> None: ...


@pytest.mark.parametrize(
    ("option", "configured", "enrolled", "name"),
    [
        ("option", "configured", True, "option"),
        ("", "configured", True, "configured"),
        ("", "", True, "enrolled"),
        ("", "", False, "A"),
    ],
)
def test_a_gate_is_named_by_who_stands_nearest(
    ask: Ask, place: Place, option: str, configured: str, *, enrolled: bool, name: str
) -> None:
    options = ask("run", *(("--gate", option) if option else ()))
    here = msgspec.structs.replace(place, enrolment=ENROLMENT if enrolled else None)
    gate = choose_gate(options, Config(gate=configured), here)
    assert gate == Gate(name=name, direction=Direction.IN)


@pytest.mark.parametrize(
    ("command", "direction"), [("run", "out"), ("run --direction in", "in")]
)
def test_a_direction_of_the_options_comes_before_the_config(
    ask: Ask, place: Place, command: str, direction: str
) -> None:
    config = Config(direction=Direction.OUT)
    assert choose_gate(ask(*command.split()), config, place).direction == direction


@pytest.mark.parametrize(
    ("command", "configured", "names"),
    [
        ("run", (), ["serial"]),
        ("run --wedge", (), []),
        ("run", ("/dev/b,in",), ["serial:/dev/b"]),
        ("run --wedge", ("/dev/b",), ["serial:/dev/b"]),
        ("run --serial /dev/a --serial /dev/c", ("/dev/b",), ["/dev/a", "/dev/c"]),
        ("run --serial /dev/a --replay codes.txt", (), ["/dev/a", "replay:codes.txt"]),
        ("run --replay codes.txt", (), ["replay:codes.txt"]),
    ],
)
def test_readers_are_those_named_or_else_those_found(
    ask: Ask, command: str, configured: tuple[str, ...], names: list[str]
) -> None:
    readers = choose_readers(ask(*command.split()), Config(serial=configured), GATE)
    assert [reader.name.removeprefix("serial:/") for reader in readers] == [
        name.removeprefix("serial:/").removeprefix("/") for name in names
    ]


@pytest.mark.parametrize(
    ("command", "configured", "names"),
    [
        ("run --camera 0 --camera a.avi", ("1",), ["0@A", "a.avi@A"]),
        ("run", ("auto",), ["auto@A"]),
        ("run --camera 0 --replay codes.txt", (), ["0@A", "replay:codes.txt"]),
    ],
)
def test_a_camera_is_read_where_it_is_named(
    ask: Ask, command: str, configured: tuple[str, ...], names: list[str]
) -> None:
    options = ask(*command.split())
    options.make_camera = lambda text, gate: FakeReader(f"{text}@{gate.name}")
    readers = choose_readers(options, Config(camera=configured), GATE)
    assert [reader.name for reader in readers] == names


def test_each_way_of_reading_is_taken_from_options_or_config(ask: Ask) -> None:
    options = ask("run", "--evdev", "/dev/input/event3,out,B", "--hidraw", "/dev/hr0")
    config = Config(serial=("usb:1eab:1306",), evdev=("/dev/input/event9",))
    assert [reader.name for reader in choose_readers(options, config, GATE)] == [
        "serial:usb:1eab:1306",
        "evdev:/dev/input/event3",
        "hidraw:/dev/hr0",
    ]


def test_a_wrong_reader_of_the_config_is_named(ask: Ask) -> None:
    with pytest.raises(UsageError, match="'/dev/a,7'"):
        choose_readers(ask("run"), Config(serial=("/dev/a,7",)), GATE)


def test_a_road_is_made_for_the_place_and_its_config(
    ask: Ask, folder: Folder, database: Database
) -> None:
    with database.write() as connection:
        settings.put_enrolment(connection, ENROLMENT)
    folder.config.write_text('gate = "Bắc"\nfull_screen = false\n', encoding="utf-8")
    with open_road(ask("run", "--wedge")) as running:
        assert (running.gate.name, running.title) == ("Bắc", "Chốt Thử")
        assert running.config.full_screen is False
        assert running.road.is_ready()


def test_a_second_run_on_the_same_folder_is_refused(ask: Ask) -> None:
    with (
        open_road(ask("run")),
        pytest.raises(OutsideError, match="already runs"),
        open_road(ask("run")),
    ):
        pass
    with open_road(ask("run")) as again:
        assert again.title == ""


def test_a_wrong_config_makes_nothing(ask: Ask, folder: Folder) -> None:
    folder.config.write_text("gatte = 1\n", encoding="utf-8")
    with pytest.raises(UsageError, match="gatte"), open_road(ask("run")):
        pass
    assert not folder.run_lock.exists()


def test_what_the_start_left_is_out_of_the_collectors_rounds() -> None:
    usual = gc.get_threshold()
    gc.set_threshold(100_000)
    before = gc.get_freeze_count()
    freeze_start()
    frozen = gc.get_freeze_count()
    gc.unfreeze()
    assert gc.get_threshold() == usual
    assert frozen > before


def write_policy(folder: Folder, text: str) -> str:
    path = folder.path.with_name("policy.toml")
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_the_policy_wins_over_the_machine_s_own_settings_and_says_so(
    ask: Ask, folder: Folder, capfd: pytest.CaptureFixture[str]
) -> None:
    folder.config.write_text('gate = "own"\ndirection = "out"', encoding="utf-8")
    policy = write_policy(folder, 'gate = "fixed"')
    with open_road(ask("run", "--policy", policy)) as running:
        gate = running.gate
    assert gate == Gate(name="fixed", direction=Direction.OUT)
    assert "fixes gate: kiosk.toml can't change that" in capfd.readouterr().err


def test_a_policy_s_code_that_can_t_be_used_keeps_no_gate_shut(
    ask: Ask, folder: Folder, capfd: pytest.CaptureFixture[str]
) -> None:
    policy = write_policy(folder, 'enrol_code_file = "/nowhere/code"')
    with open_road(ask("run", "--policy", policy)) as running:
        title = running.title
    assert title == ""
    assert "not enrolled yet. Policy key 'enrol_code_file'" in capfd.readouterr().err


def test_a_wrong_policy_keeps_the_kiosk_from_starting(ask: Ask, folder: Folder) -> None:
    policy = write_policy(folder, 'gaet = "A"')
    with (
        pytest.raises(UsageError, match=r"'gaet'.*mean 'gate'"),
        open_road(ask("run", "--policy", policy)),
    ):
        pass


def test_a_reader_that_was_taught_keeps_its_terminator(place: Place) -> None:
    profile = describe(SERIAL, read_all(hear_serial))
    with place.database.write() as connection:
        profiles.put(connection, profile)
    assert read_taught(place) == {SERIAL: Terminator.CR}


def test_a_database_of_another_machine_wakes_up_under_a_new_epoch(
    place: Place, capfd: pytest.CaptureFixture[str]
) -> None:
    if not machine_mark.name_machine():
        pytest.skip("this machine has no name (/etc/machine-id)")
    place = msgspec.structs.replace(
        place, route=Route(proxy="http://proxy.example:3128")
    )
    assert wake(place) is place
    with place.database.write() as connection:
        settings.put(connection, "machine", bytes(16))
    woken = wake(place)
    assert woken.identity.epoch != place.identity.epoch
    assert woken.identity.kiosk_id == place.identity.kiosk_id
    assert woken.route == place.route
    assert "was on another machine" in capfd.readouterr().err
