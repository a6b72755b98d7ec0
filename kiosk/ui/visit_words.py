"""Visit words: visits and notes as reception reads them, in one language; no Qt."""

from datetime import datetime

from kiosk.credentials.credential import Claim, mask
from kiosk.decision import LOCAL
from kiosk.reception import MAX_FIELD, Leaving, Visit, VisitField
from kiosk.ui.notes import Note, NoteKind
from kiosk.ui.texts import Texts


def describe(visit: Visit, texts: Texts, wall: datetime) -> str:
    """Return what a list says of a visit under the visitor's name."""
    fields = visit.fields
    parts = [tell_time(visit.came_at, wall)]
    if fields.get(VisitField.HOST):
        parts.append(texts.say("desk.offer.host", host=fields[VisitField.HOST]))
    written = (VisitField.COMPANY, VisitField.PLATE)
    parts += [fields[name] for name in written if fields.get(name)]
    if fields.get(VisitField.BADGE):
        parts.append(texts.say("desk.badge", badge=fields[VisitField.BADGE]))
    return " · ".join(parts)


def summarise(visit: Visit, texts: Texts) -> str:
    """Return what an earlier visit was about."""
    fields = visit.fields
    parts = []
    if fields.get(VisitField.HOST):
        parts.append(texts.say("desk.offer.host", host=fields[VisitField.HOST]))
    written = (VisitField.COMPANY, VisitField.PLATE)
    parts += [fields[name] for name in written if fields.get(name)]
    number = visit.claims.get(Claim.DOCUMENT, "")
    if not parts and number:
        parts.append(show_last_four(number))
    if visit.leaving is Leaving.CLOSED:
        parts.append(texts.say("desk.closed"))
    return " · ".join(parts) or texts.say("desk.offer.nothing")


def word_note(note: Note, texts: Texts, wall: datetime) -> str:
    """Return the sentence of `note`."""
    if note.reason is not None:
        advice = texts.advise(note.reason)
        reason = texts.explain(note.reason)
        return texts.say("desk.note.reason", reason=reason, next=advice)
    key = f"desk.note.{note.kind}"
    if note.kind in {NoteKind.NOT_PRINTED, NoteKind.ROLL_NOT_PRINTED}:
        key += f".{note.text}"
    visit = note.visit
    left_at = visit.left_at if visit else None
    return texts.say(
        key,
        name=visit.name if visit else "",
        time=tell_time(visit.came_at, wall) if visit else "",
        left=tell_time(left_at, wall) if left_at else "",
        badge=visit.fields.get(VisitField.BADGE, "") if visit else "",
        box=texts.say(f"desk.box.{note.box}") if note.box else "",
        limit=str(MAX_FIELD),
        place=note.text,
    )


def show_last_four(number: str) -> str:
    """Return a number as a screen may show it (screens.md, rule 20)."""
    return "•••• " + mask(number).lstrip("•")


def tell_time(at: datetime, wall: datetime) -> str:
    """Return a time of day, and the day where it is not today."""
    local = at.astimezone(LOCAL)
    if local.date() == wall.astimezone(LOCAL).date():
        return f"{local:%H:%M}"
    return f"{local:%H:%M %d/%m}"
