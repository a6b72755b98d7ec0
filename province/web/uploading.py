"""Uploading: a register's file from upload over preview to what became of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from fastapi import Response
from sqlalchemy import Connection

from province.ledger import uploads
from province.ledger.scope import Scope
from province.place import Field
from province.refusals import list_sentences, write_refusals, write_template
from province.rights import Right
from province.row_plan import Draft, RowPlan
from province.sheet import MOST_BYTES, SheetFault
from province.web.doors import Doors
from province.web.listing import answer_file
from province.web.page import redirect, render
from province.web.visit import Visit

SHOWN_ROWS = 20
_FORM_ROOM = 64 * 1024
"""What a form has around its file."""
_REFUSED = "refused"
_TEMPLATE = "template"


class Outcome(Protocol):
    """How many rows added something, and how many told of what was known."""

    @property
    def added(self) -> int:
        """Return how many were added."""

    @property
    def updated(self) -> int:
        """Return how many were changed or the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Uploading:
    """One register's import: its pages are at `place`, its texts begin with `kind`."""

    kind: str
    place: str
    fields: tuple[Field, ...]
    example: Mapping[Field, str]
    plan: Callable[[Connection, Scope, bytes], RowPlan | SheetFault]
    carry_out: Callable[[Connection, Scope, RowPlan, datetime], Outcome]

    def open_doors(self, doors: Doors) -> None:
        """Open the form, the preview, and what is done."""
        doors.get(self.place, Right.EDIT_POINTS)(self.show_form)
        largest = MOST_BYTES + _FORM_ROOM
        doors.post(self.place, Right.EDIT_POINTS, largest=largest)(self.take)
        doors.get(f"{self.place}/{{upload}}", Right.EDIT_POINTS)(self.show)
        doors.post(f"{self.place}/{{upload}}", Right.EDIT_POINTS)(self.confirm)

    def show_form(self, visit: Visit) -> Response:
        """Show where to give a file, or hand out the template."""
        form = visit.ask("form")
        if visit.ask("table") == _TEMPLATE and form in ("csv", "xlsx"):
            example = [self.example.get(field, "") for field in self.fields]
            body = write_template(self.fields, example, form)
            return answer_file(f"{self.kind}-{_TEMPLATE}", form, body)
        return self._show_form(visit, "")

    def take(self, visit: Visit) -> Response:
        """Keep a file that can be read, and lead to its preview."""
        given = visit.posted.files.get("file")
        if given is None or not given.content:
            return self._show_form(visit, "uploading_no_file")
        with visit.writing() as connection:
            plan = self.plan(connection, visit.scope, given.content)
            if isinstance(plan, SheetFault):
                return self._show_form(visit, f"sheet_fault_{plan}")
            upload_id = uploads.keep(
                connection,
                given.content,
                kind=self.kind,
                user_name=visit.visitor.name,
                now=visit.now,
            )
        return redirect(f"{self.place}/{upload_id}")

    def show(self, visit: Visit) -> Response:
        """Show what a file would do or did, and its refused rows as a file."""
        with visit.reading() as connection:
            upload = self._find(visit, connection, lock=False)
            if upload is None:
                return self._show_form(visit, "uploading_over", status=404)
            plan = self.plan(connection, visit.scope, upload.content)
        if isinstance(plan, SheetFault):
            return self._show_form(visit, f"sheet_fault_{plan}")
        form = visit.ask("form")
        if visit.ask("table") == _REFUSED and form in ("csv", "xlsx"):
            body = write_refusals(plan, form, visit.language)
            return answer_file(f"{self.kind}-{_REFUSED}", form, body)
        refused = [
            (one.line.number, list_sentences(one, visit.language))
            for one in plan.refused[:SHOWN_ROWS]
        ]
        return render(
            "uploading_preview.html",
            visit,
            uploading=self,
            upload=upload,
            plan=plan,
            refused=refused,
            first=[*map(_tell, plan.added[:SHOWN_ROWS])],
            first_changed=[*map(_tell, plan.changed[:SHOWN_ROWS])],
        )

    def confirm(self, visit: Visit) -> Response:
        """Do what the preview showed, once."""
        with visit.writing() as connection:
            upload = self._find(visit, connection, lock=True)
            if upload is None:
                return self._show_form(visit, "uploading_over", status=404)
            if upload.told is None:
                plan = self.plan(connection, visit.scope, upload.content)
                if isinstance(plan, SheetFault):
                    return self._show_form(visit, f"sheet_fault_{plan}")
                done = self.carry_out(connection, visit.scope, plan, visit.now)
                told = {
                    "added": done.added,
                    "updated": done.updated,
                    "refused": len(plan.refused),
                }
                uploads.tell(connection, upload.upload_id, told)
                visit.note(connection, f"{self.kind}_imported", "", **told)
        return redirect(f"{self.place}/{upload.upload_id}")

    def _find(
        self, visit: Visit, connection: Connection, *, lock: bool
    ) -> uploads.Upload | None:
        return uploads.find(
            connection,
            visit.path("upload"),
            kind=self.kind,
            user_name=visit.visitor.name,
            now=visit.now,
            lock=lock,
        )

    def _show_form(self, visit: Visit, fault: str, status: int = 0) -> Response:
        return render(
            "uploading.html",
            visit,
            status=status or (422 if fault else 200),
            uploading=self,
            fault=fault,
        )


def _tell(draft: Draft) -> tuple[int, str, str, str, str]:
    """Return a row of the preview: line, id, name, category and unit."""
    place = draft.place
    known = draft.known or ""
    return draft.line.number, known, place.name, place.category.value, place.unit
