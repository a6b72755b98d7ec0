"""Officers: accounts as an administrator makes, changes and ends them."""

from collections.abc import Sequence
from urllib.parse import quote

from fastapi import Response
from sqlalchemy import Connection

from province import invitations
from province.accounts import (
    DECOY,
    TOTP_ROLES,
    check_account,
    read_totp_roles,
)
from province.errors import UsageError
from province.ledger import invitations as links
from province.ledger import sessions, settings, users
from province.ledger.users import User
from province.officers import list_roles_to_give, may_change
from province.rights import Right, Role
from province.web.doors import Doors
from province.web.listing import Column, Kind, Listing, Row, answer_download
from province.web.page import load_sets, load_texts, redirect, render
from province.web.visit import Visit

_EMAIL_LENGTH = 254
_SUBJECT_LENGTH = 255


def open_doors(doors: Doors) -> None:
    """Open the list of officers, and a page for each."""
    right = Right.MANAGE_OFFICERS
    doors.get("/officers", right)(show_officers)
    doors.post("/officers", right)(add_officer)
    doors.post("/officers-second-factor", right)(require_second_factor)
    doors.get("/officers/{officer}", right)(show_officer)
    doors.post("/officers/{officer}", right)(change_officer)
    doors.post("/officers/{officer}/reset", right)(reset_officer)
    doors.post("/officers/{officer}/disable", right)(disable_officer)
    doors.post("/officers/{officer}/enable", right)(enable_officer)
    doors.post("/officers/{officer}/second-factor", right)(drop_second_factor)


def show_officers(visit: Visit, fault: str = "", status: int = 200) -> Response:
    """Show the officers of the own units, and the form for one more."""
    with visit.reading() as connection:
        found = users.list_within(connection, visit.scope)
        required = read_totp_roles(connection)
        listing = _list(visit, connection, found)
    if (download := answer_download(visit, listing)) is not None:
        with visit.writing() as connection:
            visit.note(connection, "officers_exported", "", rows=len(found))
        return download
    return render(
        "officers.html",
        visit,
        status,
        listing=listing,
        roles=_list_roles(visit),
        every_role=tuple(Role),
        required=required,
        fault=fault,
        told=visit.posted.fields if fault else {},
    )


def add_officer(visit: Visit) -> Response:
    """Add an officer who chooses the password by a link, which is shown once."""
    told = visit.posted.fields
    name, email = told.get("name", ""), told.get("email", "")
    role, unit = told.get("role", ""), told.get("unit", "")
    fault = _find_fault(visit, name, role, unit) or _judge_email(email)
    if fault:
        return show_officers(visit, fault, 422)
    user = User(name=name, role=role, unit=unit, password_hash=DECOY, email=email)
    with visit.writing() as connection:
        if not visit.scope.contains(connection, unit):
            fault = "officers_fault_unit"
        elif users.find(connection, name) is not None:
            fault = "officers_fault_taken"
        else:
            users.insert_user(connection, user, visit.now)
            visit.note(connection, "officer_added", name, role=role, officer_unit=unit)
            link = invitations.invite(connection, name, visit.visitor.name, visit.now)
    if fault:
        return show_officers(visit, fault, 422)
    return render("officer_invited.html", visit, officer=user, link=link)


def require_second_factor(visit: Visit) -> Response:
    """Require a second factor of officers of the roles that are ticked."""
    if not visit.scope.is_whole:
        return render("refused.html", visit, status=403)
    asked = [role for role in Role if role in visit.posted.lists.get("role", ())]
    with visit.writing() as connection:
        settings.store(connection, TOTP_ROLES, " ".join(asked))
        visit.note(connection, "second_factor_required", "", roles=" ".join(asked))
    return redirect("/officers")


def show_officer(visit: Visit, fault: str = "", status: int = 200) -> Response:
    """Show one officer of the own units."""
    with visit.reading() as connection:
        user = users.find_within(connection, visit.path("officer"), visit.scope)
        if user is None:
            return render("missing.html", visit, status=404)
        is_invited = user.name in links.list_pending(connection, visit.now)
        count = len(sessions.list_of(connection, user.name, visit.now))
    return render(
        "officer.html",
        visit,
        status,
        officer=user,
        place=_name_place(user.name),
        is_invited=is_invited,
        is_locked=user.is_locked(visit.now),
        sessions=count,
        roles=_list_roles(visit),
        may_change=_may_change(visit, user),
        fault=fault,
        told=visit.posted.fields if fault else {},
    )


def change_officer(visit: Visit) -> Response:
    """Change role, unit, e-mail and subject; whoever is logged in must log in again."""
    told = visit.posted.fields
    role, unit = told.get("role", ""), told.get("unit", "")
    email, subject = told.get("email", ""), told.get("subject", "") or None
    with visit.writing() as connection:
        user = users.find_within(connection, visit.path("officer"), visit.scope)
        if user is None:
            return render("missing.html", visit, status=404)
        if not _may_change(visit, user):
            return render("refused.html", visit, status=403)
        fault = _find_fault(visit, user.name, role, unit) or _judge_email(email)
        if not visit.scope.contains(connection, unit):
            fault = "officers_fault_unit"
        if _is_taken(connection, subject, user):
            fault = "officers_fault_subject"
        if not fault:
            users.change(
                connection,
                user.name,
                role=role,
                unit=unit,
                email=email,
                subject=subject,
            )
            if (role, unit) != (user.role, user.unit):
                sessions.close_all(connection, user.name)
            visit.note(
                connection, "officer_changed", user.name, role=role, officer_unit=unit
            )
    if fault:
        return show_officer(visit, fault, 422)
    return redirect(_name_place(user.name))


def reset_officer(visit: Visit) -> Response:
    """Take an officer's password, and show the link for a new one once."""
    with visit.writing() as connection:
        user = _find(visit, connection)
        if isinstance(user, Response):
            return user
        link = invitations.reset(connection, user.name, visit.visitor.name, visit.now)
        visit.note(connection, "officer_reset", user.name)
    return render("officer_invited.html", visit, officer=user, link=link)


def disable_officer(visit: Visit) -> Response:
    """Let an officer in no more, from this moment on."""
    return _change(visit, "officer_disabled", disabled_at=visit.now)


def enable_officer(visit: Visit) -> Response:
    """Let an officer in again."""
    return _change(visit, "officer_enabled", disabled_at=None)


def drop_second_factor(visit: Visit) -> Response:
    """Forget an officer's telephone, which was lost."""
    return _change(visit, "second_factor_dropped", totp_secret=None, totp_step=None)


def _change(visit: Visit, act: str, **values: object) -> Response:
    with visit.writing() as connection:
        user = _find(visit, connection)
        if isinstance(user, Response):
            return user
        users.change(connection, user.name, failures=0, locked_until=None, **values)
        sessions.close_all(connection, user.name)
        visit.note(connection, act, user.name)
    return redirect(_name_place(user.name))


def _find(visit: Visit, connection: Connection) -> User | Response:
    """Return the officer of the path if this one may change that one."""
    user = users.find_within(connection, visit.path("officer"), visit.scope)
    if user is None:
        return render("missing.html", visit, status=404)
    if not _may_change(visit, user):
        return render("refused.html", visit, status=403)
    return user


def _may_change(visit: Visit, user: User) -> bool:
    """Say whether this one may change `user`; never oneself, so that one remains."""
    own = visit.visitor
    return user.name != own.name and may_change(own.role, user.role)


def _find_fault(visit: Visit, name: str, role: str, unit: str) -> str:
    """Return the text's key for what is wrong with an account; empty where nothing is."""
    try:
        check_account(name, role, unit)
    except UsageError:
        return "officers_fault_account"
    return "" if role in _list_roles(visit) else "officers_fault_role"


def _judge_email(email: str) -> str:
    is_right = email.count("@") == 1 and email.isprintable() and " " not in email
    is_short = len(email) <= _EMAIL_LENGTH
    return "" if not email or (is_right and is_short) else "officers_fault_email"


def _is_taken(connection: Connection, subject: str | None, user: User) -> bool:
    if subject is None:
        return False
    other = users.find_subject(connection, subject[:_SUBJECT_LENGTH])
    is_long = len(subject) > _SUBJECT_LENGTH
    return is_long or (other is not None and other.name != user.name)


def _list_roles(visit: Visit) -> tuple[Role, ...]:
    return list_roles_to_give(visit.visitor.role)


def _name_place(name: str) -> str:
    return f"/officers/{quote(name, safe='')}"


def _list(visit: Visit, connection: Connection, found: Sequence[User]) -> Listing:
    texts, sets = load_texts(visit.language), load_sets(visit.language)
    pending = links.list_pending(connection, visit.now)
    columns = (
        Column(key="user_name"),
        Column(key="officers_role"),
        Column(key="unit"),
        Column(key="officers_email"),
        Column(key="officers_second_factor"),
        Column(key="officers_state"),
        Column(key="officers_last_seen", kind=Kind.MOMENT),
    )
    last = sessions.list_last_seen(connection)
    rows = [
        Row(
            cells=(
                user.name,
                sets["role"].get(user.role, user.role),
                user.unit or texts["officers_whole"],
                user.email,
                texts["officers_yes" if user.totp_secret else "officers_no"],
                texts[_name_state(user, visit, pending)],
                last.get(user.name),
            ),
            place=_name_place(user.name),
        )
        for user in found
    ]
    return Listing(name="officers", columns=columns, rows=rows)


def _name_state(user: User, visit: Visit, pending: frozenset[str]) -> str:
    if user.disabled_at is not None:
        return "officers_disabled"
    if user.is_locked(visit.now):
        return "officers_locked"
    return "officers_invited" if user.name in pending else "officers_in_order"
