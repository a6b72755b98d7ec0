"""Rights: what each role of officers may do; pure."""

from enum import StrEnum


class Role(StrEnum):
    """What an officer is."""

    ADMIN = "admin"
    PROVINCE = "province"
    UNIT = "unit"
    HEALTH = "health"
    CLERK = "clerk"
    AUDITOR = "auditor"


class Right(StrEnum):
    """One thing that an officer may do, within the own unit and what lies in it."""

    SEE_FIGURES = "see_figures"
    SEE_PEOPLE = "see_people"
    EDIT_POINTS = "edit_points"
    MANAGE_KIOSKS = "manage_kiosks"
    REMIND = "remind"
    REPORT = "report"
    TRACE = "trace"
    MANAGE_OFFICERS = "manage_officers"
    MANAGE_RULES = "manage_rules"
    READ_AUDIT = "read_audit"


_OFFICE = frozenset(
    {
        Right.SEE_FIGURES,
        Right.SEE_PEOPLE,
        Right.EDIT_POINTS,
        Right.MANAGE_KIOSKS,
        Right.REMIND,
        Right.REPORT,
    }
)

RIGHTS: dict[Role, frozenset[Right]] = {
    # One office may have one officer, who then does all of it. A reason is asked for and kept.
    Role.ADMIN: frozenset(Right),
    Role.PROVINCE: _OFFICE | {Right.MANAGE_RULES, Right.TRACE},
    Role.UNIT: _OFFICE - {Right.MANAGE_KIOSKS},
    Role.HEALTH: frozenset({Right.SEE_FIGURES, Right.SEE_PEOPLE, Right.TRACE}),
    Role.CLERK: _OFFICE - {Right.SEE_PEOPLE},
    Role.AUDITOR: frozenset({Right.SEE_FIGURES, Right.READ_AUDIT}),
}


def may(role: str, right: Right) -> bool:
    """Say whether an officer of `role` has `right`; a role that is none has nothing."""
    return role in set(Role) and right in RIGHTS[Role(role)]
