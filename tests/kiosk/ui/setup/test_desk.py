"""Settings are kept in the real file, and a real province enrols the kiosk."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from kiosk.config import Config, RestLanguage, Sound, load_config
from kiosk.config_text import Value
from kiosk.decision import Outcome
from kiosk.errors import OutsideError, UsageError
from kiosk.managed import Managed
from kiosk.payload import Direction
from kiosk.place import Place, open_place
from kiosk.protocol.enrolment import Code, format_code, parse_code
from kiosk.storage import slots
from kiosk.storage.key_slots import passphrase
from kiosk.sync.fault import FaultClass
from kiosk.ui.setup.calls import (
    ChangeCall,
    CheckedUp,
    CheckupCall,
    JoinCall,
    Joined,
    JoinTrouble,
    Key,
    NotJoined,
    PutOffCall,
    SoundCall,
    Tuned,
    TuningCall,
)
from kiosk.ui.setup.desk import Ground, SetupDesk, is_first_run
from tests.provinces import Province, serve
from tests.ui.admin_samples import list_checks

POLICY = "/etc/kiosk/policy.toml"
MANAGED = Managed(sources=(POLICY,), settings={"gate": "C"})

Open = Callable[..., SetupDesk]


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Province]:
    """Run a province for the tests of this module."""
    with serve(tmp_path_factory.mktemp("province") / "data") as served:
        yield served


@pytest.fixture
def played() -> list[Path]:
    """Return the files that were played."""
    return []


@pytest.fixture
def open_desk(place: Place, played: list[Path]) -> Open:
    """Return what opens a desk over the place's own settings."""

    def make(**ground: object) -> SetupDesk:
        laid = Ground(file=place.folder.config, started=Config(), managed=Managed())
        laid = replace(laid, **ground)  # type: ignore[arg-type]  # each of its own type
        return SetupDesk(
            place,
            laid,
            lambda: list_checks(1),
            play=played.append,
            list_cameras=list,
        )

    return make


def change(desk: SetupDesk, key: Key, value: Value) -> Tuned:
    answer = desk.set_up(ChangeCall(key=key, value=value))
    assert isinstance(answer, Tuned)
    return answer


def test_without_a_file_the_settings_are_the_defaults(open_desk: Open) -> None:
    assert open_desk().set_up(TuningCall()) == Tuned(config=Config(), fixed={})


def test_a_change_is_in_the_file_that_the_next_start_reads(
    open_desk: Open, place: Place
) -> None:
    tuned = change(open_desk(), Key.DIRECTION, "out")
    assert load_config(place.folder.config).direction is Direction.OUT
    assert (tuned.config.direction, tuned.needs_restart) == (Direction.OUT, True)


def test_what_is_changed_back_needs_no_new_start(open_desk: Open) -> None:
    desk = open_desk()
    change(desk, Key.MIRROR, value=False)
    assert not change(desk, Key.MIRROR, value=True).needs_restart


def test_sound_and_language_count_without_a_new_start(open_desk: Open) -> None:
    desk = open_desk()
    change(desk, Key.SOUND, "neutral")
    tuned = change(desk, Key.LANGUAGE, "en")
    assert (tuned.config.sound, tuned.config.language, tuned.needs_restart) == (
        Sound.NEUTRAL,
        RestLanguage.ENGLISH,
        False,
    )


def test_what_the_policy_fixes_is_not_changed_and_says_by_whom(
    open_desk: Open, place: Place
) -> None:
    desk = open_desk(managed=MANAGED, overridden=frozenset({Key.CAMERA}))
    tuned = change(desk, Key.GATE, "B")
    assert (tuned.config.gate, tuned.fixed) == (
        "C",
        {Key.GATE: POLICY, Key.CAMERA: ""},
    )
    assert not place.folder.config.exists()


def test_a_file_that_is_broken_stays_as_people_left_it(
    open_desk: Open, place: Place
) -> None:
    place.folder.config.write_text("gate = ")
    with pytest.raises(UsageError, match="not TOML"):
        open_desk().set_up(ChangeCall(key=Key.SOUND, value="off"))
    assert place.folder.config.read_text() == "gate = "


def test_a_disk_that_takes_nothing_says_so(open_desk: Open, place: Place) -> None:
    missing = place.folder.path / "gone" / "kiosk.toml"
    with pytest.raises(OutsideError, match="can't be written"):
        open_desk(file=missing).set_up(ChangeCall(key=Key.SOUND, value="off"))


def test_a_verdicts_sound_is_played(open_desk: Open, played: list[Path]) -> None:
    open_desk().set_up(SoundCall(outcome=Outcome.DENY))
    assert [path.name for path in played] == ["deny.wav"]


def test_the_checks_are_told(open_desk: Open) -> None:
    assert open_desk().set_up(CheckupCall()) == CheckedUp(checks=list_checks(1))


def test_enrolment_is_asked_for_until_it_is_put_off(
    open_desk: Open, place: Place
) -> None:
    assert is_first_run(place)
    open_desk().set_up(PutOffCall())
    assert not is_first_run(place)


def test_the_province_enrols_and_the_passphrase_opens_the_kiosk(
    open_desk: Open, place: Place, province: Province
) -> None:
    code = province.make_code(province.add_point("Chốt Tân Trào"), gate="B")
    joined = open_desk().set_up(JoinCall(code=code.lower()))
    assert isinstance(joined, Joined)
    assert joined.point.startswith("Chốt Tân Trào (P")
    assert (joined.gate, joined.kiosk_id) == ("B", place.identity.kiosk_id)
    assert joined.at == place.now().wall
    assert passphrase.unlock(slots.load(place.folder.slots), joined.recovery)
    again = open_place(place.folder, place.database, place.now)
    assert not is_first_run(again)


def test_a_code_that_the_province_does_not_know_enrols_nobody(
    open_desk: Open, province: Province, place: Place
) -> None:
    code = parse_code(province.make_code(province.add_point("Chốt Hai")))
    assert isinstance(code, Code)
    unknown = format_code(msgspec.structs.replace(code, token=bytes(16)))
    answer = open_desk().set_up(JoinCall(code=unknown))
    assert answer == NotJoined(why=JoinTrouble.UNKNOWN_CODE)
    assert is_first_run(place)


def a_code(url: str) -> str:
    return format_code(
        Code(url=url, token=bytes(16), expires_at=2**40, root_sha256=bytes(32))
    )


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("001190012345", JoinTrouble.NOT_A_CODE),
        ("VE1ABCDEFGH", JoinTrouble.MISTYPED),
        (a_code("http://kiosk.example"), JoinTrouble.UNSAFE_ADDRESS),
        (a_code("http://127.0.0.1:9"), FaultClass.TCP),
    ],
)
def test_what_is_wrong_with_a_code_is_told(
    open_desk: Open, text: str, why: JoinTrouble | FaultClass
) -> None:
    assert open_desk().set_up(JoinCall(code=text)) == NotJoined(why=why)


def test_the_policys_server_is_the_only_one(open_desk: Open) -> None:
    managed = Managed(sources=(POLICY,), server_url="https://kiosk.example")
    answer = open_desk(managed=managed).set_up(
        JoinCall(code=a_code("https://other.example"))
    )
    assert answer == NotJoined(why=JoinTrouble.OTHER_SERVER)
