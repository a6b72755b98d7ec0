"""A kiosk on a damaged disk opens its gate by itself, and the ledger has no doubles."""

import random
from pathlib import Path

from kiosk.storage.cells import read_cells
from kiosk.storage.folder import Folder, read_key
from kiosk.storage.images import Images
from kiosk.storage.shapes import find_table
from kiosk.storage.tables import ENTRIES
from tests.builders import a_card
from tests.folders import count_page_bytes
from tests.provinces import serve
from tests.system import kiosks
from tests.system.kiosks import ask
from tests.wrecks import blank, flip, flip_page

BEFORE, AFTER = 60, 5


def present(data: Path, first: int, count: int, *options: str) -> list[object]:
    """Let a kiosk decide cards; return the entries it printed."""
    payloads = data.parent / f"payloads {first}"
    cards = [a_card(number) for number in range(first, first + count)]
    payloads.write_text("\n".join(cards) + "\n", encoding="utf-8")
    ending = ("--exit-when-idle", "1", "--replay", str(payloads), *options)
    with kiosks.run(data, *ending) as running:
        running.process.wait(120)
    return [line["entry_id"] for line in running.decisions]


def wreck(database: Path, seed: int) -> None:
    """Flip bits anywhere but on the first page, and blank the last."""
    chance = random.Random(seed)
    size, page_bytes = database.stat().st_size, count_page_bytes(database)
    for _ in range(6):
        flip(database, chance.randrange(page_bytes, size))
    blank(database, size // page_bytes)


def test_a_damaged_kiosk_goes_on_and_nothing_is_doubled(tmp_path: Path) -> None:
    data = tmp_path / "kiosk"
    with serve(tmp_path / "province") as province:
        code = province.make_code(province.add_point())
        ask("enrol", code, data=data)
        sent = present(data, 1, BEFORE)
        kept = present(data, 1 + BEFORE, BEFORE, "--no-sync")
        wreck(Folder(data).database, 7)
        damaged = ask("salvage", data=data)
        more = present(data, 1 + 2 * BEFORE, AFTER, "--no-sync")
        while ask("sync", "--once", data=data)["pending"]:
            pass
        status = ask("status", data=data)
        held = province.count_entries()
    assert (len(sent), len(kept), len(more)) == (BEFORE, BEFORE, AFTER)
    assert damaged["damage"] is not None
    unsent_lost = 2 * BEFORE + AFTER - held
    assert 0 <= unsent_lost <= int(str(status["lost"]))
    assert (status["pending"], status["damage"]) == (0, None)
    assert status["chain"] in {"ok", "gaps"}


def test_the_gate_of_a_damaged_kiosk_opens_by_itself(tmp_path: Path) -> None:
    data = tmp_path / "kiosk"
    present(data, 1, BEFORE, "--no-sync")
    blank(Folder(data).database, 1)
    assert len(present(data, 1 + BEFORE, AFTER, "--no-sync")) == AFTER
    status = ask("status", data=data)
    assert (status["entries"], status["chain"]) == (BEFORE + AFTER, "ok")


def test_what_the_province_has_comes_back_from_it(tmp_path: Path) -> None:
    data = tmp_path / "kiosk"
    with serve(tmp_path / "province") as province:
        code = province.make_code(province.add_point())
        ask("enrol", code, data=data)
        present(data, 1, BEFORE)
        for page in find_entry_pages(data)[1:3]:
            flip_page(Folder(data).database, page)
        told = ask("salvage", data=data)
        status = ask("status", data=data)
    assert told["damage"] is not None
    assert told["lost"]
    assert told["missing"] == 0
    assert (status["lost"], status["chain"], status["entries"]) == (0, "ok", BEFORE)


def find_entry_pages(data: Path) -> list[int]:
    """Return the pages that hold entries, in the order of the file."""
    folder = Folder(data)
    with Images(folder.database, read_key(folder)) as images:
        return [
            image.number
            for image in images
            for cell in list(read_cells(image.page, image.number, images.get))[:1]
            if find_table(cell) is ENTRIES
        ]
