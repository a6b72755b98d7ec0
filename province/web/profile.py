"""Profile: an officer's own password, second factor and sessions."""

import re

from fastapi import Response

from province import passwords, totp
from province.accounts import Duty, Opened
from province.ledger import sessions, settings, users
from province.second_factor import SecondFactor
from province.tokens import hash_token
from province.web.doors import Doors
from province.web.page import redirect, render
from province.web.session import read_client
from province.web.visit import Visit


def open_doors(doors: Doors) -> None:
    """Open an officer's own pages, which need no right."""
    own = _Profile(doors)
    doors.get("/profile", None)(own.show)
    doors.get("/profile/password", None)(own.show_password)
    doors.post("/profile/password", None)(own.change_password)
    doors.get("/profile/code", None)(own.show_code)
    doors.post("/profile/code", None)(own.confirm_code)
    doors.post("/profile/sessions", None)(own.end_session)


class _Profile:
    """The pages, with what gives and ends sessions."""

    def __init__(self, doors: Doors) -> None:
        self._doors = doors
        self._second_factor = SecondFactor(doors.services.database)

    def show(self, visit: Visit) -> Response:
        """Show who this is, and where else the account is logged in."""
        with visit.reading() as connection:
            user = users.find(connection, visit.visitor.name)
            opened = sessions.list_of(connection, visit.visitor.name, visit.now)
        return render(
            "profile.html",
            visit,
            user=user,
            sessions=opened,
            this=hash_token(self._read_token(visit)),
        )

    def show_password(
        self, visit: Visit, fault: str = "", status: int = 200
    ) -> Response:
        """Show the form for a new password."""
        return render(
            "profile_password.html",
            visit,
            status,
            fault=fault,
            shortest=passwords.SHORTEST,
            is_duty=visit.visitor.duty is Duty.PASSWORD,
        )

    def change_password(self, visit: Visit) -> Response:
        """Change the password, and go on with a new session."""
        told, name = visit.posted.fields, visit.visitor.name
        chosen = told.get("chosen", "")
        fault = passwords.judge(chosen, told.get("repeated", ""), name)
        if fault is not None:
            return self.show_password(visit, fault, 422)
        opened = self._doors.accounts.change_password(
            name,
            told.get("current", ""),
            chosen,
            now=visit.now,
            client=read_client(visit.request),
        )
        if opened is None:
            return self.show_password(visit, "password_current_wrong", 422)
        return self._go_on(opened)

    def show_code(self, visit: Visit, fault: str = "", status: int = 200) -> Response:
        """Show a secret that waits to be confirmed, as a QR and as text."""
        secret = self._second_factor.offer(self._read_token(visit), visit.now)
        return render(
            "profile_code.html",
            visit,
            status,
            drawing="" if secret is None else self._draw(visit, secret),
            secret=" ".join(re.findall("....", secret or "")),
            fault=fault,
            is_duty=visit.visitor.duty is Duty.CODE,
        )

    def confirm_code(self, visit: Visit) -> Response:
        """Ask for the second factor from now on, and go on with a new session."""
        opened = self._second_factor.confirm(
            self._read_token(visit),
            visit.posted.fields.get("code", ""),
            visit.now,
            client=read_client(visit.request),
        )
        if opened is None:
            return self.show_code(visit, "code_failed", 422)
        return self._go_on(opened)

    def end_session(self, visit: Visit) -> Response:
        """End one of the own sessions, or all but this one."""
        asked = visit.posted.fields.get("session", "")
        this = hash_token(self._read_token(visit))
        with visit.writing() as connection:
            for one in sessions.list_of(connection, visit.visitor.name, visit.now):
                is_meant = one.token_sha256.hex() == asked
                is_other = asked == "others" and one.token_sha256 != this
                if is_meant or is_other:
                    sessions.close(connection, one.token_sha256)
                    visit.note(connection, "session_ended", "")
        return redirect("/profile")

    def _draw(self, visit: Visit, secret: str) -> str:
        with visit.reading() as connection:
            province = settings.read(connection, settings.PROVINCE_NAME)
        host = visit.request.url.hostname or ""
        return totp.draw(totp.name_secret(secret, visit.visitor.name, province or host))

    def _go_on(self, opened: Opened) -> Response:
        return self._doors.forms.remember(redirect("/profile"), opened.token)

    def _read_token(self, visit: Visit) -> str:
        return self._doors.forms.read_session(visit.request)
