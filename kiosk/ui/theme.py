"""Theme: colours, sizes, fonts and durations of the screens."""

from collections.abc import Mapping

import msgspec
from PySide6.QtCore import QSize
from PySide6.QtGui import QFont, QFontDatabase

from assets.folder import ASSETS
from kiosk.ui.screens import ScreenKind

FAMILY = "Kiosk Noto Sans"
FONT_FILES = ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf")
LINE_EM = 1.362
"""Ascent and descent of Noto Sans; less would cut stacked tone marks."""

WINDOWED = QSize(1280, 800)
COUNTDOWN_STEP_MS = 250  # at most 4 Hz: more costs idle CPU (screens.md 2)
CLOCK_STEP_MS = 1_000
LANGUAGE_KEPT_MS = 60_000
"""The language that somebody chose goes back to the first after this long without anybody."""
CRASH_SHOWN_MS = 3_000
DUSK_ALPHA = 0.55
"""How dark the idle screen is that nobody looks at; a verdict never is."""
DRIFT_REACH = 2.0
"""How far it may drift, in units: less than the margin around its texts."""
HEALTH_STEP_S = 0.2
"""A draining outbox reports often; the status line takes the last of these."""


class Paint(msgspec.Struct, frozen=True, kw_only=True):
    """The colours of one screen; `alert` is for what stands out in the status."""

    field: str
    ink: str
    quiet: str
    alert: str
    border: str


WHITE = "#FFFFFF"
BLACK = "#000000"
AMBER = "#FFC20A"
NIGHT = "#101418"

PALETTE: Mapping[ScreenKind, Paint] = {
    # Palette C of screens.md: ΔE2000 of any two verdicts is at least 21 in
    # normal, protan, deutan and tritan vision.
    ScreenKind.IDLE: Paint(
        field=NIGHT, ink=WHITE, quiet="#B9C4CC", alert=AMBER, border=NIGHT
    ),
    ScreenKind.ALLOW: Paint(
        field="#00806A", ink=WHITE, quiet=WHITE, alert=WHITE, border="#00806A"
    ),
    ScreenKind.CHECK: Paint(
        field=AMBER, ink=BLACK, quiet=BLACK, alert=BLACK, border=BLACK
    ),
    ScreenKind.DENY: Paint(
        field="#8B0000", ink=WHITE, quiet=WHITE, alert=WHITE, border=WHITE
    ),
    ScreenKind.UNREADABLE: Paint(
        field="#1F3A6E", ink=WHITE, quiet=WHITE, alert=WHITE, border=WHITE
    ),
    ScreenKind.OUT_OF_ORDER: Paint(
        field=NIGHT, ink=WHITE, quiet="#B9C4CC", alert=AMBER, border=AMBER
    ),
}


class Measure(msgspec.Struct, frozen=True, kw_only=True):
    """Lengths in pixels for one size of screen; `unit` is about 1 % of its height."""

    width: int
    height: int

    @property
    def is_portrait(self) -> bool:
        """Say whether the icon stands above the headline."""
        return self.height > self.width

    @property
    def unit(self) -> float:
        """Return the length that all others are multiples of."""
        return min(self.height, 1.25 * self.width) / 100

    @property
    def border(self) -> int:
        """Return how thick the border is."""
        return round(2.4 * self.unit)

    @property
    def margin(self) -> int:
        """Return how far texts stay from the screen's edge."""
        return self.border + round(2.6 * self.unit)

    @property
    def status_height(self) -> int:
        """Return the height of the status line."""
        return round(6 * self.unit)

    @property
    def countdown_height(self) -> int:
        """Return the height of the bar that shows how long the verdict stays."""
        return max(3, round(0.9 * self.unit))


def load_fonts() -> None:
    """Give Qt the bundled fonts; needs a QGuiApplication."""
    for name in FONT_FILES:
        data = (ASSETS / "fonts" / name).read_bytes()
        QFontDatabase.addApplicationFontFromData(data)


def make_font(size_px: float, *, bold: bool) -> QFont:
    """Return the screens' font at `size_px`, whose widths grow linearly."""
    font = QFont(FAMILY)
    font.setPixelSize(max(1, int(size_px)))
    font.setWeight(QFont.Weight.Bold if bold else QFont.Weight.Normal)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


class Style(msgspec.Struct, frozen=True, kw_only=True):
    """How one text is set: size and gap above in units, at most `lines` lines."""

    size: float
    bold: bool = False
    lines: int = 1
    gap: float = 0.0
    quiet: bool = False


HEADLINE = Style(size=17, bold=True)
SUBLINE = Style(size=7.5, quiet=True)
NAME = Style(size=11.5, bold=True, lines=3, gap=1.5)
BASIS = Style(size=4.4, lines=2)
BASIS_SECOND = Style(size=3.2, lines=2, quiet=True)
REASON = Style(size=5.4, bold=True, lines=3, gap=2)
REASON_SECOND = Style(size=3.6, lines=3, quiet=True)
NEXT = Style(size=4.8, bold=True, lines=3)
NEXT_SECOND = Style(size=3.6, lines=3, quiet=True)
CODE = Style(size=4.2, bold=True)
HINT = Style(size=4.2, lines=2, gap=1.6)
HINT_SECOND = Style(size=3.4, lines=2, quiet=True)
POINT = Style(size=4.4, bold=True, lines=2, gap=4)

IDLE_HEADLINE = Style(size=11, bold=True, lines=2)
IDLE_SUBLINE = Style(size=6, quiet=True)

SECOND = 0.8
"""How large the second language may be beside the first."""

VERDICT_ICON = 25.0
TALL_ICON = 30.0
ARROW = 8.0
SIDE = 2.0
TALL_GAP = 2.0
IDLE_ICON = 40.0
PREVIEW_ASPECT = 16 / 9
PREVIEW_STEP_MS = 100
"""Ten pictures a second are enough to hold a code in its place."""
PREVIEW_LINE = 0.6
PREVIEW_CORNER = 0.25
"""How much of a side the guide's corners take."""
ICON_GAP = 4.0
BODY_GAP = 2.6
PANEL_GAP = 2.6
PANEL_PADDING = 1.8
PANEL_LINE = 0.4
CORNER = 14.0
"""The side of the top left corner in which taps are counted."""
BAR_BUTTON = 46.0
BAR_HEIGHT = 12.0
BAR_GAP = 2.4
"""Between the buttons of a screen, and above them."""
STATUS_TEXT = 3.8
STATUS_GAP = 2.6
LARGEST_SCALE = 1.45
SMALLEST_SCALE = 0.3
SCALE_STEP = 0.97
"""A screen is set as large as it fits; each try is this much smaller."""
