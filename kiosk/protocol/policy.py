"""Policy: the rules of a province's points as one JSON document.

An officer can read it: `default` holds for every point, and `points` says for
single points what differs. Names of kinds, reasons, outcomes and claims are
those of `kiosk words`.
"""

from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

TARGET = "policy.json"

Seconds = Annotated[int, Meta(ge=0, le=3600)]
Days = Annotated[int, Meta(ge=1, le=3660)]
People = Annotated[int, Meta(ge=1, le=1_000_000)]
Minute = Annotated[str, Meta(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
Name = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{0,31}$(?!\n)")]
Sentence = Annotated[str, Meta(min_length=1, max_length=160, pattern=r"^\S.*\S$(?!\n)")]
"""What a person can read on the screen while somebody waits behind them."""
MOST_QUESTIONS = 8
Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
DAYS: tuple[Day, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class OpeningHours(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When points are open on some days, in Asia/Ho_Chi_Minh.

    `until` before `since` is on the next day; the same minute is the whole day.
    """

    days: Annotated[tuple[Day, ...], Meta(min_length=1)]
    since: Minute
    until: Minute


class AskedQuestion(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """A question of yes or no; `yes` and `no` say what each leads to: allow, check or deny.

    Entries keep the answer under `name`.
    """

    name: Name
    vi: Sentence
    en: Sentence
    yes: str = "check"
    no: str = "allow"


class AskedDeclaration(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """What a kiosk with a screen asks of who goes in, and whether it asks for a telephone."""

    questions: Annotated[
        tuple[AskedQuestion, ...], Meta(max_length=MOST_QUESTIONS)
    ] = ()
    phone: Literal["no", "optional", "required"] = "no"


class PointRules(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The rules of a point; what is left out is as in `default`, or built in.

    `accepted` kinds are allowed, `checked` ones looked at by staff, all others
    denied. `findings` says what a reason makes of a presentation: `allow`,
    `check` or `deny`. `capacity` null is without limit. `health_rules` are
    CertLogic rules. `declaration` is what the kiosk asks where `needs_declaration`
    says that one is needed. `retention_days` is how long entries are kept that the province
    has, `unsettled_retention_days` those that it lacks: not less.
    """

    accepted: tuple[str, ...] | UnsetType = UNSET
    checked: tuple[str, ...] | UnsetType = UNSET
    findings: dict[str, str] | UnsetType = UNSET
    watch_list: str | UnsetType = UNSET
    binds_passes: bool | UnsetType = UNSET
    needs_declaration: bool | UnsetType = UNSET
    declaration: AskedDeclaration | UnsetType = UNSET
    capacity: People | UnsetType | None = UNSET
    opening_hours: tuple[OpeningHours, ...] | UnsetType = UNSET
    repeat_seconds: Seconds | UnsetType = UNSET
    completion_seconds: Seconds | UnsetType = UNSET
    kept: tuple[str, ...] | UnsetType = UNSET
    retention_days: Days | UnsetType = UNSET
    unsettled_retention_days: Days | UnsetType = UNSET
    # Any: CertLogic's JSON, judged where it is used.
    health_rules: tuple[dict[str, Any], ...] | UnsetType = UNSET


class PolicyDocument(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """A province's whole policy; `version` grows with every change."""

    version: Annotated[int, Meta(ge=1)]
    default: PointRules = PointRules()
    points: dict[str, PointRules] = {}


def decode(data: bytes) -> PolicyDocument | str:
    """Return the document in `data`, or which key is wrong and how."""
    try:
        return msgspec.json.decode(data, type=PolicyDocument)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        return str(error)


def make_schema() -> dict[str, Any]:
    """Return the JSON schema of the document, for editors."""
    return msgspec.json.schema(PolicyDocument)
