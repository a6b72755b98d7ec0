"""Category: what sort of place a point is, the list of the Sơn Dương letter.

The sentences in Vietnamese and English stand in `assets/locale/*/words.json`.
"""

from enum import StrEnum


class Category(StrEnum):
    """A sort of place that has a point."""

    AGENCY = "agency"
    MEETING_ROOM = "meeting_room"
    INDUSTRIAL_PARK = "industrial_park"
    FACTORY = "factory"
    SCHOOL = "school"
    HOSPITAL = "hospital"
    BUS_STATION = "bus_station"
    VEHICLE = "vehicle"
    MARKET = "market"
    SUPERMARKET = "supermarket"
    RESTAURANT = "restaurant"
    HOTEL = "hotel"
    BAR_KARAOKE = "bar_karaoke"
    WORSHIP = "worship"
    WEDDING_FUNERAL = "wedding_funeral"
    EVENT = "event"
    CHECKPOINT = "checkpoint"
    OFFICE = "office"
    COMPANY = "company"
    BORDER = "border"
    OTHER = "other"


CODES = frozenset(one.value for one in Category)
"""Made once: thousands of points and meetings are asked for theirs."""


def read_category(code: str) -> Category:
    """Return the category that `code` names; what none has named is another."""
    return Category(code) if code in CODES else Category.OTHER
