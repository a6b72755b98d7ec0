"""Reason: why an outcome is what it is; a closed set, stable on the wire.

The sentences in Vietnamese and English stand in `assets/locale/*/words.json`.
"""

from enum import StrEnum


class Reason(StrEnum):
    """A stable reason code."""

    # As in Kind: Enum's own hash is slow.
    __hash__ = str.__hash__

    # An ALLOW may carry these: they only warn.
    ID_PROVINCE_UNKNOWN = "id_province_unknown"
    ID_BIRTH_DIFFERS = "id_birth_differs"
    ID_SEX_DIFFERS = "id_sex_differs"
    MASKED = "masked"
    DECLARED_BY_OTHER = "declared_by_other"
    TEXT_REPAIRED = "text_repaired"
    ISSUER_EXPIRED = "issuer_expired"
    """The key that signed is past its own time; the signature is right."""
    # These make a CHECK, where the policy does not say otherwise.
    ALREADY_INSIDE = "already_inside"
    NOT_INSIDE = "not_inside"
    EXPIRED = "expired"
    NOT_YET_VALID = "not_yet_valid"
    UNKNOWN_ISSUER = "unknown_issuer"
    WRONG_KEY_USAGE = "wrong_key_usage"
    WRONG_SCHEMA = "wrong_schema"
    RULE_FAILED = "rule_failed"
    STALE_ROSTER = "stale_roster"
    INCOMPLETE = "incomplete"
    DECLARATION_NEEDED = "declaration_needed"
    NUMBER_ONLY = "number_only"
    WATCH_LISTED = "watch_listed"
    CAPACITY_REACHED = "capacity_reached"
    OUTSIDE_HOURS = "outside_hours"
    KIND_TO_CHECK = "kind_to_check"
    ANSWER_TO_CHECK = "answer_to_check"
    # These make a DENY, where the policy does not say otherwise.
    KIND_NOT_ACCEPTED = "kind_not_accepted"
    BROKEN_SIGNATURE = "broken_signature"
    UNSIGNED = "unsigned"
    WRONG_ALGORITHM = "wrong_algorithm"
    REVOKED = "revoked"
    WRONG_POINT = "wrong_point"
    PASS_USED_UP = "pass_used_up"  # noqa: S105 - a gate's
    OTHER_DOCUMENT = "other_document"
    ANSWER_NOT_ACCEPTED = "answer_not_accepted"
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
    PAYMENT_CODE = "payment_code"
    WIFI_CODE = "wifi_code"
    CONTACT_CODE = "contact_code"
    VNI_DAMAGE = "vni_damage"
    ENCRYPTED = "encrypted"
    UNSUPPORTED_KIND = "unsupported_kind"
    UNKNOWN_KIND = "unknown_kind"
