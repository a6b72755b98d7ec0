"""Look screens: what a code is and would come to, without keeping it, as values; no Qt."""

from collections.abc import Iterator
from dataclasses import dataclass

from kiosk.credentials.credential import Claim
from kiosk.presentation import Looked
from kiosk.ui.admin_shown import Line
from kiosk.ui.buttons import Button, NoteShown, Weight
from kiosk.ui.codes import CODES
from kiosk.ui.screens import show_number
from kiosk.ui.staff.taps import StaffAct, StaffPress
from kiosk.ui.texts import Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class LookScreen:
    """What was looked at last; `hint` stands alone before the first code.

    `outcome` and `reasons` are what would be decided.
    """

    title: str
    hint: str = ""
    name: str = ""
    lines: tuple[Line, ...] = ()
    outcome: str = ""
    reasons: str = ""
    note: NoteShown | None = None
    buttons: tuple[Button, ...] = ()


def compose_look(
    looked: Looked | None, texts: Texts, note: NoteShown | None
) -> LookScreen:
    """Return the page of `looked`, None where no code was read yet."""
    done = Button(
        text=texts.say("staff.look.done"),
        tap=StaffPress(act=StaffAct.BACK),
        weight=Weight.PRIMARY,
    )
    title = texts.say("staff.look.title")
    if looked is None:
        hint = texts.say("staff.look.hint")
        return LookScreen(title=title, hint=hint, note=note, buttons=(done,))
    decision = looked.decision
    return LookScreen(
        title=title,
        name=decision.claims.get(Claim.NAME, ""),
        lines=tuple(_list_lines(looked, texts)),
        outcome=texts.say(f"staff.look.outcome_{decision.outcome}"),
        reasons="\n".join(
            f"{texts.explain(reason)} ({CODES[reason]})" for reason in decision.reasons
        ),
        note=note,
        buttons=(done,),
    )


def _list_lines(looked: Looked, texts: Texts) -> Iterator[Line]:
    decision = looked.decision
    basis = "basis.verified" if decision.verified else "basis.read"
    kind = texts.words.say("kind", decision.kind)
    yield Line(label=texts.say("staff.look.kind"), text=kind)
    if decision.claims:
        yield Line(label=texts.say("staff.look.basis"), text=texts.say(basis))
    number = show_number(decision.claims)
    if number:
        yield Line(label=texts.say("staff.look.number"), text=number)
    valid = _tell_validity(looked, texts)
    if valid:
        yield Line(label=texts.say("staff.look.valid"), text=valid)
    issuer = decision.claims.get(Claim.ISSUER)
    if issuer:
        yield Line(label=texts.say("staff.look.issuer"), text=issuer)


def _tell_validity(looked: Looked, texts: Texts) -> str:
    days = {"since": looked.since, "until": looked.until}
    said = {name: f"{day:%d/%m/%Y}" for name, day in days.items() if day is not None}
    if not said:
        return ""
    return texts.say(f"staff.look.valid_{'_'.join(said)}", **said)
