"""Every row of every table comes over, as it was."""

import shutil
from contextlib import closing
from pathlib import Path

from sqlalchemy import select

from kiosk.lane import Lane
from kiosk.place import Place
from kiosk.storage.database import Database
from kiosk.storage.gathering import gather
from kiosk.storage.images import Images
from kiosk.storage.migration import upgrade
from kiosk.storage.tables import HEAD, METADATA, VISIT_TAILS
from tests.builders import a_card, a_payload

REBUILT = {HEAD.name, VISIT_TAILS.name}


def read_all(database: Database) -> dict[str, list[tuple[object, ...]]]:
    with database.read() as connection:
        return {
            table.name: sorted(
                (tuple(row) for row in connection.execute(select(table))), key=repr
            )
            for table in METADATA.sorted_tables
            if table.name not in REBUILT
        }


def test_a_new_database_has_all_that_the_old_one_had(
    place: Place, lane: Lane, tmp_path: Path
) -> None:
    for number in range(40):
        lane.present(a_payload(a_card(number)))
    wanted = read_all(place.database)
    for name in ("kiosk.db", "kiosk.db-wal"):
        shutil.copy(place.folder.path / name, tmp_path / name)
    key = place.database.key
    made = Database(tmp_path / "new.db", key)
    with closing(made), Images(tmp_path / "kiosk.db", bytes.fromhex(key)) as images:
        with made.write() as connection:
            upgrade(connection)
            gathered = gather(images, connection)
        assert read_all(made) == wanted
    assert (gathered.rows["entries"], gathered.bad_pages) == (40, 0)
    assert [row["one"] for row in gathered.heads] == [1]
