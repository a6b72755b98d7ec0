"""Watch list's pages: whose documents are looked for, masked, and files of them."""

from fastapi import Response

from kiosk.credentials.credential import mask
from kiosk.protocol.watch_list import normalise
from province import watching
from province.ledger import uploads, watch
from province.ledger.watch import Listed
from province.rights import Right
from province.sheet import MOST_BYTES, SheetFault
from province.watching import ReadList
from province.web.doors import Doors
from province.web.listing import Column, Kind, Listing, Row, answer_download
from province.web.page import redirect, render
from province.web.visit import Visit

PAGE_ROWS = 50
SHOWN_FAULTS = 100
_KIND = "watch"
_ENTRY_BYTES = 32
_FORM_ROOM = 64 * 1024
_MOST_ROWS = 100_000
_SUBJECT = "watch_list"


def open_doors(doors: Doors) -> None:
    """Open the watch list."""
    right = Right.MANAGE_RULES
    doors.get("/rules/watch", right)(show_list)
    doors.post("/rules/watch/add", right)(add_one)
    doors.post("/rules/watch/remove", right)(remove_one)
    doors.post("/rules/watch/files", right, largest=MOST_BYTES + _FORM_ROOM)(take_file)
    doors.get("/rules/watch/files/{upload}", right)(show_file)
    doors.post("/rules/watch/files/{upload}", right)(confirm_file)


def show_list(visit: Visit) -> Response:
    """Show the list, masked, or hand it out so."""
    return _show(visit)


def add_one(visit: Visit) -> Response:
    """Put one document on the list."""
    number = normalise(visit.posted.fields.get("document", ""))
    fault = watching.find_fault(number)
    if fault is not None:
        return _show(visit, fault=f"rules_watch_fault_{fault}", status=422)
    added = watching.add_numbers(visit.services.database, [number], visit.now)
    return _end(visit, "watch_added", added)


def remove_one(visit: Visit) -> Response:
    """Take one document from the list: typed whole, or by its line."""
    fields = visit.posted.fields
    entry = _read_entry(fields.get("entry", ""))
    if entry:
        with visit.writing() as connection:
            removed = watch.remove(connection, entry)
    else:
        number = normalise(fields.get("document", ""))
        removed = watching.remove_document(visit.services.database, number)
    if not removed:
        return _show(visit, fault="rules_watch_unknown", status=422)
    return _end(visit, "watch_removed", 1)


def take_file(visit: Visit) -> Response:
    """Keep a file that can be read, and lead to its preview."""
    given = visit.posted.files.get("file")
    if given is None or not given.content:
        return _show(visit, fault="rules_watch_no_file", status=422)
    read = watching.read_list(given.content)
    if isinstance(read, SheetFault):
        return _show(visit, fault=f"sheet_fault_{read}", status=422)
    with visit.writing() as connection:
        upload_id = uploads.keep(
            connection,
            given.content,
            kind=_KIND,
            user_name=visit.visitor.name,
            now=visit.now,
        )
    return redirect(f"/rules/watch/files/{upload_id}")


def show_file(visit: Visit) -> Response:
    """Show what a file would put on the list, and its lines that hold no number."""
    found = _find(visit)
    if found is None:
        return render("missing.html", visit, status=404)
    return render(
        "rules_watch_file.html",
        visit,
        upload=visit.path("upload"),
        numbers=len(found.numbers),
        refused=found.refused[:SHOWN_FAULTS],
        refused_count=len(found.refused),
        first=[mask(number) for number in found.numbers[:5]],
    )


def confirm_file(visit: Visit) -> Response:
    """Put what the preview showed on the list; once more changes nothing."""
    found = _find(visit)
    if found is None:
        return render("missing.html", visit, status=404)
    added = watching.add_numbers(visit.services.database, found.numbers, visit.now)
    return _end(visit, "watch_file_added", added, refused=len(found.refused))


def _find(visit: Visit) -> ReadList | None:
    with visit.reading() as connection:
        upload = uploads.find(
            connection,
            visit.path("upload"),
            kind=_KIND,
            user_name=visit.visitor.name,
            now=visit.now,
        )
    if upload is None:
        return None
    read = watching.read_list(upload.content)
    return None if isinstance(read, SheetFault) else read


def _end(visit: Visit, act: str, count: int, **told: int) -> Response:
    """Note a change, tell kiosks of it, and lead back to the list."""
    with visit.writing() as connection:
        visit.note(connection, act, _SUBJECT, count=count, **told)
    visit.services.publication.publish_change(visit.now)
    return redirect("/rules/watch")


def _show(visit: Visit, fault: str = "", status: int = 200) -> Response:
    is_file = bool(visit.ask("table"))
    most = _MOST_ROWS if is_file else PAGE_ROWS
    after = b"" if is_file else _read_entry(visit.ask("after"))
    with visit.writing() as connection:
        listed = watch.list_page(connection, after, most)
        count = watch.count(connection)
        act = "watch_list_exported" if is_file else "watch_list_seen"
        visit.note(connection, act, _SUBJECT, rows=len(listed))
    answer = answer_download(visit, _list(listed))
    if answer is not None:
        return answer
    return render(
        "rules_watch.html",
        visit,
        status,
        listed=[(one.entry.hex(), mask(one.document), one.added_at) for one in listed],
        listing=_list(listed),
        count=count,
        fault=fault,
        next_after=listed[-1].entry.hex() if len(listed) == PAGE_ROWS else "",
    )


def _list(listed: tuple[Listed, ...]) -> Listing:
    return Listing(
        name="rules_watch_list",
        columns=(
            Column(key="rules_watch_document"),
            Column(key="rules_watch_added_at", kind=Kind.MOMENT),
        ),
        rows=[Row(cells=(mask(one.document), one.added_at)) for one in listed],
    )


def _read_entry(text: str) -> bytes:
    """Return the hash that hex `text` is, empty where it is none."""
    if len(text) > 2 * _ENTRY_BYTES or not text.isascii():
        return b""
    try:
        return bytes.fromhex(text)
    except ValueError:
        return b""
