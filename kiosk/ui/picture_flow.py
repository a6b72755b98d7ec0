"""Picture flow: from a picture that was chosen, dropped or pasted to a code at the gate; no Qt."""

from collections.abc import Sequence
from dataclasses import replace

from kiosk.ui.admin_calls import (
    Judged,
    ListCall,
    Listed,
    Looked,
    PictureRead,
    PictureTrouble,
    Plugged,
    PresentCall,
    ReadCall,
)
from kiosk.ui.admin_state import AdminFlow, Pictures, State, Step
from kiosk.ui.admin_taps import Bring, Present

PAGE = 6
"""So many files or codes stand on a page."""

_OPEN = {State.PICTURES, State.CODES}


def bring(flow: AdminFlow, brought: Bring) -> Step:
    """Begin to read a picture, unless one is being read."""
    if flow.state not in _OPEN or flow.pictures.is_reading:
        return flow, ()
    asked = replace(
        flow.pictures,
        name=brought.name,
        is_reading=True,
        trouble=None,
        codes=(),
        presented=None,
        judged=None,
    )
    call = ReadCall(source=brought.source, name=brought.name)
    return replace(flow, state=State.PICTURES, pictures=asked, note=None), (call,)


def present(flow: AdminFlow, tapped: Present) -> Step:
    """Give a code to the gate."""
    if flow.state is not State.CODES:
        return flow, ()
    given = replace(flow.pictures, presented=tapped.code, judged=None, trouble=None)
    told = replace(flow, pictures=given, note=None)
    return told, (PresentCall(code=tapped.code),)


def note_nothing_pasted(flow: AdminFlow) -> AdminFlow:
    """Say that there is no picture in the clipboard."""
    if flow.state not in _OPEN or flow.pictures.is_reading:
        return flow
    noted = replace(flow.pictures, trouble=PictureTrouble.NOTHING_PASTED)
    return replace(flow, pictures=noted)


def turn(flow: AdminFlow, by: int) -> AdminFlow:
    """Turn by one page, where there is one."""
    page = flow.pictures.page + by
    if not 0 <= page < count_pages(_list_shown(flow)):
        return flow
    return replace(flow, pictures=replace(flow.pictures, page=page))


def count_pages(shown: Sequence[object]) -> int:
    """Return on how many pages so many stand."""
    return -(-len(shown) // PAGE)


def take_look(flow: AdminFlow, answer: Looked) -> Step:
    """Return the flow with the stick that is there now; a new one's pictures are asked for."""
    looked = replace(flow, stick=answer.found)
    if flow.state not in _OPEN:
        return looked, ()
    if not isinstance(answer.found, Plugged):
        gone = replace(flow.pictures, folder=None, files=None)
        return replace(looked, pictures=gone), ()
    folder = answer.found.folder
    if folder == flow.pictures.folder:
        return looked, ()
    listing = replace(flow.pictures, folder=folder, files=None, page=0)
    return replace(looked, pictures=listing), (ListCall(folder=folder),)


def take_list(flow: AdminFlow, answer: Listed) -> AdminFlow:
    """Return the flow with the stick's pictures."""
    if answer.folder != flow.pictures.folder:
        return flow
    return replace(flow, pictures=replace(flow.pictures, files=answer.files))


def take_read(flow: AdminFlow, answer: PictureRead) -> AdminFlow:
    """Return the flow with what was found in a picture."""
    is_ours = flow.pictures.is_reading and flow.pictures.name == answer.name
    if flow.state is not State.PICTURES or not is_ours:
        return flow  # it was left meanwhile
    read = replace(flow.pictures, is_reading=False)
    if isinstance(answer.found, PictureTrouble):
        return replace(flow, pictures=replace(read, trouble=answer.found))
    shown = replace(read, codes=answer.found, page=0)
    return replace(flow, state=State.CODES, pictures=shown)


def take_judged(flow: AdminFlow, judged: Judged) -> AdminFlow:
    """Return the flow with what the gate made of the code."""
    if flow.state is not State.CODES or flow.pictures.presented is None:
        return flow
    return replace(flow, pictures=replace(flow.pictures, judged=judged))


def go_back(flow: AdminFlow) -> AdminFlow:
    """Return the flow with the files again, and nothing of the codes."""
    kept = Pictures(folder=flow.pictures.folder, files=flow.pictures.files)
    return replace(flow, pictures=kept)


def _list_shown(flow: AdminFlow) -> Sequence[object]:
    is_codes = flow.state is State.CODES
    return flow.pictures.codes if is_codes else flow.pictures.files or ()
