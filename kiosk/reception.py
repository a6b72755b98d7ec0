"""Reception: a visit and what a desk does with it, as pure values.

A visit is entries (in, out, void) under the same chain as all others, with
fields of its own in the entry that began it (`Content.visit`). What a desk
shows is read from the entries; nothing of a visit stands anywhere else.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol
from uuid import UUID

import msgspec

from kiosk.credentials.credential import Claim
from kiosk.declaration import Declaration, Declared
from kiosk.payload import Direction, Payload
from kiosk.reason import Reason

LONG_STAY = timedelta(hours=12)
"""Longer than this is flagged: probably a forgotten sign-out (screens.md 8)."""

UNDO_WITHIN = timedelta(seconds=30)
"""How long a check-in or sign-out may be taken back at the desk; after that, `kiosk void`."""

GATE_REACH = timedelta(hours=24)
"""Who came in at a gate within this and was not seen to go is on the roll call.

A gate without a reader for the way out never sees anybody go; a longer reach
would call people who are at home."""

ROLL_KEPT = timedelta(hours=12)
"""A roll call that was cut off by a restart goes on within this; then a new one begins."""

MAX_FIELD = 200
"""Longest text of one field; a longer one is refused, never cut."""


class VisitField(StrEnum):
    """What reception writes down beside the claims of a credential."""

    HOST = "host"
    COMPANY = "company"
    PURPOSE = "purpose"
    PLATE = "plate"
    BELONGINGS = "belongings"
    BADGE = "badge"
    """Digits only, so that any wedge reads it back."""


class Leaving(StrEnum):
    """How a visit ended."""

    PRESENTED = "presented"
    """The same code or the badge was presented."""
    TAPPED = "tapped"
    """Reception tapped it in the list."""
    CLOSED = "closed"
    """The night rule ended it: nobody was seen to leave."""


class Visit(msgspec.Struct, frozen=True, kw_only=True):
    """One visit; `visit_id` is the id of the entry in that began it."""

    visit_id: UUID
    claims: Mapping[Claim, str]
    fields: Mapping[VisitField, str]
    came_at: datetime
    left_at: datetime | None = None
    leaving: Leaving | None = None

    @property
    def name(self) -> str:
        """Return the visitor's name as it is to be read."""
        return self.claims.get(Claim.NAME, "")

    def is_long(self, now: datetime) -> bool:
        """Say whether the visitor has been inside for suspiciously long."""
        return self.left_at is None and now - self.came_at > LONG_STAY


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """What is to become a visit; `payload` is the code that filled it, None for a walk-in.

    `declared` is what the visitor said to the point's questions, None before they were asked.
    """

    name: str
    document: str
    fields: Mapping[VisitField, str]
    payload: Payload | None = None
    declared: Declared | None = None


class FormFault(StrEnum):
    """Why a form is not taken."""

    NAME_MISSING = "name_missing"
    TEXT_TOO_LONG = "text_too_long"
    BADGE_NOT_DIGITS = "badge_not_digits"


class CheckedIn(msgspec.Struct, frozen=True, kw_only=True):
    """The visit began; its entry is durable."""

    visit: Visit


class AlreadyInside(msgspec.Struct, frozen=True, kw_only=True):
    """This person's earlier visit has not ended; sign it out first, or leave it."""

    visit: Visit


class BadgeTaken(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody else who is inside wears this badge."""

    visit: Visit


class SignedOut(msgspec.Struct, frozen=True, kw_only=True):
    """The visit ended; its entry out, `entry_id`, is durable."""

    visit: Visit
    entry_id: UUID


class NotInside(msgspec.Struct, frozen=True, kw_only=True):
    """There is no open visit to end."""


class Undone(msgspec.Struct, frozen=True, kw_only=True):
    """The act of this direction is void: an entry of its own says so."""

    visit: Visit
    direction: Direction


class NotUndone(msgspec.Struct, frozen=True, kw_only=True):
    """It is too late, or it was undone already; nothing changed."""


class Roll(msgspec.Struct, frozen=True, kw_only=True):
    """Who was inside when an alarm rang at `taken_at`, and who has been seen since."""

    visits: Sequence[Visit]
    taken_at: datetime
    seen: frozenset[UUID] = frozenset()


class Filled(msgspec.Struct, frozen=True, kw_only=True):
    """A presented code fills the form; `earlier` is this person's newest visit, if any is kept.

    `reasons` are what reception should look at, such as a card that has expired.
    """

    form: Form
    earlier: Visit | None
    reasons: tuple[Reason, ...] = ()


class NotUnderstood(msgspec.Struct, frozen=True, kw_only=True):
    """A presented code is neither a person's nor a badge."""

    reason: Reason


class ReadAgain(msgspec.Struct, frozen=True, kw_only=True):
    """The same code once more within the repeat window: it was answered already."""


class Asks(msgspec.Struct, frozen=True, kw_only=True):
    """The point asks something before the visit begins; nothing is kept yet."""

    declaration: Declaration


class TurnedAway(msgspec.Struct, frozen=True, kw_only=True):
    """What the visitor said speaks against them: that is kept, and no visit began."""

    reason: Reason


CheckIn = CheckedIn | AlreadyInside | BadgeTaken | FormFault | Asks | TurnedAway
SignOut = SignedOut | NotInside
Undoing = Undone | NotUndone
Presenting = Filled | SignedOut | NotUnderstood | ReadAgain


class Desk(Protocol):
    """What a reception's screens ask of the kiosk; every call may touch the disk."""

    def present(self, payload: Payload) -> Presenting:
        """Sign out whose open visit this is (their code or badge), else fill a form."""

    def check_in(self, form: Form) -> CheckIn:
        """Begin a visit; the answer is given once its entry is durable."""

    def sign_out(self, visit_id: UUID) -> SignOut:
        """End a visit by a tap."""

    def undo(self, entry_id: UUID) -> Undoing:
        """Void the check-in or sign-out that the entry `entry_id` keeps, within `UNDO_WITHIN`."""

    def call_roll(self, at: datetime) -> Roll:
        """Return the roll call that goes on, or begin one at `at`."""

    def keep_seen(self, seen: frozenset[UUID]) -> None:
        """Keep who has been seen, so that a restart loses no tick."""

    def end_roll(self) -> None:
        """Forget the roll call."""

    def find_inside(self, search: str, *, limit: int) -> Sequence[Visit]:
        """Return who is inside, newest first; accents and case do not matter in `search`."""

    def count_inside(self) -> int:
        """Return how many are inside."""

    def find_earlier(self, search: str, *, limit: int) -> Sequence[Visit]:
        """Return the newest visit of each returning visitor whose name begins like `search`."""

    def find_hosts(self, search: str, *, limit: int) -> Sequence[str]:
        """Return hosts, those visited last first; any word of the name may begin like `search`."""

    def find_companies(self, search: str, *, limit: int) -> Sequence[str]:
        """Return companies of recent visitors, newest first; any word may begin like `search`."""
