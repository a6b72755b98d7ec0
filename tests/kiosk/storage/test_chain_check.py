"""Whatever is done to a chain, its first entry that does not stand as kept is named."""

from collections.abc import Callable

import pytest
from sqlalchemy import delete, insert, select, text, update

from kiosk.lane import Lane
from kiosk.place import Place
from kiosk.protocol import chain
from kiosk.protocol.chain import ChainState
from kiosk.protocol.content import Act
from kiosk.storage import admin_log, chain_check, checkpoints, entries
from kiosk.storage.chain_check import Checked
from kiosk.storage.checkpoints import Occasion
from kiosk.storage.connection import Connection
from kiosk.storage.tables import CHECKPOINTS, ENTRIES, HEAD, LOST, OUTBOX
from tests.builders import a_card, a_payload
from tests.damage import unlock

COUNT = 10


@pytest.fixture
def filled(place: Place, lane: Lane) -> Place:
    """Return a kiosk with ten entries."""
    for number in range(COUNT):
        lane.present(a_payload(a_card(number)))
    return place


@pytest.fixture
def signed(filled: Place) -> Place:
    """Return one that has signed its head since."""
    note(filled)
    return filled


def note(place: Place) -> None:
    with place.database.write() as connection:
        checkpoints.put(connection, place.identity, Occasion.EXPORT, now_us=1)


def check(place: Place) -> Checked:
    with place.database.read() as connection:
        return chain_check.check(connection, place.identity)


def find(place: Place) -> tuple[str, int | None]:
    found = check(place)
    return found.state.value, found.position


def damage(place: Place, act: Callable[[Connection], object]) -> None:
    with place.database.write() as connection:
        act(unlock(connection))


def run(*statements: str) -> Callable[[Connection], None]:
    def act(connection: Connection) -> None:
        for statement in statements:
            connection.execute(text(statement))

    return act


def alter(connection: Connection, position: int, column: str, value: str) -> None:
    of_entry = update(ENTRIES).where(ENTRIES.c.position == position)
    connection.execute(of_entry.values({column: text(value)}))


def forget(connection: Connection, first: int, last: int = COUNT) -> None:
    connection.execute(delete(ENTRIES).where(ENTRIES.c.position.between(first, last)))


def shift(connection: Connection, first: int, by: int) -> None:
    """Number the entries from `first` on anew, so that no gap shows."""
    aside = update(ENTRIES).where(ENTRIES.c.position >= first)
    connection.execute(aside.values(position=-ENTRIES.c.position))
    back = update(ENTRIES).where(ENTRIES.c.position < 0)
    connection.execute(back.values(position=-ENTRIES.c.position + by))


def forge(connection: Connection, position: int, *, fits: bool) -> None:
    """Put an entry of nobody's at `position`."""
    row = connection.execute(
        select(ENTRIES).where(ENTRIES.c.position == position - 1)
    ).one()
    values = row._asdict() | {"position": position, "entry_id": b"\x07" * 16}
    link = chain.link(row.link, b"\x07" * 16, row.commitment)
    values["link"] = link if fits else bytes(32)
    connection.execute(insert(ENTRIES), values)


def rewrite(connection: Connection, first: int) -> None:
    """Chain the entries from `first` on anew, as who has the key can."""
    rows = connection.execute(
        select(ENTRIES).where(ENTRIES.c.position >= first - 1).order_by("position")
    ).all()
    link = rows[0].link
    for row in rows[1:]:
        link = chain.link(link, row.entry_id, row.commitment)
        of_row = update(ENTRIES).where(ENTRIES.c.position == row.position)
        connection.execute(of_row.values(link=link))


def test_an_untouched_chain_is_whole(signed: Place) -> None:
    found = check(signed)
    assert (found.state, found.rows, found.position) == (ChainState.OK, COUNT, None)


def test_an_empty_chain_is_whole(place: Place) -> None:
    note(place)
    assert find(place) == ("ok", None)


def test_admin_acts_are_checked_and_not_counted(filled: Place) -> None:
    with filled.database.write() as connection:
        admin_log.append(connection, Act.EXPORTED, {}, at=filled.now())
    assert (check(filled).state, check(filled).rows) == (ChainState.OK, COUNT)


def test_what_a_purge_emptied_is_fine(signed: Place) -> None:
    with signed.database.write() as connection:
        nothing = {"content": None, "salt": None, "holder": None}
        connection.execute(
            update(ENTRIES).where(ENTRIES.c.position <= 5).values(nothing)
        )
    assert find(signed) == ("ok", None)


@pytest.mark.parametrize(
    "column",
    sorted({column.name for column in ENTRIES.c} - {"position", "holder"}),
)
def test_an_altered_column_is_found(filled: Place, column: str) -> None:
    damage(filled, lambda connection: alter(connection, 4, column, "zeroblob(32)"))
    assert find(filled) == ("altered", 4)


@pytest.mark.parametrize("value", ["7", "'text'", "NULL"])
def test_a_column_of_another_type_is_no_error(filled: Place, value: str) -> None:
    damage(filled, lambda connection: alter(connection, 4, "salt", value))
    assert find(filled) == ("altered", 4)


def test_the_altered_entry_is_named(filled: Place) -> None:
    damage(filled, run("UPDATE entries SET content = x'00' WHERE position >= 4"))
    with filled.database.read() as connection:
        fourth = select(ENTRIES.c.entry_id).where(ENTRIES.c.position == 4)
        assert check(filled).entry_id == connection.execute(fourth).scalar_one()


def test_a_removed_entry_is_found(filled: Place) -> None:
    damage(filled, lambda connection: forget(connection, 4, 4))
    assert find(filled) == ("missing", 4)


def test_a_removed_entry_is_found_though_others_closed_up(filled: Place) -> None:
    def act(connection: Connection) -> None:
        forget(connection, 4, 4)
        shift(connection, 5, -1)

    damage(filled, act)
    assert find(filled) == ("missing", 4)


@pytest.mark.parametrize("fits", [True, False])
@pytest.mark.parametrize("at", [2, 5, COUNT])
def test_an_inserted_entry_is_found(filled: Place, at: int, *, fits: bool) -> None:
    def act(connection: Connection) -> None:
        shift(connection, at, 1)
        forge(connection, at, fits=fits)

    damage(filled, act)
    assert find(filled) == ("inserted", at)


def test_an_entry_at_the_end_that_does_not_fit_is_an_inserted_one(
    filled: Place,
) -> None:
    damage(filled, lambda connection: forge(connection, COUNT + 1, fits=False))
    assert find(filled) == ("inserted", COUNT + 1)


@pytest.mark.parametrize(("one", "other"), [(3, 4), (2, 8), (9, 10), (1, 10)])
def test_entries_that_changed_places_are_found(
    filled: Place, one: int, other: int
) -> None:
    def act(connection: Connection) -> None:
        alter(connection, one, "position", "-1")
        alter(connection, other, "position", str(one))
        alter(connection, -1, "position", str(other))

    damage(filled, act)
    assert find(filled) == ("reordered", one)


def test_a_cut_off_chain_is_found(filled: Place) -> None:
    damage(filled, lambda connection: forget(connection, 8))
    assert find(filled) == ("truncated", 8)


def test_a_chain_that_was_cut_off_with_its_outbox_and_head_is_found_by_a_checkpoint(
    signed: Place,
) -> None:
    def act(connection: Connection) -> None:
        forget(connection, 8)
        connection.execute(delete(OUTBOX))
        connection.execute(update(HEAD).values(position=0, link=chain.GENESIS))

    damage(signed, act)
    assert find(signed) == ("truncated", 8)


def test_a_rewritten_chain_is_found_by_a_checkpoint(signed: Place) -> None:
    def act(connection: Connection) -> None:
        forget(connection, 4, 4)
        shift(connection, 5, -1)
        forge(connection, COUNT, fits=True)
        rewrite(connection, 4)

    damage(signed, act)
    assert find(signed) == ("altered", COUNT)


@pytest.mark.parametrize(
    "change",
    [
        "note = replace(note, '1', '2')",
        "position = 4",
        "epoch = 'other'",
        "note = 'garbage'",
    ],
)
def test_a_checkpoint_that_this_kiosk_did_not_sign_is_found(
    signed: Place, change: str
) -> None:
    damage(signed, run(f"UPDATE checkpoints SET {change}"))  # noqa: S608 - named above
    assert check(signed).state is ChainState.ALTERED


def test_a_head_that_was_moved_is_found(filled: Place) -> None:
    damage(filled, run("UPDATE head SET position = 4, link = zeroblob(32)"))
    assert check(filled).state is ChainState.BROKEN


def lose(place: Place, first: int, last: int) -> None:
    def act(connection: Connection) -> None:
        link = connection.execute(
            select(ENTRIES.c.link).where(ENTRIES.c.position == last)
        ).scalar_one()
        forget(connection, first, last)
        connection.execute(
            insert(LOST).values(
                first=first, last=last, link=link, moved=0, found_at_us=1
            )
        )

    damage(place, act)


@pytest.mark.parametrize(("first", "last"), [(1, 2), (4, 6), (9, COUNT)])
def test_entries_known_to_be_lost_are_told_and_no_fault(
    signed: Place, first: int, last: int
) -> None:
    lose(signed, first, last)
    assert find(signed) == ("gaps", first)
    assert check(signed).state.is_whole


def test_an_entry_missing_beside_the_known_ones_is_a_fault(signed: Place) -> None:
    lose(signed, 4, 6)
    damage(signed, lambda connection: forget(connection, 7, 7))
    assert find(signed) == ("missing", 4)


def test_the_first_entry_after_a_gap_is_checked_by_the_link_before_it(
    filled: Place,
) -> None:
    lose(filled, 4, 6)
    damage(filled, lambda connection: alter(connection, 7, "link", "zeroblob(32)"))
    assert find(filled) == ("altered", 7)


def test_a_check_changes_nothing(signed: Place) -> None:
    with signed.database.read() as connection:
        before = connection.execute(select(CHECKPOINTS)).all()
        check(signed)
        assert connection.execute(select(CHECKPOINTS)).all() == before
        assert entries.read_head(connection).position == COUNT
