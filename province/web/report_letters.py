"""Report letters: to whom a draft went by mail, and its second try."""

from collections.abc import Iterable, Mapping

from fastapi import Response

from province.ledger import report_letters
from province.ledger.outbox import State
from province.ledger.report_letters import ReportLetter
from province.rights import Right
from province.web.doors import Doors
from province.web.page import redirect, render
from province.web.visit import Visit


def open_doors(doors: Doors) -> None:
    """Open what tries a letter again."""
    path = "/reports/{report}/letters/{letter}"
    doors.post(path, Right.REPORT)(retry_letter)


def retry_letter(visit: Visit) -> Response:
    """Let a letter that did not arrive be tried again at once."""
    report_id = visit.number("report")
    letter_id = visit.number("letter")
    with visit.writing() as connection:
        listed = report_letters.list_of(connection, visit.scope, [report_id])
        if letter_id not in {one.letter_id for one in listed}:
            return render("missing.html", visit, status=404)
        report_letters.retry(connection, visit.scope, report_id, letter_id, visit.now)
        visit.note(connection, "report_retried", str(report_id), letter=letter_id)
    return redirect(f"/reports/{report_id}#letters")


def sum_up(letters: Iterable[ReportLetter], texts: Mapping[str, str]) -> dict[int, str]:
    """Return for each draft what became of its letters, in words."""
    by_report: dict[int, list[State]] = {}
    for one in letters:
        by_report.setdefault(one.report_id, []).append(one.state)
    return {number: _tell(states, texts) for number, states in by_report.items()}


def _tell(states: list[State], texts: Mapping[str, str]) -> str:
    sent, failed = states.count(State.SENT), states.count(State.FAILED)
    key = "reports_letters_failed" if failed else "reports_letters_told"
    return texts[key].format(sent=sent, all=len(states), failed=failed)
