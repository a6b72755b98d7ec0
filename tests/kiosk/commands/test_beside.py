"""Who runs beside a road that reads."""

from kiosk.commands.beside import choose_beside
from kiosk.config import Config
from kiosk.place import Place


def test_backups_run_beside_the_road_where_they_have_a_folder(place: Place) -> None:
    assert choose_beside(Config(), place) == {}
    assert list(choose_beside(Config(backup_dir="/media/card"), place)) == ["backup"]
