"""Rules' pages: the policy in use, a draft tried on codes, and what ruled before."""

from dataclasses import dataclass
from datetime import datetime

import msgspec
from fastapi import Response
from sqlalchemy import Connection

from kiosk.credentials.trust import make_store
from kiosk.credentials.trust_list import unpack_key
from kiosk.decision import LOCAL
from kiosk.policy import DEFAULT_POLICY, Policy
from kiosk.rulebook import PolicyFault, read_policy
from province import passes, policies, policy_form
from province.errors import UsageError
from province.ledger import trust
from province.rehearsal import Code, Rehearsed, Scene, list_samples, rehearse
from province.rights import Right
from province.web import watch_list
from province.web.doors import Doors
from province.web.page import load_sets, redirect, render
from province.web.visit import Visit

MOST_BYTES = 1024 * 1024
"""A rule of its own for each of 6,128 points is some 600 KB."""
_MOST_INSIDE = 1_000_000
_VERSION_DIGITS = 9
_NAME = "policy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A policy that is tried: its text, and what is wrong with it, if anything."""

    text: bytes
    fault: str
    rehearsed: tuple[Rehearsed, ...] = ()
    faulty_fields: tuple[str, ...] = ()


def open_doors(doors: Doors) -> None:
    """Open the pages of rules and of the watch list."""
    watch_list.open_doors(doors)
    doors.get("/rules", Right.MANAGE_RULES)(show_rules)
    doors.post("/rules/try", Right.MANAGE_RULES, largest=MOST_BYTES)(try_rules)
    doors.post("/rules/publish", Right.MANAGE_RULES, largest=MOST_BYTES)(publish_rules)
    doors.get("/rules/versions/{version}", Right.MANAGE_RULES)(show_version)


def show_rules(visit: Visit) -> Response:
    """Show the policy in use as a form and as its document, and those of before."""
    return _show(visit)


def try_rules(visit: Visit) -> Response:
    """Show what a draft would decide, beside what is decided now; nothing is kept."""
    fields = visit.posted.fields
    if fields.get("made_of") == "form":
        faults = policy_form.find_faults(fields)
        if faults:
            return _show(visit, faults=faults, status=422)
    with visit.writing() as connection:
        draft = _make_draft(visit, connection)
        visit.note(connection, "policy_tried", _NAME, codes=len(draft.rehearsed))
    return _show_draft(visit, draft)


def publish_rules(visit: Visit) -> Response:
    """Let a draft rule, and tell every kiosk with the next roster, which is made now."""
    text = _read_text(visit)
    try:
        with visit.writing() as connection:
            version = policies.put(
                connection, text, _NAME, made_by=visit.visitor.name, now=visit.now
            )
            visit.note(connection, "policy_set", _NAME, version=version)
    except UsageError as error:
        return _show_draft(visit, Draft(text=text, fault=str(error)), status=422)
    visit.services.publication.publish_change(visit.now)
    return redirect("/rules")


def show_version(visit: Visit) -> Response:
    """Show a policy that ruled once, to be tried again as the next version."""
    text = visit.path("version")
    is_number = text.isascii() and text.isdecimal() and len(text) <= _VERSION_DIGITS
    with visit.reading() as connection:
        found = policies.read_version(connection, int(text)) if is_number else None
        held = policies.read_policy_text(connection)
    if found is None:
        return render("missing.html", visit, status=404)
    again = policy_form.renumber(found, _read_number(held) + 1)
    return render(
        "rules_version.html",
        visit,
        version=int(text),
        text=found.decode("utf-8"),
        again=again.decode("utf-8"),
        is_in_use=found == held,
    )


def _show(visit: Visit, faults: tuple[str, ...] = (), status: int = 200) -> Response:
    with visit.reading() as connection:
        text = policies.read_policy_text(connection)
        versions = policies.list_versions(connection)
    said = policy_form.describe(_read(text, ""))
    if faults:
        said |= {name: visit.posted.fields.get(name, "") for name in said}
    return render(
        "rules.html",
        visit,
        status,
        text="" if text is None else text.decode("utf-8"),
        version=_read_number(text),
        versions=versions,
        said=said,
        faults=faults,
        kinds=policy_form.KINDS,
        choices=(policy_form.ACCEPT, policy_form.CHECK, policy_form.DENY),
        numbers=policy_form.NUMBERS,
        switches=policy_form.SWITCHES,
    )


def _make_draft(visit: Visit, connection: Connection) -> Draft:
    held = policies.read_policy_text(connection)
    fields = visit.posted.fields
    text = (
        policy_form.fill(held, fields)
        if fields.get("made_of") == "form"
        else _read_text(visit)
    )
    try:
        policies.judge(connection, text, _NAME)
    except UsageError as error:
        return Draft(text=text, fault=str(error))
    scene = _read_scene(visit, connection)
    codes = [*list_samples()]
    if fields.get("payload"):
        codes.insert(0, Code(name="", payload=fields["payload"]))
    before, after = (_read(one, scene.point) for one in (held, text))
    return Draft(text=text, fault="", rehearsed=rehearse(codes, before, after, scene))


def _read_scene(visit: Visit, connection: Connection) -> Scene:
    fields = visit.posted.fields
    packed = (
        *passes.list_trust(connection, visit.services.keys),
        *trust.list_keys(connection),
    )
    keys = (unpack_key(one) for one in packed)
    inside = fields.get("inside", "")
    is_number = inside.isascii() and inside.isdecimal() and len(inside) <= len("999999")
    return Scene(
        now=_read_moment(fields.get("moment", ""), visit.now),
        trust=make_store(key for key in keys if key is not None),
        point=fields.get("point", ""),
        inside=min(int(inside), _MOST_INSIDE) if is_number else 0,
    )


def _read_moment(text: str, now: datetime) -> datetime:
    """Return the local moment that a form names, `now` where it names none."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return now
    is_sensible = 2000 <= at.year <= 2199
    return at.replace(tzinfo=LOCAL) if is_sensible and at.tzinfo is None else now


def _show_draft(visit: Visit, draft: Draft, status: int = 200) -> Response:
    fields = visit.posted.fields
    return render(
        "rules_draft.html",
        visit,
        status,
        draft=draft,
        text=draft.text.decode("utf-8", "replace"),
        changed=sum(one.is_changed for one in draft.rehearsed),
        point=fields.get("point", ""),
        moment=fields.get("moment", ""),
        inside=fields.get("inside", ""),
        reasons=load_sets(visit.language)["reasons"],
    )


def _read_text(visit: Visit) -> bytes:
    text = visit.posted.fields.get("text", "")
    return text.replace("\r\n", "\n").encode("utf-8", "replace")


def _read(text: bytes | None, point: str) -> Policy:
    """Return what `text` rules for `point`; what is built in where there is no policy."""
    read = DEFAULT_POLICY if text is None else read_policy(text, point)
    return DEFAULT_POLICY if isinstance(read, PolicyFault) else read


def _read_number(text: bytes | None) -> int:
    return 0 if text is None else int(msgspec.json.decode(text)["version"])
