"""Setup desk: keeps settings, enrols, and has the installation looked at, on the real kiosk."""

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import assert_never

from kiosk.config import Config, load_config
from kiosk.config_text import change
from kiosk.errors import OutsideError, ProvinceError, UsageError
from kiosk.managed import Managed, apply, refuse_other_server
from kiosk.place import Place
from kiosk.protocol.enrolment import Code, CodeFault, parse_code
from kiosk.scanner.cameras import FoundCamera, find_cameras
from kiosk.storage import settings
from kiosk.storage.database import Database
from kiosk.storage.whole_file import write_whole
from kiosk.sync import enrolment
from kiosk.sync.fault import UnansweredError
from kiosk.ui.screens import ScreenKind
from kiosk.ui.setup.calls import (
    ChangeCall,
    CheckedUp,
    CheckShown,
    CheckupCall,
    JoinCall,
    Joined,
    JoinTrouble,
    Key,
    NotJoined,
    PutOff,
    PutOffCall,
    SetupAnswer,
    SetupRequest,
    SoundCall,
    Sounded,
    Tuned,
    TuningCall,
)
from kiosk.ui.sounds import Play, Sounds, find_play
from kiosk.version import VERSION

AT_ONCE = frozenset({Key.LANGUAGE, Key.SOUND})
"""Settings that count as soon as they are kept."""

_FIRST_RUN = "first_run"
_PUT_OFF = b"put off"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What the settings rest on: how the kiosk was started, and what nobody here may change."""

    file: Path
    started: Config
    managed: Managed
    overridden: frozenset[Key] = frozenset()
    """Options of the command line come before every file."""


class SetupDesk:
    """Answers for enrolment, settings and diagnostics; lives in the admin's thread."""

    def __init__(
        self,
        place: Place,
        ground: Ground,
        examine: Callable[[], tuple[CheckShown, ...]],
        *,
        play: Play | None = None,
        list_cameras: Callable[[], list[FoundCamera]] = find_cameras,
    ) -> None:
        self._place = place
        self._ground = ground
        self._examine = examine
        self._sounds = Sounds(play or find_play())
        self._list_cameras = list_cameras

    def set_up(self, call: SetupRequest) -> SetupAnswer:
        """Do what `call` says."""
        match call:
            case TuningCall():
                return self._read()
            case ChangeCall():
                return self._change(call)
            case CheckupCall():
                return CheckedUp(checks=self._examine())
            case SoundCall(outcome=outcome):
                self._sounds.sound(ScreenKind(outcome.value))
                return Sounded()
            case JoinCall(code=code):
                return self._join(code)
            case PutOffCall():
                with self._place.database.write() as connection:
                    settings.put(connection, _FIRST_RUN, _PUT_OFF)
                return PutOff()
            case _:
                assert_never(call)

    def _read(self) -> Tuned:
        ground = self._ground
        config = apply(ground.managed, load_config(ground.file))
        started = _leave_at_once(ground.started)
        return Tuned(
            config=config,
            fixed=dict(_find_fixed(ground)),
            gate=self._place.enrolment.gate if self._place.enrolment else "",
            cameras=tuple(self._list_cameras()),
            needs_restart=_leave_at_once(config) != started,
        )

    def _change(self, call: ChangeCall) -> Tuned:
        ground = self._ground
        if call.key in _find_fixed(ground):
            return self._read()
        try:
            text = ground.file.read_text(encoding="utf-8-sig")
        except FileNotFoundError:
            text = ""
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(
                f"Config file {ground.file} can't be read: {error}."
            ) from error
        changed = change(text, call.key.value, call.value, ground.file)
        try:
            write_whole(ground.file, changed.encode())
        except OSError as error:
            raise OutsideError(
                f"Config file {ground.file} can't be written: {error.strerror}. "
                "Check the disk, and that this user may write there."
            ) from error
        return self._read()

    def _join(self, text: str) -> Joined | NotJoined:
        code = parse_code(text)
        why = _refuse(code, self._ground.managed)
        if isinstance(code, CodeFault) or why is not None:
            return NotJoined(why=why or JoinTrouble.NOT_A_CODE)
        place = self._place
        try:
            enrolled = enrolment.enrol(
                place.database, place.folder, code, VERSION, route=place.route
            )
        except UnansweredError as error:
            return NotJoined(why=error.fault)
        except enrolment.DeniedError as error:
            return NotJoined(why=JoinTrouble(error.refusal.value))
        except ProvinceError:
            return NotJoined(why=JoinTrouble.NOT_BELIEVED)
        except UsageError:
            return NotJoined(why=JoinTrouble.OTHER_POINT)
        with place.database.read() as connection:
            kept = settings.read_enrolment(connection)
        name = kept.point_name if kept is not None else ""
        return Joined(
            kiosk_id=enrolled.kiosk_id,
            point=f"{name} ({enrolled.point})" if name else enrolled.point,
            gate=enrolled.gate,
            province=enrolled.province,
            at=place.now().wall,
            recovery=enrolled.recovery,
        )


def is_first_run(place: Place) -> bool:
    """Say whether enrolment is to be asked for: it was neither done nor put off."""
    return place.enrolment is None and not _was_put_off(place.database)


def _was_put_off(database: Database) -> bool:
    with database.read() as connection:
        return settings.get(connection, _FIRST_RUN) is not None


def _refuse(code: Code | CodeFault, managed: Managed) -> JoinTrouble | None:
    match code:
        case CodeFault():
            return JoinTrouble(code.value)
        case Code(url=url) if not enrolment.is_safe_address(url):
            return JoinTrouble.UNSAFE_ADDRESS
        case Code(url=url):
            try:
                refuse_other_server(managed, url)
            except UsageError:
                return JoinTrouble.OTHER_SERVER
            return None


def _find_fixed(ground: Ground) -> Mapping[Key, str]:
    """Return who has fixed which setting; empty for the command line."""
    source = ", ".join(ground.managed.sources)
    fixed = {key: source for key in Key if key.value in ground.managed.settings}
    return fixed | dict.fromkeys(ground.overridden, "")


def _leave_at_once(config: Config) -> Config:
    """Return `config` as if what counts at once had its defaults."""
    plain = Config()
    return dataclasses.replace(config, language=plain.language, sound=plain.sound)
