"""Officers: who may give whom which role; pure."""

from province.rights import RIGHTS, Right, Role, may


def list_roles_to_give(role: str) -> tuple[Role, ...]:
    """Return the roles that an officer of `role` may give: nobody gives more than they have."""
    if not may(role, Right.MANAGE_OFFICERS):
        return ()
    own = RIGHTS[Role(role)]
    return tuple(one for one in Role if RIGHTS[one] <= own)


def may_change(role: str, other: str) -> bool:
    """Say whether an officer of `role` may change one of the role `other`."""
    return other in list_roles_to_give(role)
