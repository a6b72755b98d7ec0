"""Reason: why an outcome is what it is; a closed set, stable on the wire.

The sentences in Vietnamese and English stand in `assets/locale/*/words.json`.
"""

from enum import StrEnum


class Reason(StrEnum):
    """A stable reason code."""

    # An ALLOW may carry these: they only warn.
    ID_PROVINCE_UNKNOWN = "id_province_unknown"
    ID_BIRTH_DIFFERS = "id_birth_differs"
    ID_SEX_DIFFERS = "id_sex_differs"
    MASKED = "masked"
    DECLARED_BY_OTHER = "declared_by_other"
    TEXT_REPAIRED = "text_repaired"
    # These make a CHECK.
    ALREADY_INSIDE = "already_inside"
    NOT_INSIDE = "not_inside"
    EXPIRED = "expired"
    NOT_YET_VALID = "not_yet_valid"
    # This makes a DENY.
    KIND_NOT_ACCEPTED = "kind_not_accepted"
    # These make an UNREADABLE.
    EMPTY = "empty"
    TOO_LONG = "too_long"
    BINARY = "binary"
    WRONG_CHARSET = "wrong_charset"
    INPUT_METHOD = "input_method"
    TRUNCATED = "truncated"
    MALFORMED = "malformed"
    LINK = "link"
    LOCATION_CODE = "location_code"
    DECLARATION_CODE = "declaration_code"
    UNSUPPORTED_KIND = "unsupported_kind"
    UNKNOWN_KIND = "unknown_kind"
