"""Admin asking: each call of the admin's screens put to the data folder; no Qt."""

from typing import assert_never

from kiosk.export.fault import ExportFault
from kiosk.ui.admin_calls import (
    Admin,
    AdminAnswer,
    AdminCall,
    CheckCall,
    CountCall,
    Counted,
    ExportCall,
    FactsCall,
    Handed,
    KeepProfileCall,
    ListCall,
    Listed,
    LookCall,
    Looked,
    NotExported,
    PictureRead,
    PinKept,
    PresentCall,
    ProfileKept,
    ReadCall,
    RecoverCall,
    Recovered,
    SetCall,
    WatchCall,
    Watching,
)
from kiosk.ui.sending_calls import ResendCall, SendingCall, SendNowCall
from kiosk.ui.setup.calls import (
    ChangeCall,
    CheckupCall,
    JoinCall,
    PutOffCall,
    SoundCall,
    TuningCall,
)


def ask(  # noqa: C901, PLR0911, PLR0912 - one for each call
    admin: Admin, call: AdminCall, watching: Watching
) -> AdminAnswer:
    """Return what `admin` answers to `call`; may take as long as a slow stick."""
    match call:
        case FactsCall():
            return admin.read_facts()
        case CheckCall(pin=pin):
            return admin.check_pin(pin)
        case SetCall(pin=pin, forgotten=forgotten):
            admin.set_pin(pin, forgotten=forgotten)
            return PinKept()
        case RecoverCall(passphrase=passphrase):
            return Recovered(is_right=admin.is_passphrase(passphrase))
        case WatchCall():
            admin.watch_sticks()
            return Looked(found=admin.find_stick())
        case LookCall():
            return Looked(found=admin.find_stick())
        case CountCall():
            return Counted(call=call, rows=admin.count(call))
        case ExportCall():
            ended = admin.export(call, watching)
            return NotExported(fault=ended) if isinstance(ended, ExportFault) else ended
        case ListCall(folder=folder):
            return Listed(folder=folder, files=admin.list_pictures(folder))
        case ReadCall(source=source, name=name):
            return PictureRead(name=name, found=admin.read_picture(source))
        case PresentCall(code=code):
            admin.present(code)
            return Handed()
        case KeepProfileCall(profile=profile):
            admin.keep_profile(profile)
            return ProfileKept()
        case SendingCall() | SendNowCall() | ResendCall():
            return admin.send(call)
        case (
            TuningCall()
            | ChangeCall()
            | CheckupCall()
            | SoundCall()
            | JoinCall()
            | PutOffCall()
        ):
            return admin.set_up(call)
        case _:
            assert_never(call)
