"""Companies are those of recent visitors, found by any word and without accents."""

import pytest

from kiosk.desk import Reception
from kiosk.reception import Form, VisitField
from kiosk.storage import companies
from kiosk.storage.database import Database

NAMES = ("Bưu điện Hà Nội", "", "Cơ khí Minh Phát", "Bưu điện Hà Nội")


@pytest.mark.parametrize(
    ("search", "expected"),
    [
        ("", ["Bưu điện Hà Nội", "Cơ khí Minh Phát"]),
        ("co kh", ["Cơ khí Minh Phát"]),
        ("ha buu", ["Bưu điện Hà Nội"]),
        ("uu", []),
    ],
)
def test_companies_are_found(
    desk: Reception, database: Database, search: str, expected: list[str]
) -> None:
    for number, name in enumerate(NAMES):
        fields = {VisitField.COMPANY: name}
        desk.check_in(Form(name=f"Khách {number}", document="", fields=fields))
    with database.read() as connection:
        assert companies.find(connection, search, limit=9) == expected
