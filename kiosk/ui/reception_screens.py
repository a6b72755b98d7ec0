"""Reception screens: what each of the desk's screens says and offers, as values; no Qt."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from kiosk.decision import LOCAL
from kiosk.declaration import is_phone
from kiosk.reception import Visit
from kiosk.ui.buttons import Button, NoteShown, Question, Weight
from kiosk.ui.desk_calls import LIST_LIMIT
from kiosk.ui.desk_declaring import DeskDeclaring
from kiosk.ui.draft import Box
from kiosk.ui.notes import GOOD, MAY_REPRINT, MAY_SIGN_OUT, Note
from kiosk.ui.reception_flow import ASK_FOR_MS, Reception, State, find_left_ms
from kiosk.ui.roll_call import RollCall
from kiosk.ui.staff.declaration_screens import (
    Asking,
    DeclarationScreen,
    compose_asking,
)
from kiosk.ui.taps import (
    Act,
    Choose,
    Press,
    RepeatTap,
    ReprintTap,
    SignOutTap,
    UndoTap,
)
from kiosk.ui.texts import Texts
from kiosk.ui.visit_words import (
    describe,
    show_last_four,
    summarise,
    tell_time,
    word_note,
)

PURPOSES = ("delivery", "meeting", "maintenance", "other")


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxShown:
    """A box of the form."""

    box: Box
    label: str
    text: str
    is_locked: bool = False
    is_wrong: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FormScreen:
    """The form: what stands in it, what it offers."""

    title: str
    hint: str
    boxes: tuple[BoxShown, ...]
    offers: tuple[Button, ...]
    hosts: tuple[Button, ...]
    purposes: tuple[Button, ...]
    companies: tuple[Button, ...]
    buttons: tuple[Button, ...]
    note: NoteShown | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A visitor in the list."""

    name: str
    detail: str
    flag: str
    buttons: tuple[Button, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """How the pages of a list are turned; `number` has blanks for page and pages."""

    back: str
    further: str
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListScreen:
    """Who is inside; `hint` says why there are no more rows."""

    title: str
    search: str
    search_label: str
    rows: tuple[Row, ...]
    hint: str
    buttons: tuple[Button, ...]
    pages: Pages
    note: NoteShown | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RollScreen:
    """The roll call; its rows are described one by one as they are painted."""

    title: str
    as_of: str
    counts: str
    search: str
    search_label: str
    roll: RollCall | None
    texts: Texts
    hint: str
    buttons: tuple[Button, ...]
    pages: Pages
    note: NoteShown | None


DeskScreen = FormScreen | ListScreen | RollScreen | DeclarationScreen


def compose_desk(
    reception: Reception, texts: Texts, wall: datetime
) -> DeskScreen | None:
    """Return the desk's screen; None where the gate's own is shown."""
    match reception.state:
        case State.CLOSED:
            return None
        case State.DECLARE if reception.declaring is not None:
            return _compose_declaration(reception, reception.declaring, texts, wall)
        case State.FORM | State.DECLARE:
            return _compose_form(reception, texts, wall)
        case State.LIST:
            return _compose_list(reception, texts, wall)
        case State.ROLL_CALL:
            return _compose_roll(reception, texts, wall)


def compose_question(
    reception: Reception, texts: Texts, now_ms: int
) -> Question | None:
    """Return what is asked before anything else goes on."""
    left_ms = find_left_ms(reception, now_ms)
    if left_ms is not None and left_ms <= ASK_FOR_MS:
        left = str(-(-left_ms // 1000))
        return Question(
            text=texts.say("desk.warning", left=left),
            buttons=(_press(texts, "stay", Act.STAY, Weight.PRIMARY),),
        )
    if reception.is_ending and reception.roll is not None:
        unseen = str(reception.roll.unseen_count)
        return Question(
            text=texts.say("desk.roll.ending", unseen=unseen),
            buttons=(
                _press(texts, "end_sure", Act.END_SURE, Weight.ALARM),
                _press(texts, "go_on", Act.GO_ON, Weight.PRIMARY),
            ),
        )
    return None


def _compose_form(reception: Reception, texts: Texts, wall: datetime) -> FormScreen:
    is_read = reception.draft.payload is not None
    return FormScreen(
        title=texts.say("desk.form.title"),
        hint=texts.say("desk.form.hint_read" if is_read else "desk.form.hint"),
        boxes=tuple(_show_box(reception, box, texts) for box in Box),
        offers=tuple(_list_offers(reception, texts)),
        hosts=tuple(_chip(reception, Box.HOST, name) for name in reception.hosts),
        purposes=tuple(
            _chip(reception, Box.PURPOSE, texts.say(f"desk.purpose.{purpose}"))
            for purpose in PURPOSES
        ),
        # They stand where a note does, and a note is worth more.
        companies=tuple(
            _chip(reception, Box.COMPANY, name)
            for name in reception.companies
            if reception.note is None
        ),
        buttons=(
            _press(texts, "back", Act.BACK),
            _press(texts, "clear", Act.CLEAR),
            _press(texts, "inside", Act.LIST),
            _press(texts, "roll_call", Act.ROLL_CALL, Weight.ALARM),
            _confirm(reception, texts),
        ),
        note=_show_note(reception.note, texts, wall),
    )


def _compose_declaration(
    reception: Reception, declaring: DeskDeclaring, texts: Texts, wall: datetime
) -> DeclarationScreen:
    asking = Asking(
        declaration=declaring.declaration,
        declared=declaring.declared,
        question=declaring.question,
        number=declaring.number,
        digits=declaring.digits,
        who=reception.draft.read(Box.NAME),
        back=Press(act=Act.BACK),
        leave="desk.button.form",
        confirm=Press(act=Act.CONFIRM),
        may_confirm=is_phone(declaring.digits),
    )
    return compose_asking(asking, texts, _show_note(reception.note, texts, wall))


def _show_box(reception: Reception, box: Box, texts: Texts) -> BoxShown:
    draft = reception.draft
    text, is_locked = draft.read(box), draft.is_locked(box)
    if is_locked and box is Box.DOCUMENT:
        text = show_last_four(text)
    return BoxShown(
        box=box,
        label=texts.say(f"desk.box.{box}"),
        text=text,
        is_locked=is_locked,
        is_wrong=reception.note is not None and reception.note.box is box,
    )


def _list_offers(reception: Reception, texts: Texts) -> Iterator[Button]:
    offered = reception.draft.earlier
    if offered is not None:
        day = f"{offered.came_at.astimezone(LOCAL):%d/%m}"
        what = summarise(offered, texts)
        text = texts.say("desk.offer", day=day, what=what)
        yield Button(text=text, tap=RepeatTap(visit=offered), weight=Weight.CHIP)
    for visit in reception.earlier:
        what = summarise(visit, texts)
        text = texts.say("desk.earlier", name=visit.name, what=what)
        yield Button(text=text, tap=RepeatTap(visit=visit), weight=Weight.CHIP)


def _chip(reception: Reception, box: Box, text: str) -> Button:
    is_on = reception.draft.read(box) == text
    return Button(
        text=text, tap=Choose(box=box, text=text), weight=Weight.CHIP, is_on=is_on
    )


def _confirm(reception: Reception, texts: Texts) -> Button:
    key = "confirming" if reception.is_asking else "confirm"
    return Button(
        text=texts.say(f"desk.button.{key}"),
        tap=Press(act=Act.CONFIRM),
        weight=Weight.PRIMARY,
        is_enabled=not reception.is_asking,
    )


def _compose_list(reception: Reception, texts: Texts, wall: datetime) -> ListScreen:
    listing = reception.listing
    return ListScreen(
        title=texts.say("desk.list.title", count=str(listing.count)),
        search=listing.search,
        search_label=texts.say("desk.list.search"),
        rows=tuple(_show_row(visit, texts, wall) for visit in listing.visits),
        hint=_hint_list(reception, texts),
        buttons=(
            _press(texts, "form", Act.BACK),
            _press(texts, "roll_call", Act.ROLL_CALL, Weight.ALARM),
        ),
        pages=_name_pages(texts),
        note=_show_note(reception.note, texts, wall),
    )


def _hint_list(reception: Reception, texts: Texts) -> str:
    listing = reception.listing
    if len(listing.visits) >= LIST_LIMIT:
        return texts.say("desk.list.more")
    if listing.visits:
        return ""
    if listing.is_loading:
        return texts.say("desk.list.loading")
    is_search = bool(listing.search.strip())
    return texts.say("desk.list.found_none" if is_search else "desk.list.empty")


def _show_row(visit: Visit, texts: Texts, wall: datetime) -> Row:
    sign_out = texts.say("desk.button.sign_out")
    reprint = texts.say("desk.button.reprint")
    return Row(
        name=visit.name,
        detail=describe(visit, texts, wall),
        flag=texts.say("desk.list.long") if visit.is_long(wall) else "",
        buttons=(
            Button(text=sign_out, tap=SignOutTap(visit=visit), weight=Weight.PRIMARY),
            Button(text=reprint, tap=ReprintTap(visit=visit)),
        ),
    )


def _compose_roll(reception: Reception, texts: Texts, wall: datetime) -> RollScreen:
    roll = reception.roll
    count = str(len(roll.visits)) if roll else "…"
    unseen = roll.unseen_count if roll else 0
    seen = len(roll.seen) if roll else 0
    as_of = tell_time(roll.taken_at, wall) if roll else "…"
    return RollScreen(
        title=texts.say("desk.roll.title", count=count),
        as_of=texts.say("desk.roll.as_of", time=as_of),
        counts=texts.say("desk.roll.counts", seen=str(seen), unseen=str(unseen)),
        search=roll.search if roll else "",
        search_label=texts.say("desk.roll.search"),
        roll=roll,
        texts=texts,
        hint=_hint_roll(roll, texts),
        buttons=(
            _press(texts, "end", Act.END),
            _press(texts, "print_roll", Act.PRINT_ROLL),
            Button(
                text=texts.say("desk.button.only_unseen"),
                tap=Press(act=Act.ONLY_UNSEEN),
                is_on=roll is not None and roll.only_unseen,
                weight=Weight.CHIP,
            ),
        ),
        pages=_name_pages(texts),
        note=_show_note(reception.note, texts, wall),
    )


def _name_pages(texts: Texts) -> Pages:
    return Pages(
        back=texts.say("desk.button.earlier_page"),
        further=texts.say("desk.button.later_page"),
        number=texts.phrases["desk.page"],
    )


def _hint_roll(roll: RollCall | None, texts: Texts) -> str:
    if roll is None:
        return texts.say("desk.roll.loading")
    if not roll.visits:
        return texts.say("desk.roll.empty")
    if roll.list_shown():
        return ""
    is_search = bool(roll.search.strip())
    return texts.say("desk.roll.found_none" if is_search else "desk.roll.all_seen")


def _show_note(note: Note | None, texts: Texts, wall: datetime) -> NoteShown | None:
    if note is None:
        return None
    return NoteShown(
        text=word_note(note, texts, wall),
        is_good=note.kind in GOOD,
        buttons=tuple(_offer_acts(note, texts, wall)),
    )


def _offer_acts(note: Note, texts: Texts, wall: datetime) -> Iterator[Button]:
    if note.undo is not None and wall <= note.undo.until:
        text = texts.say("desk.button.undo")
        yield Button(text=text, tap=UndoTap(entry_id=note.undo.entry_id))
    if note.visit is None:
        return
    if note.kind in MAY_SIGN_OUT:
        text = texts.say("desk.button.sign_out")
        yield Button(text=text, tap=SignOutTap(visit=note.visit))
    if note.kind in MAY_REPRINT:
        text = texts.say("desk.button.reprint")
        yield Button(text=text, tap=ReprintTap(visit=note.visit))


def _press(texts: Texts, key: str, act: Act, weight: Weight = Weight.PLAIN) -> Button:
    return Button(
        text=texts.say(f"desk.button.{key}"), tap=Press(act=act), weight=weight
    )
