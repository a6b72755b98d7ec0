"""Setup state: how far enrolment, settings and diagnostics are; no Qt."""

from dataclasses import dataclass, field

from kiosk.ui.paper_calls import PaperAnswer
from kiosk.ui.setup.calls import CheckShown, Joined, Key, NotJoined, Seen, Tuned

LAST_SEEN = 5
"""So many reads of a test stay on the screen."""
CHECKS_PAGE = 4
"""So many checks stand on a page."""
TUNING_PAGES: tuple[tuple[Key, ...], ...] = (
    (Key.GATE, Key.DIRECTION, Key.LANGUAGE, Key.SOUND),
    (Key.TYPING, Key.KEYBOARD, Key.CAMERA, Key.MIRROR),
    (Key.NIGHT, Key.DIM),
)
"""The first is one of the first run's steps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """What is shown of them; `has_steps` while the first run's steps are gone through.

    `code` waits for the PIN, to be enrolled with. `needs_restart` outlives the screens: what was enrolled counts only then.
    """

    has_steps: bool = False
    code: str = field(default="", repr=False)
    is_joining: bool = False
    joined: Joined | None = None
    is_printing: bool = False
    sheet: PaperAnswer | None = None
    """What came of the recovery passphrase's sheet, while the passphrase is shown."""
    refused: NotJoined | None = None
    tuned: Tuned | None = None
    is_unkept: bool = False
    """What was changed could not be kept."""
    page: int = 0
    checks: tuple[CheckShown, ...] | None = None
    seen: tuple[Seen, ...] = ()
    keys_per_second: int | None = None
    needs_restart: bool = False
