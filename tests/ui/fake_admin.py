"""Fake admin: a data folder that answers the admin's screens at once, and its sticks."""

import threading
from dataclasses import replace
from pathlib import Path

from kiosk.export.fault import ExportFault
from kiosk.export.sticks import Stick
from kiosk.export.writing import Phase
from kiosk.scanner.teaching import Profile
from kiosk.storage.pin import PinAnswer, Right, Wrong
from kiosk.ui.admin_calls import (
    CountCall,
    Ended,
    ExportCall,
    Facts,
    FoundCode,
    PictureFile,
    PictureTrouble,
    Plugged,
    Watching,
)
from kiosk.ui.sending_calls import Sending, SendingCall, SendingRequest
from kiosk.ui.setup.calls import SetupAnswer, SetupRequest
from tests.ui.admin_samples import (
    FACTS,
    PASS,
    PASSPHRASE,
    SENDING,
    TUNED,
    a_progress,
    an_end,
    list_files,
)

PIN = "482915"


class FakeAdmin:
    """Knows one PIN and one stick, and remembers who asked what from which thread."""

    def __init__(self, stick: Plugged | ExportFault = ExportFault.NO_STICK) -> None:
        self.stick = stick
        self.ended: Ended | ExportFault = an_end()
        self.error: Exception | None = None
        self.picture_error: Exception | None = None
        self.waits_for_cancel = False
        self.threads: set[str] = set()
        self.pins: list[tuple[str, bool]] = []
        self.found: tuple[FoundCode, ...] | PictureTrouble = (PASS,)
        self.pictures: list[Path | bytes] = []
        self.presented: list[FoundCode] = []
        self.profiles: list[Profile] = []
        self.sent: list[SendingRequest] = []
        self.set_ups: list[SetupRequest] = []
        self.set_up_answer: SetupAnswer = TUNED
        self.facts = FACTS

    def read_facts(self) -> Facts:
        self.threads.add(threading.current_thread().name)
        if self.error is not None:
            raise self.error
        return self.facts

    def keep_profile(self, profile: Profile) -> None:
        self.profiles.append(profile)

    def send(self, call: SendingRequest) -> Sending:
        self.sent.append(call)
        return replace(SENDING, put_back=None if call == SendingCall() else 2)

    def set_up(self, call: SetupRequest) -> SetupAnswer:
        self.set_ups.append(call)
        return self.set_up_answer

    def check_pin(self, pin: str) -> PinAnswer:
        return Right() if pin == PIN else Wrong(tries_left=4)

    def set_pin(self, pin: str, *, forgotten: bool) -> None:
        self.pins.append((pin, forgotten))

    def is_passphrase(self, passphrase: str) -> bool:
        return passphrase == PASSPHRASE.replace("-", "")

    def watch_sticks(self) -> None:
        pass

    def find_stick(self) -> Plugged | ExportFault:
        return self.stick

    def count(self, call: CountCall) -> int:
        return len(call.what.value)

    def export(self, call: ExportCall, watching: Watching) -> Ended | ExportFault:
        del call
        watching.on_progress(a_progress(Phase.WRITING))
        pause = threading.Event()
        while self.waits_for_cancel:
            if watching.is_cancelled():
                return ExportFault.CANCELLED
            pause.wait(0.005)
        return self.ended

    def list_pictures(self, folder: Path) -> tuple[PictureFile, ...]:
        del folder
        return list_files(2)

    def read_picture(
        self, source: Path | bytes
    ) -> tuple[FoundCode, ...] | PictureTrouble:
        self.threads.add(threading.current_thread().name)
        self.pictures.append(source)
        if self.picture_error is not None:
            raise self.picture_error
        return self.found

    def present(self, code: FoundCode) -> None:
        self.presented.append(code)


class FakeSticks:
    """Folders that stand for sticks; `plug` and they are there."""

    def __init__(self) -> None:
        self.plugged: list[Stick] = []
        self.ejected: list[Path] = []
        self.listed = 0

    def plug(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        stick = Stick(device="/dev/fake1", folder=folder, number=folder.name)
        self.plugged.append(stick)

    def list(self) -> tuple[Stick, ...]:
        found = tuple(self.plugged)
        self.listed += 1
        return found

    def eject(self, stick: Stick) -> bool:
        self.ejected.append(stick.folder)
        return True
