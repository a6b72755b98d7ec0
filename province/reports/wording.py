"""Wording: the sentences of a report, in the words that such reports use; pure.

They are Vietnamese only: the document is an official one (Nghị định 30/2020/NĐ-CP).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from kiosk.decision import LOCAL
from province.figures import Figures, Part, Ranking, compute_share, rank
from province.period import Period
from province.reports.report import Report

NAMED = 5
"""Units named in a sentence; all of them stand in the annex."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading with its paragraphs."""

    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A row of the table of figures: this period, the one before, and the difference."""

    name: str
    now: int
    before: int

    @property
    def change(self) -> int:
        """Return the difference."""
        return self.now - self.before


def write_title(report: Report) -> str:
    """Return the trích yếu: what the report is about."""
    told = name_period(report.full.period)
    subject = f"Kết quả hoạt động của các điểm kiểm soát ra vào bằng mã QR {told}"
    return f"{subject} (cập nhật số liệu gửi muộn)" if report.corrected else subject


def write_sections(report: Report) -> tuple[Section, ...]:
    """Return the text of the report."""
    figures = report.full
    return (
        Section(
            heading="I. KẾT QUẢ THỰC HIỆN", paragraphs=tuple(_tell_results(report))
        ),
        Section(
            heading="II. TỒN TẠI, HẠN CHẾ", paragraphs=tuple(_tell_failings(figures))
        ),
        Section(heading="III. ĐỀ XUẤT, KIẾN NGHỊ", paragraphs=tuple(_propose(figures))),
    )


def compare(figures: Figures) -> tuple[Comparison, ...]:
    """Return the rows of the table of figures."""
    now, before = figures.totals, figures.previous
    told = (
        ("Điểm đã thiết lập", now.points, before.points),
        ("Điểm tạm dừng", now.suspended, before.suspended),
        ("Điểm hoạt động", now.active, before.active),
        ("Điểm báo cáo không phát sinh", now.zero, before.zero),
        ("Điểm không báo cáo", now.no_report, before.no_report),
        ("Tổng lượt ghi nhận", now.entries, before.entries),
        ("Lượt được vào, ra", now.admitted, before.admitted),
    )
    return tuple(Comparison(name=n, now=a, before=b) for n, a, b in told)


def name_period(period: Period) -> str:
    """Return how a sentence names `period`."""
    days = f"từ ngày {tell_day(period.first)} đến ngày {tell_day(period.last)}"
    if period.week:
        return f"tuần {period.first:%V} năm {period.first:%G} ({days})"
    if period.month:
        return f"tháng {period.first:%m} năm {period.first:%Y}"
    return days


def tell_day(day: date) -> str:
    """Return `day` as documents write it."""
    return f"{day:%d/%m/%Y}"


def tell_moment(moment: datetime) -> str:
    """Return `moment` as documents write it, local."""
    local = moment.astimezone(LOCAL)
    return f"{local:%H} giờ {local:%M} phút ngày {local:%d/%m/%Y}"


def tell_number(number: int) -> str:
    """Return `number` with a point between thousands and a true minus."""
    return f"{number:,}".replace(",", ".").replace("-", "−")


def tell_share(share: float | None) -> str:
    """Return a share in percent with one decimal, empty where there is none."""
    return "" if share is None else f"{100 * share:.1f}".replace(".", ",") + "%"


def _tell_results(report: Report) -> Iterator[str]:
    figures = report.full
    yield _tell_points(figures)
    yield _tell_activity(figures)
    yield _tell_entries(figures)
    yield from _tell_units(figures.by_unit)
    if report.to_date is not None:
        yield _tell_to_date(report.to_date)
    yield _tell_completeness(figures)
    if report.corrected is not None and report.corrected_at is not None:
        yield _tell_correction(figures, report.corrected, report.corrected_at)


def _tell_points(figures: Figures) -> str:
    totals = figures.totals
    last = tell_day(figures.until.astimezone(LOCAL).date())
    if figures.until >= figures.period.end:
        last = tell_day(figures.period.last)
    where = figures.unit_name or "toàn tỉnh"
    resting = (
        f", trong đó có {tell_number(totals.suspended)} điểm tạm dừng; số điểm phải hoạt "
        f"động là {tell_number(totals.expected)} điểm"
        if totals.suspended
        else ""
    )
    return (
        f"1. Thiết lập điểm: Tính đến hết ngày {last}, {where} đã thiết lập "
        f"{tell_number(totals.points)} điểm kiểm soát{resting}."
    )


def _tell_activity(figures: Figures) -> str:
    totals, before = figures.totals, figures.previous
    return (
        f"2. Tình hình hoạt động: Có {tell_number(totals.active)} điểm hoạt động trên "
        f"{tell_number(totals.expected)} điểm, đạt {tell_share(totals.rate) or '0,0%'} "
        f"({_tell_change(totals.active - before.active, 'điểm', figures.period)}). "
        f"Có {tell_number(totals.silent)} điểm không hoạt động, gồm "
        f"{tell_number(totals.zero)} điểm báo cáo không phát sinh lượt ra vào và "
        f"{tell_number(totals.no_report)} điểm không có báo cáo."
    )


def _tell_entries(figures: Figures) -> str:
    totals, before = figures.totals, figures.previous
    share = compute_share(figures.entries_change, before.entries)
    percent = f", tương ứng {tell_share(abs(share))}," if share else ""
    return (
        f"3. Lượt ra vào: Các điểm đã ghi nhận {tell_number(totals.entries)} lượt "
        f"({_tell_change(figures.entries_change, 'lượt', figures.period, percent)}), "
        f"trong đó {tell_number(totals.admitted)} lượt được vào, ra và "
        f"{tell_number(figures.refused)} lượt bị từ chối."
    )


def _tell_change(change: int, unit: str, period: Period, share: str = "") -> str:
    before = _name_before(period)
    if change == 0:
        return f"bằng {before}"
    verb = "tăng" if change > 0 else "giảm"
    return f"{verb} {tell_number(abs(change))} {unit}{share} so với {before}"


def _name_before(period: Period) -> str:
    if period.week:
        return "tuần trước"
    return "tháng trước" if period.month else "kỳ trước"


def _tell_units(parts: Iterable[Part]) -> Iterator[str]:
    expected = [part for part in parts if part.totals.expected]
    if len(expected) < 2:
        return
    leading = rank(expected, Ranking.RATE)[:NAMED]
    lagging = [part for part in rank(expected, Ranking.SILENCE) if part.totals.silent][
        :NAMED
    ]
    named = "; ".join(map(_tell_rate, leading))
    yield f"4. Các đơn vị có tỷ lệ điểm hoạt động cao: {named}."
    if lagging:
        named = "; ".join(map(_tell_silence, lagging))
        yield f"Các đơn vị còn nhiều điểm không hoạt động: {named}."


def _tell_rate(part: Part) -> str:
    totals = part.totals
    return (
        f"{part.name or part.key} {tell_share(totals.rate)} "
        f"({tell_number(totals.active)}/{tell_number(totals.expected)} điểm)"
    )


def _tell_silence(part: Part) -> str:
    totals = part.totals
    return (
        f"{part.name or part.key} {tell_number(totals.silent)}/"
        f"{tell_number(totals.expected)} điểm"
    )


def _tell_to_date(figures: Figures) -> str:
    totals = figures.totals
    return (
        f"5. Từ đầu tuần này đến {tell_moment(figures.until)}: có "
        f"{tell_number(totals.active)}/{tell_number(totals.expected)} điểm hoạt động, "
        f"ghi nhận {tell_number(totals.entries)} lượt."
    )


def _tell_completeness(figures: Figures) -> str:
    if figures.complete_until is None:
        return (
            "Số liệu được tổng hợp từ các điểm đã gửi; chưa điểm nào gửi đủ số liệu "
            "của kỳ báo cáo."
        )
    behind = (
        f" (trừ {tell_number(figures.behind)} điểm chưa gửi đủ)"
        if figures.behind
        else ""
    )
    return (
        f"Số liệu đầy đủ đến {tell_moment(figures.complete_until)}{behind}; lượt gửi "
        "muộn sẽ được cập nhật trong báo cáo bổ sung."
    )


def _tell_correction(now: Figures, then: Figures, at: datetime) -> str:
    more = now.totals.entries - then.totals.entries
    active = now.totals.active - then.totals.active
    return (
        f"So với báo cáo lập lúc {tell_moment(at)}: số lượt ghi nhận thay đổi "
        f"{_sign(more)} lượt, số điểm hoạt động thay đổi {_sign(active)} điểm do có số "
        "liệu gửi muộn."
    )


def _sign(number: int) -> str:
    return f"+{tell_number(number)}" if number > 0 else tell_number(number)


def _tell_failings(figures: Figures) -> Iterator[str]:
    totals = figures.totals
    if not totals.silent:
        yield "Không có điểm kiểm soát nào không hoạt động trong kỳ báo cáo."
        return
    yield (
        f"Còn {tell_number(totals.silent)} điểm không hoạt động, chiếm "
        f"{tell_share(totals.silent / totals.expected)} số điểm phải hoạt động."
    )
    if totals.no_report:
        yield (
            f"Trong đó {tell_number(totals.no_report)} điểm không gửi báo cáo, nên chưa "
            "xác định được là không phát sinh lượt ra vào hay thiết bị ngừng hoạt động."
        )
    if figures.entries_change < 0:
        before = _name_before(figures.period)
        yield (
            f"Số lượt ghi nhận giảm {tell_number(-figures.entries_change)} lượt so với "
            f"{before}."
        )


def _propose(figures: Figures) -> Iterator[str]:
    totals = figures.totals
    if totals.no_report:
        yield (
            "Đề nghị các đơn vị kiểm tra thiết bị và đường truyền tại "
            f"{tell_number(totals.no_report)} điểm không gửi báo cáo; nơi không có mạng thì "
            "nộp dữ liệu bằng USB."
        )
    if totals.zero:
        yield (
            f"Đề nghị các đơn vị đôn đốc {tell_number(totals.zero)} điểm không phát sinh "
            "lượt ra vào thực hiện việc quét mã theo quy định."
        )
    if not totals.silent:
        yield "Đề nghị các đơn vị tiếp tục duy trì hoạt động của các điểm kiểm soát."
