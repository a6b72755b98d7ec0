"""Draft: a form on the screen that is not yet a visit; no Qt."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from kiosk.credentials.credential import Claim
from kiosk.decision import LOCAL
from kiosk.declaration import Declared
from kiosk.payload import Payload
from kiosk.reception import MAX_FIELD, Filled, Form, Visit, VisitField


class Box(StrEnum):
    """A box of the form, in the order of the keyboard's Tab."""

    NAME = "name"
    DOCUMENT = "document"
    HOST = "host"
    COMPANY = "company"
    PURPOSE = "purpose"
    PLATE = "plate"
    BELONGINGS = "belongings"
    BADGE = "badge"


FROM_CARD = frozenset({Box.NAME, Box.DOCUMENT})
"""What a code fills; it is not typed over, so that the entry says what was read."""

AS_LAST_TIME = (VisitField.HOST, VisitField.COMPANY, VisitField.PLATE)
"""What a returning visitor is offered from the last visit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What stands in the boxes; `payload` is the code that filled it, if one did.

    `earlier` is the last visit of a returning visitor, as long as it is offered.
    `declared` is what this visitor said to the point's questions.
    """

    texts: Mapping[Box, str] = field(default_factory=dict)
    payload: Payload | None = None
    earlier: Visit | None = None
    declared: Declared | None = None

    def read(self, box: Box) -> str:
        """Return what stands in `box`."""
        return self.texts.get(box, "")

    def is_locked(self, box: Box) -> bool:
        """Say whether a code filled `box`."""
        return self.payload is not None and box in FROM_CARD and bool(self.read(box))

    def write(self, box: Box, text: str) -> "Draft":
        """Return the draft with `text` in `box`; who somebody else is has declared nothing."""
        declared = None if box in FROM_CARD else self.declared
        texts = {**self.texts, box: text}
        return replace(self, texts=texts, declared=declared)

    def to_form(self) -> Form:
        """Return what the desk is asked to take."""
        texts = {box: " ".join(text.split()) for box, text in self.texts.items()}
        fields = {
            name: texts[Box(name.value)]
            for name in VisitField
            if texts.get(Box(name.value))
        }
        return Form(
            name=texts.get(Box.NAME, ""),
            document=texts.get(Box.DOCUMENT, ""),
            fields=fields,
            payload=self.payload,
            declared=self.declared,
        )

    def find_too_long(self) -> Box | None:
        """Return the first box whose text is longer than one may be."""
        long = (box for box in Box if len(self.read(box)) > MAX_FIELD)
        return next(long, None)


def fill(draft: Draft, filled: Filled, badge: str) -> Draft:
    """Return the draft of the person whose code was presented.

    What was typed before stays only where nobody's name stood there yet:
    belongings and plates of one person never become another's.
    """
    typed = {} if draft.read(Box.NAME) or draft.payload else dict(draft.texts)
    form = filled.form
    read = {Box(name.value): text for name, text in form.fields.items()}
    who = {Box.NAME: form.name, Box.DOCUMENT: form.document}
    return Draft(
        texts={Box.BADGE: badge, **typed, **read, **who},
        payload=form.payload,
        earlier=filled.earlier,
    )


def repeat(draft: Draft, earlier: Visit) -> Draft:
    """Return the draft of a returning visitor, as at the last visit."""
    texts = dict(draft.texts)
    if draft.payload is None:
        texts[Box.NAME] = earlier.name
        texts[Box.DOCUMENT] = earlier.claims.get(Claim.DOCUMENT, "")
    for name in AS_LAST_TIME:
        if earlier.fields.get(name):
            texts[Box(name.value)] = earlier.fields[name]
    return replace(draft, texts=texts, earlier=None, declared=None)


def suggest_badge(visits: Iterable[Visit], given: str, wall: datetime) -> str:
    """Return the number after the highest of today: `26112007` is 20/11/26's next.

    Eight digits, because a typing reader's code has six at least, and no
    number comes again, so that yesterday's paper signs nobody out.
    """
    day = f"{wall.astimezone(LOCAL):%y%m%d}"
    worn = [visit.fields.get(VisitField.BADGE, "") for visit in visits]
    today = [number for number in [*worn, given] if is_of_day(number, day)]
    last = max((int(number[len(day) :]) for number in today), default=0)
    return f"{day}{last + 1:02d}"


def is_of_day(number: str, day: str) -> bool:
    """Say whether a badge's `number` was suggested on `day`."""
    rest = number.removeprefix(day)
    return number.startswith(day) and rest.isascii() and rest.isdecimal()
