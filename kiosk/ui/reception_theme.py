"""Reception theme: colours and sizes of the desk's screens."""

from collections.abc import Mapping

import msgspec

from kiosk.ui.buttons import Weight
from kiosk.ui.theme import AMBER, BLACK, WHITE, Paint

INK = "#101418"
QUIET = "#46525C"
PAPER = "#F3F5F7"
LINE = "#66737E"
RED = "#8B0000"
NAVY = "#1F3A6E"
TEAL = "#00806A"
FOCUS = "#C2410C"
"""4.7:1 on paper and 5.2:1 on white: a ring that is seen (screens.md, rule 23)."""

DESK = Paint(field=PAPER, ink=INK, quiet=QUIET, alert="#8A3A00", border=PAPER)
LOCKED = "#E1E7EC"
WRONG = "#8B0000"
KEYBOARD = "#C3CDD6"
SHADE_ALPHA = 0.72
"""How dark a screen is while it asks something."""
ROW = WHITE
ROW_SEEN = "#D9EFEA"


class ButtonPaint(msgspec.Struct, frozen=True, kw_only=True):
    """The colours of one kind of button."""

    field: str
    ink: str
    border: str


BUTTONS: Mapping[Weight, ButtonPaint] = {
    Weight.PRIMARY: ButtonPaint(field=NAVY, ink=WHITE, border=NAVY),
    Weight.PLAIN: ButtonPaint(field=WHITE, ink=INK, border=LINE),
    Weight.ALARM: ButtonPaint(field=WHITE, ink=RED, border=RED),
    Weight.CHIP: ButtonPaint(field="#E3EAF4", ink=INK, border=LINE),
    Weight.KEY: ButtonPaint(field=WHITE, ink=INK, border=LINE),
}
CHOSEN = ButtonPaint(field=NAVY, ink=WHITE, border=NAVY)
DISABLED = ButtonPaint(field="#DDE3E8", ink=QUIET, border="#DDE3E8")
GOOD_NOTE = ButtonPaint(field="#D9EFEA", ink=INK, border=TEAL)
OTHER_NOTE = ButtonPaint(field=AMBER, ink=BLACK, border=BLACK)

# Sizes in units, about 1 % of the screen's height (kiosk.ui.theme.Measure).
TITLE = 5.0
HINT = 3.4
LABEL = 2.9
BOX_TEXT = 4.2
BUTTON_TEXT = 3.6
CHIP_TEXT = 3.3
KEY_TEXT = 6.0
NOTE_TEXT = 4.4
ROW_NAME = 4.2
ROW_DETAIL = 3.1
ROLL_NAME = 4.2
ROLL_TITLE = 6.4
ROLL_COUNTS = 4.6

TITLE_HEIGHT = 7.6
LABEL_HEIGHT = 3.9
BOX_HEIGHT = 7.6
CHIP_HEIGHT = 7.6
BUTTON_HEIGHT = 10.0
NOTE_HEIGHT = 9.0
ROW_HEIGHT = 11.0
TALL_ROW_HEIGHT = 15.0
ROLL_ROW = 11.0
LOG_ROW = 7.6
LOG_TALL_ROW = 12.0
LOG_GAP = 0.6
LOG_TEXT = 3.1
ROLL_HEAD = 11.5
KEY_HEIGHT = 9.0
"""12.3 mm on a screen of 10.1 inches (5.87 px/mm), 7.3 mm on 800 × 480."""
KEY_SHAPE = 1.05
"""No key is higher than this share of its width: on an upright screen they are wide enough."""
KEY_GAP = 0.8
GAP = 1.3
CHIP_GAP = 1.2
COLUMN_GAP = 2.0
CORNER = 1.1
PADDING = 1.5
RING = 0.45
RING_MIN_PX = 3
BORDER = 0.22
TALL_SHARE = 0.76
"""An upright screen is read at arm's length: its unit is this much smaller."""
SMALLEST_BOX = 0.6
"""A long text in a box is written this much smaller before it scrolls."""
