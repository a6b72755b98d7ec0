"""Chart: the entries of each day beside those of the period before, as a picture."""

import io
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from PIL import Image, ImageDraw, ImageFont

from province.figures import DayWork
from province.reports.wording import tell_number

WIDTH_IN, HEIGHT_IN, DPI = 6.3, 2.6, 200
_WIDTH, _HEIGHT = round(WIDTH_IN * DPI), round(HEIGHT_IN * DPI)
_NOW, _BEFORE, _EDGE, _INK, _PAPER = "#1f4e79", "#b7c4d1", "#6b7681", "black", "white"
_DAYS = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")
_FEW = 10

# In dots, as are all places below.
_LETTERS = round(8 / 72 * DPI)
_TOP, _RIGHT, _BELOW = 66, 8, 88
_LINE, _TICK, _GAP = 2, 10, 8
_HATCH_EVERY, _HATCH_WIDE = 29, 3
_KEY_WIDE, _KEY_HIGH = 45, 17
_MOST_STEPS = 8
_FINER = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plot:
    """Where the bars stand: right of `left`, on `base`, `full` entries reaching the top."""

    image: Image.Image
    pen: ImageDraw.ImageDraw
    left: int
    base: int
    full: int
    slot: float

    def find_middle(self, place: int) -> float:
        """Return where the bars of a day meet."""
        return self.left + (place + 0.5) * self.slot

    def find_height(self, number: int) -> int:
        """Return where a bar of `number` entries ends."""
        return self.base - round((self.base - _TOP) * number / self.full)


def draw(days: Sequence[DayWork], before: Sequence[DayWork]) -> bytes:
    """Return a PNG of entries by day; it prints well in black and white.

    The same figures give the same bytes. It is drawn by hand: matplotlib took 100 ms,
    as much as all the rest of a document.
    """
    now = [day.entries for day in days]
    earlier = [day.entries for day in before][: len(days)]
    steps = _list_steps(max(now + earlier, default=0))
    plot = _begin(steps, len(days))
    half = 0.4 * plot.slot
    for mark, numbers, aside in ((_hatch, earlier, -half), (_fill, now, 0.0)):
        for place, number in enumerate(numbers):
            left = plot.find_middle(place) + aside
            if number:
                mark(plot, (left, plot.find_height(number), left + half))
    _draw_axes(plot, steps)
    _name_days(plot, _label(days))
    _name_bars(plot)
    picture = io.BytesIO()
    plot.image.save(picture, format="png")
    return picture.getvalue()


def _list_steps(most: int) -> range:
    """Return the numbers beside the axis: round ones, the last not below `most`."""
    step = next(step for step in _list_round() if most <= step * _MOST_STEPS)
    return range(0, max(1, math.ceil(most / step)) * step + 1, step)


def _list_round() -> Iterator[int]:
    power = 1
    while True:
        yield from (power, 2 * power, 5 * power)
        power *= 10


def _begin(steps: range, day_count: int) -> _Plot:
    image = Image.new("RGB", (_WIDTH, _HEIGHT), _PAPER)
    font = _load_font()
    widest = max(font.getlength(tell_number(step)) for step in steps)
    left = round(2 * _LETTERS + widest + _TICK + _GAP)
    return _Plot(
        image=image,
        pen=ImageDraw.Draw(image),
        left=left,
        base=_HEIGHT - _BELOW,
        full=steps[-1],
        slot=(_WIDTH - _RIGHT - left) / max(1, day_count),
    )


Bar = tuple[float, int, float]
"""Its left, its upper end and its right."""


def _hatch(plot: _Plot, bar: Bar) -> None:
    box = _round(bar, plot.base)
    plot.image.paste(_draw_hatching().crop(box), box[:2])
    plot.pen.rectangle((*box[:2], box[2] - 1, box[3] - 1), outline=_EDGE)


def _fill(plot: _Plot, bar: Bar) -> None:
    left, top, right, base = _round(bar, plot.base)
    plot.pen.rectangle((left, top, right - 1, base - 1), fill=_NOW)


def _round(bar: Bar, base: int) -> tuple[int, int, int, int]:
    """Return a bar in whole dots, one wide and high at least."""
    left, top, right = bar
    return round(left), min(top, base - 1), max(round(right), round(left) + 1), base


@cache
def _draw_hatching() -> Image.Image:
    """Return slanted lines as large as a picture, of which every bar is cut out."""
    tile = _draw_tile()
    hatching = Image.new("RGB", (_WIDTH, _HEIGHT))
    for left in range(0, _WIDTH, tile.width):
        for top in range(0, _HEIGHT, tile.height):
            hatching.paste(tile, (left, top))
    return hatching


def _draw_tile() -> Image.Image:
    """Return a line from corner to corner, smooth, with what its neighbours' reach over."""
    side = _HATCH_EVERY * _FINER
    large = Image.new("RGB", (side, side), _BEFORE)
    pen = ImageDraw.Draw(large)
    for start in (0, side, 2 * side):
        beyond = start + side, -side, start - 2 * side, 2 * side
        pen.line(beyond, _EDGE, _HATCH_WIDE * _FINER)
    return large.reduce(_FINER)


def _draw_axes(plot: _Plot, steps: range) -> None:
    pen, font, left = plot.pen, _load_font(), plot.left
    pen.line((left, _TOP, left, plot.base), _INK, _LINE)
    pen.line((left, plot.base, _WIDTH - _RIGHT, plot.base), _INK, _LINE)
    for step in steps:
        height = plot.find_height(step)
        pen.line((left - _TICK, height, left, height), _INK, _LINE)
        at = left - _TICK - _GAP, height
        pen.text(at, tell_number(step), _INK, font, anchor="rm")
    said = Image.new("L", (plot.base - _TOP, 2 * _LETTERS))
    middle = said.width / 2, _LETTERS
    ImageDraw.Draw(said).text(middle, "Lượt ghi nhận", 255, font, anchor="mm")
    plot.image.paste(_INK, (0, _TOP), said.rotate(90, expand=True))


def _name_days(plot: _Plot, names: Sequence[str]) -> None:
    """Name the days, or every few of them where they stand too close."""
    font = _load_font()
    lines = [line for name in names for line in name.split("\n")]
    widest = max(map(font.getlength, lines), default=0)
    for place in range(0, len(names), math.ceil((widest + _GAP) / plot.slot)):
        middle = round(plot.find_middle(place))
        plot.pen.line((middle, plot.base, middle, plot.base + _TICK), _INK, _LINE)
        at = middle, plot.base + _TICK + _GAP
        plot.pen.text(
            at, names[place], _INK, font, anchor="ma", align="center", spacing=_GAP
        )


def _name_bars(plot: _Plot) -> None:
    """Say which bars are whose, at the upper right."""
    font, right, top = _load_font(), _WIDTH - 3 * _RIGHT, (_TOP - _KEY_HIGH) // 2
    for name, mark in (("Kỳ báo cáo", _fill), ("Kỳ trước", _hatch)):
        plot.pen.text((right, _TOP / 2), name, _INK, font, anchor="rm")
        right -= round(font.getlength(name)) + 2 * _GAP
        key = replace(plot, base=top + _KEY_HIGH)
        mark(key, (right - _KEY_WIDE, top, right))
        right -= _KEY_WIDE + _LETTERS * 2


def _label(days: Sequence[DayWork]) -> list[str]:
    if len(days) <= _FEW:
        return [f"{_DAYS[day.day.weekday()]}\n{day.day:%d/%m}" for day in days]
    return [f"{day.day:%d}" for day in days]


@cache
def _load_font() -> ImageFont.FreeTypeFont:
    """Return our own font, set by Pillow itself: another library sets it otherwise."""
    font = files("assets") / "fonts" / "NotoSans-Regular.ttf"
    return ImageFont.truetype(
        io.BytesIO(font.read_bytes()), _LETTERS, layout_engine=ImageFont.Layout.BASIC
    )
