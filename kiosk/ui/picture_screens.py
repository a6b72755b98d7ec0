"""Picture screens: pictures to choose from, and the codes that were found in one; no Qt."""

from collections.abc import Sequence

from kiosk.ui.admin_calls import FoundCode, Judged, Plugged
from kiosk.ui.admin_shown import PickScreen, show_press, show_stick, warn
from kiosk.ui.admin_state import AdminFlow
from kiosk.ui.admin_taps import AdminAct, Bring, Present
from kiosk.ui.admin_words import tell_count, tell_lock
from kiosk.ui.buttons import Button, NoteShown, Weight
from kiosk.ui.picture_flow import PAGE, count_pages
from kiosk.ui.texts import Texts

_LONGEST_NAME = 60


def compose_pictures(flow: AdminFlow, texts: Texts, now_ms: int) -> PickScreen:
    """Return the pictures on the stick."""
    pictures = flow.pictures
    files = [
        Button(
            text=_shorten(file.name),
            tap=Bring(source=file.path, name=file.name),
            is_enabled=not pictures.is_reading,
        )
        for file in pictures.files or ()
    ]
    paste = AdminAct.PASTE
    return PickScreen(
        title=texts.say("admin.pictures.title"),
        unnamed=texts.say("admin.pictures.pasted"),
        note=_note_pictures(flow, texts),
        hint=texts.say("admin.pictures.hint"),
        choices=_cut(files, pictures.page),
        pages=_list_pages(files, pictures.page, texts),
        buttons=(
            show_press(texts, AdminAct.BACK),
            show_press(
                texts, paste, Weight.PRIMARY, is_enabled=not pictures.is_reading
            ),
        ),
        lock=tell_lock(flow, texts, now_ms),
    )


def compose_codes(flow: AdminFlow, texts: Texts, now_ms: int) -> PickScreen:
    """Return the codes of a picture, each to be presented by one tap."""
    pictures = flow.pictures
    codes = [
        Button(
            text=_name(code, texts),
            tap=Present(code=code),
            is_on=code == pictures.presented,
        )
        for code in pictures.codes
    ]
    return PickScreen(
        title=texts.say("admin.codes.title"),
        unnamed=texts.say("admin.pictures.pasted"),
        note=_note_codes(flow, texts),
        hint=texts.say("admin.codes.hint"),
        choices=_cut(codes, pictures.page),
        pages=_list_pages(codes, pictures.page, texts),
        buttons=(
            show_press(texts, AdminAct.BACK),
            show_press(texts, AdminAct.PASTE, Weight.PRIMARY),
        ),
        lock=tell_lock(flow, texts, now_ms),
    )


def _note_pictures(flow: AdminFlow, texts: Texts) -> NoteShown:
    pictures = flow.pictures
    if pictures.is_reading:
        text = texts.say("admin.pictures.reading", name=_shorten(pictures.name))
        return NoteShown(text=text, is_good=True)
    trouble = _note_trouble(flow, texts)
    if trouble is not None:
        return trouble
    if not isinstance(flow.stick, Plugged):
        return show_stick(flow.stick, texts)
    if pictures.files is None:
        text = texts.say("admin.pictures.looking", name=flow.stick.name)
        return NoteShown(text=text, is_good=True)
    if not pictures.files:
        return warn(texts.say("admin.pictures.none", name=flow.stick.name))
    count = tell_count(len(pictures.files), texts)
    text = texts.say("admin.pictures.found", name=flow.stick.name, count=count)
    return NoteShown(text=text, is_good=True)


def _note_codes(flow: AdminFlow, texts: Texts) -> NoteShown:
    pictures = flow.pictures
    trouble = _note_trouble(flow, texts)
    if trouble is not None:
        return trouble
    if pictures.presented is None:
        count = tell_count(len(pictures.codes), texts)
        text = texts.say("admin.codes.found", name=_shorten(pictures.name), count=count)
        return NoteShown(text=text, is_good=True)
    about = _name(pictures.presented, texts)
    if pictures.judged is None:
        text = texts.say("admin.codes.presented", about=about)
        return NoteShown(text=text, is_good=True)
    return _tell_judged(pictures.judged, about, texts)


def _note_trouble(flow: AdminFlow, texts: Texts) -> NoteShown | None:
    pictures = flow.pictures
    if flow.note is not None:
        return warn(texts.say("admin.failed"))
    if pictures.trouble is None:
        return None
    return warn(
        texts.say(f"admin.pictures.{pictures.trouble}", name=_shorten(pictures.name))
    )


def _tell_judged(judged: Judged, about: str, texts: Texts) -> NoteShown:
    if judged.outcome is None:
        return warn(texts.say("admin.codes.repeated", about=about))
    verdict = texts.say(f"{judged.outcome}.{judged.direction}")
    text = texts.say("admin.codes.judged", about=about, verdict=verdict)
    return NoteShown(text=text, is_good=judged.outcome == "allow")


def _name(code: FoundCode, texts: Texts) -> str:
    kind = texts.say(f"kind.{code.kind}")
    return f"{kind}: {code.about}" if code.about else kind


def _shorten(name: str) -> str:
    """Return a file's name as long as can be read, its end with it."""
    if len(name) <= _LONGEST_NAME:
        return name
    half = _LONGEST_NAME // 2
    return f"{name[:half]}…{name[-half:]}"


def _cut(choices: Sequence[Button], page: int) -> tuple[Button, ...]:
    return tuple(choices[page * PAGE : (page + 1) * PAGE])


def _list_pages(
    choices: Sequence[Button], page: int, texts: Texts
) -> tuple[Button, ...]:
    pages = count_pages(choices)
    if pages <= 1:
        return ()
    return (
        show_press(texts, AdminAct.EARLIER, is_enabled=page > 0),
        show_press(texts, AdminAct.LATER, is_enabled=page < pages - 1),
    )
