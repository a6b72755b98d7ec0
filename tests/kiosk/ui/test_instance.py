"""Instance: a second start rings, and the window hears it."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from kiosk.ui.instance import Bell, ring


def test_a_ring_is_heard_each_time(qtbot: QtBot, tmp_path: Path) -> None:
    bell = Bell(tmp_path / "bell")
    for _ in range(2):
        with qtbot.waitSignal(bell.rung, timeout=10_000):
            ring(tmp_path / "bell")


def test_nobody_is_called_where_there_is_no_window(tmp_path: Path) -> None:
    ring(tmp_path / "bell")
    assert list(tmp_path.iterdir()) == []


def test_a_bell_left_by_a_killed_window_is_used_again(
    qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "bell").write_bytes(b".")
    bell = Bell(tmp_path / "bell")
    with qtbot.waitSignal(bell.rung, timeout=10_000):
        ring(tmp_path / "bell")


def test_a_folder_that_takes_nothing_leaves_the_window_without_a_bell(
    qtbot: QtBot, tmp_path: Path
) -> None:
    del qtbot
    Bell(tmp_path / "gone" / "bell")
    ring(tmp_path / "gone" / "bell")
    assert not (tmp_path / "gone").exists()


def test_the_bell_is_its_owners_alone(qtbot: QtBot, tmp_path: Path) -> None:
    del qtbot
    Bell(tmp_path / "bell")
    assert (tmp_path / "bell").stat().st_mode & 0o077 == 0


def test_a_bell_that_was_silenced_leaves_the_ring_to_the_next_windows(
    qtbot: QtBot, tmp_path: Path
) -> None:
    heard = list[str]()
    first, second = Bell(tmp_path / "bell"), Bell(tmp_path / "bell")
    first.rung.connect(lambda: heard.append("first"))
    first.silence()
    with qtbot.waitSignal(second.rung, timeout=10_000):
        ring(tmp_path / "bell")
    assert heard == []
