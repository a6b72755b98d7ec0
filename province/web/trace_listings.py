"""Trace listings: the tables of a case, as pages show them and files carry them."""

from collections.abc import Mapping, Sequence

from kiosk.decision import LOCAL
from province.ledger.cases import Case, Look, Second
from province.ledger.columns import from_us
from province.ledger.tracing import Person
from province.stays import Doubt, Stay, list_doubts
from province.tracing import Met, hide
from province.web.listing import Column, Kind, Listing, Row
from province.web.page import Cell, load_sets

Words = Mapping[str, Mapping[str, str]]


def list_cases(cases: Sequence[Case]) -> Listing:
    """Return the cases that an officer may look into."""
    return Listing(
        name="tracing_cases",
        columns=(
            Column(key="tracing_case"),
            Column(key="tracing_made_at", kind=Kind.MOMENT),
            Column(key="tracing_made_by"),
            Column(key="tracing_since", kind=Kind.MOMENT),
            Column(key="tracing_until", kind=Kind.MOMENT),
            Column(key="tracing_reason"),
        ),
        rows=[
            Row(
                cells=(
                    case.case_id,
                    case.made_at,
                    case.made_by,
                    case.since,
                    case.until,
                    case.reason,
                ),
                place=f"/tracing/{case.case_id}",
            )
            for case in cases
        ],
    )


def list_contacts(
    case: Case, met: Sequence[Met], language: str, *, is_masked: bool
) -> Listing:
    """Return whom the person of a case met; whole numbers only where not `is_masked`."""
    words = load_sets(language)
    return Listing(
        name="tracing_contacts",
        columns=(
            Column(key="tracing_name"),
            Column(key="tracing_birth_date"),
            Column(key="tracing_document"),
            Column(key="tracing_phone"),
            Column(key="tracing_point"),
            Column(key="tracing_met_at", kind=Kind.MOMENT),
            Column(key="tracing_minutes", kind=Kind.NUMBER),
            Column(key="tracing_sureness"),
            Column(key="tracing_doubts"),
        ),
        rows=[
            Row(
                cells=_tell_met(one, words, is_masked=is_masked),
                place=f"/tracing/{case.case_id}/contacts/{one.person.person_key.hex()}",
            )
            for one in met
        ],
    )


def list_seconds(
    seconds: Sequence[Second],
    people: Mapping[bytes, Person],
    language: str,
    *,
    is_masked: bool,
) -> Listing:
    """Return the contacts of contacts."""
    words = load_sets(language)["sureness"]

    def tell(key: bytes) -> Person:
        person = people.get(key, Person(person_key=key))
        return hide(person) if is_masked else person

    return Listing(
        name="tracing_seconds",
        columns=(
            Column(key="tracing_name"),
            Column(key="tracing_document"),
            Column(key="tracing_phone"),
            Column(key="tracing_through"),
            Column(key="tracing_met_at", kind=Kind.MOMENT),
            Column(key="tracing_minutes", kind=Kind.NUMBER),
            Column(key="tracing_sureness"),
        ),
        rows=[
            Row(
                cells=(
                    tell(one.person_key).name,
                    tell(one.person_key).document,
                    tell(one.person_key).phone,
                    tell(one.through_key).name or tell(one.through_key).document,
                    one.since,
                    round(one.overlap.total_seconds() / 60),
                    _shorten(words[one.sureness.code]),
                )
            )
            for one in seconds
        ],
    )


def list_stays(
    name: str,
    stays: Sequence[Stay],
    names: Mapping[str, str],
    language: str,
    *,
    places: Mapping[str, str],
) -> Listing:
    """Return where somebody was, in the order of time; `places` are pages of points."""
    words = load_sets(language)
    return Listing(
        name=name,
        columns=(
            Column(key="tracing_point"),
            Column(key="tracing_came", kind=Kind.MOMENT),
            Column(key="tracing_left_at", kind=Kind.MOMENT),
            Column(key="tracing_sureness"),
            Column(key="tracing_doubts"),
        ),
        rows=[
            Row(
                cells=(
                    names.get(stay.point_id, stay.point_id),
                    from_us(stay.since_us),
                    from_us(stay.until_us),
                    _shorten(words["sureness"][stay.sureness.code]),
                    _tell_doubts(words, list_doubts(stay.doubts)),
                ),
                place=places.get(stay.point_id, ""),
            )
            for stay in stays
        ],
    )


def link_points(case: Case, stays: Sequence[Stay]) -> dict[str, str]:
    """Return the pages of the points where the person of a case was."""
    visited = {stay.point_id for stay in stays}
    return {one: f"/tracing/{case.case_id}/points/{one}" for one in visited}


def list_present(
    stays: Sequence[tuple[bytes, Stay]],
    people: Mapping[bytes, Person],
    language: str,
    *,
    is_masked: bool,
) -> Listing:
    """Return who was at one point, in the order of time."""
    words = load_sets(language)
    rows = []
    for key, stay in stays:
        person = people.get(key, Person(person_key=key))
        shown = hide(person) if is_masked else person
        cells: tuple[Cell, ...] = (
            from_us(stay.since_us),
            from_us(stay.until_us),
            shown.name,
            shown.document,
            _shorten(words["sureness"][stay.sureness.code]),
            _tell_doubts(words, list_doubts(stay.doubts)),
        )
        rows.append(Row(cells=cells))
    return Listing(
        name="tracing_present",
        columns=(
            Column(key="tracing_came", kind=Kind.MOMENT),
            Column(key="tracing_left_at", kind=Kind.MOMENT),
            Column(key="tracing_name"),
            Column(key="tracing_document"),
            Column(key="tracing_sureness"),
            Column(key="tracing_doubts"),
        ),
        rows=rows,
    )


def list_points(stays: Sequence[Stay], names: Mapping[str, str]) -> Listing:
    """Return the points that are to be told, and when the person was there."""
    spans: dict[str, tuple[int, int, int]] = {}
    for stay in stays:
        since, until, times = spans.get(
            stay.point_id, (stay.since_us, stay.until_us, 0)
        )
        spans[stay.point_id] = (
            min(since, stay.since_us),
            max(until, stay.until_us),
            times + 1,
        )
    return Listing(
        name="tracing_points",
        columns=(
            Column(key="tracing_point"),
            Column(key="tracing_code"),
            Column(key="tracing_first", kind=Kind.MOMENT),
            Column(key="tracing_last", kind=Kind.MOMENT),
            Column(key="tracing_times", kind=Kind.NUMBER),
        ),
        rows=[
            Row(
                cells=(
                    names.get(point_id, point_id),
                    point_id,
                    from_us(since),
                    from_us(until),
                    times,
                )
            )
            for point_id, (since, until, times) in spans.items()
        ],
    )


def list_looks(looks: Sequence[Look], texts: Mapping[str, str]) -> Listing:
    """Return who looked into a case."""
    return Listing(
        name="tracing_looks",
        columns=(
            Column(key="tracing_at", kind=Kind.MOMENT),
            Column(key="tracing_made_by"),
            Column(key="tracing_act"),
            Column(key="tracing_told"),
        ),
        rows=[
            Row(
                cells=(
                    look.at,
                    look.user_name,
                    texts.get(f"tracing_act_{look.act}", look.act),
                    ", ".join(f"{name}: {value}" for name, value in look.told.items()),
                )
            )
            for look in looks
        ],
    )


def list_messages(met: Sequence[Met], text: str) -> list[tuple[str, str]]:
    """Return a number and a text for each contact that has a telephone, once each."""
    numbers = dict.fromkeys(one.person.phone for one in met if one.person.phone)
    return [(number, text) for number in numbers]


def tell_period(case: Case) -> str:
    """Return the period of a case as a short text for messages."""
    first, last = case.since.astimezone(LOCAL), case.until.astimezone(LOCAL)
    return f"{first:%d/%m/%Y}-{last:%d/%m/%Y}"


def _tell_met(one: Met, words: Words, *, is_masked: bool) -> tuple[Cell, ...]:
    person = hide(one.person) if is_masked else one.person
    return (
        person.name or person.document or person.person_key.hex()[:8],
        person.birth_date,
        person.document,
        person.phone,
        one.point_name,
        one.since,
        one.overlap_min,
        _shorten(words["sureness"][one.sureness.code]),
        _tell_doubts(words, one.reasons),
    )


def _tell_doubts(words: Words, doubts: Sequence[Doubt]) -> str:
    """Return the names of `doubts`; that a card has no signature goes for nearly all."""
    told = [one for one in doubts if one is not Doubt.UNSIGNED]
    return "; ".join(_shorten(words["doubt"][one]) for one in told)


def _shorten(sentence: str) -> str:
    """Return what stands before a sentence's colon: its name."""
    return sentence.partition(":")[0]
