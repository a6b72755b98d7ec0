"""Mail server's page: where letters go, and the password that is never shown again."""

import re
import ssl
from collections.abc import Mapping

from fastapi import Response

from province import dispatch, sealed
from province.mail import MailServer, Security, is_address
from province.rights import Right
from province.web.doors import Doors
from province.web.page import render
from province.web.visit import Visit

_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.:-]{0,252}[A-Za-z0-9])?", re.ASCII)
_MOST_PORT = 65_535
_LONGEST = 200
BLANK = MailServer(
    host="", port=587, security=Security.STARTTLS, user="", sender="", ca=""
)


def open_doors(doors: Doors) -> None:
    """Open the page of the mail server."""
    doors.get("/reminders/mail", Right.MANAGE_RULES)(show_server)
    doors.post("/reminders/mail", Right.MANAGE_RULES)(store_server)


def show_server(visit: Visit) -> Response:
    """Show where letters go."""
    with visit.reading() as connection:
        server = dispatch.read_server(connection)
    return _show(visit, server or BLANK)


def store_server(visit: Visit) -> Response:
    """Let letters go to another server; an empty password stays as it is."""
    fields = visit.posted.fields
    server = _read(fields)
    if server is None:
        return _show(visit, BLANK, fault="reminders_mail_fault", status=422)
    password = fields.get("password", "")
    if password or not server.user:
        sealed.keep(visit.services.keys, sealed.MAIL_PASSWORD, password)
    with visit.writing() as connection:
        dispatch.store_server(connection, server)
        visit.note(
            connection,
            "mail_server_set",
            server.host,
            port=server.port,
            security=server.security.value,
            password=bool(password),
        )
    return _show(visit, server, is_saved=True)


def _show(
    visit: Visit,
    server: MailServer,
    status: int = 200,
    *,
    fault: str = "",
    is_saved: bool = False,
) -> Response:
    has_password = sealed.read(visit.services.keys, sealed.MAIL_PASSWORD) is not None
    return render(
        "mail_server.html",
        visit,
        status,
        said=_tell(visit, server, is_wrong=bool(fault)),
        securities=list(Security),
        has_password=has_password,
        fault=fault,
        is_saved=is_saved,
    )


def _tell(visit: Visit, server: MailServer, *, is_wrong: bool) -> Mapping[str, str]:
    """Return what the form shows: what was typed where it is wrong, never a password."""
    names = ("host", "port", "security", "user", "sender", "ca")
    if is_wrong:
        return {name: visit.posted.fields.get(name, "") for name in names}
    return {name: str(getattr(server, name)) for name in names}


def _read(fields: Mapping[str, str]) -> MailServer | None:
    """Return the server that a form names, None where something is wrong with it."""
    host, port, user = (fields.get(name, "") for name in ("host", "port", "user"))
    sender, ca = fields.get("sender", ""), fields.get("ca", "")
    security = fields.get("security", "")
    is_port = port.isascii() and port.isdecimal() and len(port) <= len(str(_MOST_PORT))
    is_good = (
        _HOST.fullmatch(host) is not None
        and is_port
        and 0 < int(port) <= _MOST_PORT
        and security in set(Security)
        and is_address(sender)
        and len(user) <= _LONGEST
        and not (user and security == Security.NONE)
        and _is_authority(ca)
    )
    if not is_good:
        return None
    return MailServer(
        host=host,
        port=int(port),
        security=Security(security),
        user=user,
        sender=sender,
        ca=ca,
    )


def _is_authority(ca: str) -> bool:
    """Say whether `ca` is empty or certificates of authorities in PEM."""
    if not ca:
        return True
    if not ca.isascii():
        return False
    try:
        ssl.create_default_context(cadata=ca)
    except (ssl.SSLError, ValueError):
        return False
    return True
