"""Chart: the entries of each day beside those of the period before, as a picture."""

import io
from collections.abc import Sequence
from functools import cache
from importlib.resources import as_file, files

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure as Drawing
from matplotlib.font_manager import FontProperties
from matplotlib.ticker import FuncFormatter, MaxNLocator

from province.figures import DayWork
from province.reports.wording import tell_number

WIDTH_IN, HEIGHT_IN, DPI = 6.3, 2.6, 200
_NOW, _BEFORE = "#1f4e79", "#b7c4d1"
_DAYS = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")
_FEW = 10


def draw(days: Sequence[DayWork], before: Sequence[DayWork]) -> bytes:
    """Return a PNG of entries by day; it prints well in black and white.

    The same figures give the same bytes.
    """
    drawing = Drawing(figsize=(WIDTH_IN, HEIGHT_IN), dpi=DPI, layout="constrained")
    FigureCanvasAgg(drawing)
    axes = drawing.add_subplot()
    places = range(len(days))
    earlier = [day.entries for day in before][: len(days)]
    axes.bar(
        [place - 0.2 for place in range(len(earlier))],
        earlier,
        0.4,
        color=_BEFORE,
        hatch="//",
        edgecolor="#6b7681",
        linewidth=0.5,
        label="Kỳ trước",
    )
    axes.bar(
        [place + 0.2 for place in places],
        [day.entries for day in days],
        0.4,
        color=_NOW,
        label="Kỳ báo cáo",
    )
    font = _load_font()
    axes.set_xticks(list(places), _label(days), fontproperties=font)
    axes.yaxis.set_major_formatter(
        FuncFormatter(lambda value, _: tell_number(int(value)))
    )
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    for label in axes.get_yticklabels():
        label.set_fontproperties(font)
    axes.set_ylabel("Lượt ghi nhận", fontproperties=font)
    axes.legend(
        prop=font, frameon=False, ncols=2, loc="lower right", bbox_to_anchor=(1, 1)
    )
    axes.spines[["top", "right"]].set_visible(False)
    picture = io.BytesIO()
    drawing.savefig(picture, format="png", metadata={"Software": None})
    return picture.getvalue()


def _label(days: Sequence[DayWork]) -> list[str]:
    if len(days) <= _FEW:
        return [f"{_DAYS[day.day.weekday()]}\n{day.day:%d/%m}" for day in days]
    return [f"{day.day:%d}" for day in days]


@cache
def _load_font() -> FontProperties:
    font = files("assets") / "fonts" / "NotoSans-Regular.ttf"
    with as_file(font) as path:
        return FontProperties(fname=path, size=8)
