"""Setting: where each text of a screen stands, and how large; no widgets."""

import math
from collections.abc import Sequence

import msgspec
from PySide6.QtCore import QRect

from kiosk.ui import theme
from kiosk.ui.fitting import Fit, fit_text, measure_width
from kiosk.ui.screens import Screen, ScreenKind
from kiosk.ui.theme import Measure, Style


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A text of a screen and how it is set; `name` is its label's."""

    name: str
    text: str
    style: Style


class Placed(msgspec.Struct, frozen=True, kw_only=True):
    """A text at its place, in the middle of `rect` or at its left."""

    name: str
    fit: Fit
    style: Style
    rect: QRect
    centred: bool = True


class Setting(msgspec.Struct, kw_only=True):
    """Everything of one screen at its place, filled from top to bottom.

    An empty rectangle is one that is not there; `top` is where the next text
    would stand.
    """

    area: QRect
    unit: float
    top: int
    texts: list[Placed] = msgspec.field(default_factory=list)
    icon: QRect = msgspec.field(default_factory=QRect)
    rule: QRect = msgspec.field(default_factory=QRect)
    panel: QRect = msgspec.field(default_factory=QRect)
    arrow: QRect = msgspec.field(default_factory=QRect)

    def to_px(self, units: float) -> int:
        """Return a length in pixels."""
        return round(units * self.unit)

    def skip(self, units: float) -> None:
        """Leave a gap."""
        self.top += self.to_px(units)

    def add(self, lines: Sequence[Line], left: int, width: int) -> None:
        """Set `lines` one under the other, centred in `width`."""
        size_px = math.inf
        for line in lines:
            fit = self.fit(line, width, size_px)
            size_px = fit.size_px
            self.skip(line.style.gap)
            rect = QRect(left, self.top, width, fit.height)
            self.texts.append(
                Placed(name=line.name, fit=fit, style=line.style, rect=rect)
            )
            self.top += fit.height

    def fit(self, line: Line, width: int, above_px: float = math.inf) -> Fit:
        """Return how `line` fits `width`; the second language never outgrows the first."""
        style = line.style
        largest_px = style.size * self.unit
        if style.quiet:
            largest_px = min(largest_px, theme.SECOND * above_px)
        return fit_text(
            line.text,
            largest_px,
            width,
            bold=style.bold,
            lines=style.lines,
        )


def set_screen(screen: Screen, measure: Measure) -> Setting:
    """Return the largest setting of `screen` that fits `measure`, in the middle."""
    area = find_area(measure)
    if screen.buttons:
        gap = round(theme.BAR_GAP * measure.unit)
        area.setBottom(find_bar(measure).top() - gap)
    scale = theme.LARGEST_SCALE
    setting = _set(screen, measure, scale, area.top())
    while setting.top > area.bottom() and scale > theme.SMALLEST_SCALE:
        scale *= theme.SCALE_STEP
        setting = _set(screen, measure, scale, area.top())
    # A hint that comes and goes must not move the camera's picture.
    spare = 0 if screen.has_preview else max(0, area.bottom() - setting.top) // 2
    return _set(screen, measure, scale, area.top() + spare)


def find_area(measure: Measure) -> QRect:
    """Return where texts may stand: inside the border, below the status line."""
    top = measure.margin + measure.status_height
    bottom = measure.margin + 2 * measure.countdown_height
    left = measure.margin + round(theme.SIDE * measure.unit)
    return QRect(left, top, measure.width - 2 * left, measure.height - top - bottom)


def find_bar(measure: Measure) -> QRect:
    """Return where the buttons of a screen stand: a row at the bottom."""
    area = find_area(measure)
    height = round(theme.BAR_HEIGHT * measure.unit)
    return QRect(area.left(), area.bottom() - height, area.width(), height)


def _set(screen: Screen, measure: Measure, scale: float, top: int) -> Setting:
    setting = Setting(area=find_area(measure), unit=measure.unit * scale, top=top)
    if screen.kind is ScreenKind.IDLE or measure.is_portrait:
        _set_tall_head(setting, screen)
    else:
        _set_wide_head(setting, screen)
    if screen.kind is ScreenKind.IDLE:
        setting.add(_list_hints(screen), setting.area.left(), setting.area.width())
        return setting
    _set_body(setting, _list_body(screen))
    _set_panel(setting, screen)
    return setting


def _set_tall_head(setting: Setting, screen: Screen) -> None:
    idle = screen.kind is ScreenKind.IDLE
    side = setting.to_px(theme.IDLE_ICON if idle else theme.TALL_ICON)
    area = setting.area
    width = side
    if screen.has_preview:
        width = min(area.width(), round(side * theme.PREVIEW_ASPECT))
        side = round(width / theme.PREVIEW_ASPECT)
    setting.skip(theme.TALL_GAP)
    setting.icon = QRect(
        area.left() + (area.width() - width) // 2, setting.top, width, side
    )
    setting.top += side
    setting.skip(theme.ICON_GAP)
    setting.add(_list_head(screen), area.left(), area.width())


def _set_wide_head(setting: Setting, screen: Screen) -> None:
    area = setting.area
    side = setting.to_px(theme.VERDICT_ICON)
    gap = setting.to_px(theme.ICON_GAP)
    lines = _list_head(screen)
    most = area.width() - side - gap
    fits = [setting.fit(line, most) for line in lines]
    widest = max(
        measure_width(fit.text, fit.size_px, bold=line.style.bold)
        for line, fit in zip(lines, fits, strict=True)
    )
    width = min(most, math.ceil(widest))
    left = area.left() + (most - width) // 2
    height = max(side, sum(fit.height for fit in fits))
    setting.icon = QRect(left, setting.top + (height - side) // 2, side, side)
    top = setting.top + (height - sum(fit.height for fit in fits)) // 2
    for line, fit in zip(lines, fits, strict=True):
        rect = QRect(left + side + gap, top, width, fit.height)
        placed = Placed(
            name=line.name, fit=fit, style=line.style, rect=rect, centred=False
        )
        setting.texts.append(placed)
        top += fit.height
    setting.top += height


def _set_body(setting: Setting, lines: Sequence[Line]) -> None:
    if not lines:
        return
    area = setting.area
    setting.skip(theme.BODY_GAP)
    thickness = max(1, setting.to_px(theme.PANEL_LINE))
    setting.rule = QRect(area.left(), setting.top, area.width(), thickness)
    setting.skip(theme.BODY_GAP)
    setting.add(lines, area.left(), area.width())


def _set_panel(setting: Setting, screen: Screen) -> None:
    lines = _list_panel(screen)
    if not lines:
        return
    area = setting.area
    padding = setting.to_px(theme.PANEL_PADDING)
    side = setting.to_px(theme.ARROW)
    setting.skip(theme.PANEL_GAP)
    top = setting.top
    setting.top += padding
    left = area.left() + 2 * padding + side
    setting.add(lines, left, area.width() - 2 * (left - area.left()))
    setting.top += padding
    setting.panel = QRect(area.left(), top, area.width(), setting.top - top)
    middle = setting.panel.center().y() - side // 2
    setting.arrow = QRect(area.left() + padding, middle, side, side)
    code = Line(name="code", text=screen.code, style=theme.CODE)
    side += padding
    right = area.right() - padding - side
    setting.texts.append(
        Placed(
            name=code.name,
            fit=setting.fit(code, side),
            style=code.style,
            rect=QRect(right, top, side, setting.panel.height()),
        )
    )


def _list_head(screen: Screen) -> list[Line]:
    idle = screen.kind is ScreenKind.IDLE
    return [
        Line(
            name="headline",
            text=screen.headline.first,
            style=theme.IDLE_HEADLINE if idle else theme.HEADLINE,
        ),
        Line(
            name="headline_second",
            text=screen.headline.second,
            style=theme.IDLE_SUBLINE if idle else theme.SUBLINE,
        ),
    ]


def _list_hints(screen: Screen) -> list[Line]:
    first, second = screen.next_step.first, screen.next_step.second
    return [
        Line(name="next", text=first, style=theme.HINT),
        Line(name="next_second", text=second, style=theme.HINT_SECOND),
        Line(name="name", text=screen.name, style=theme.POINT),
    ]


def _list_body(screen: Screen) -> list[Line]:
    basis = "  ·  ".join(filter(None, (screen.number, screen.basis.first)))
    reason = " ".join(filter(None, (screen.reason.first, screen.seen.first)))
    second = " ".join(filter(None, (screen.reason.second, screen.seen.second)))
    lines = (
        Line(name="name", text=screen.name, style=theme.NAME),
        Line(name="basis", text=basis, style=theme.BASIS),
        Line(name="basis_second", text=screen.basis.second, style=theme.BASIS_SECOND),
        Line(name="reason", text=reason, style=theme.REASON),
        Line(name="reason_second", text=second, style=theme.REASON_SECOND),
    )
    return [line for line in lines if line.text]


def _list_panel(screen: Screen) -> list[Line]:
    first, second = screen.next_step.first, screen.next_step.second
    lines = (
        Line(name="next", text=first, style=theme.NEXT),
        Line(name="next_second", text=second, style=theme.NEXT_SECOND),
    )
    return [line for line in lines if line.text]
