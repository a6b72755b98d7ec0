"""Finish: rows of an MSI's tables, before they are written back."""

import pytest

from installers.msi.finish import Table, set_versions, shorten_names, write_queries

FILES = (
    "File\tFileName\tVersion\tLanguage\r\n"
    "s72\tl255\tS72\tS20\r\n"
    "File\tFile\r\n"
    "f1\tkiosk.exe\t\t\r\n"
    "f2\tLICENSE-python.txt\t\t\r\n"
    "f3\tpython311._pth\t\t\r\n"
)


def test_a_table_is_written_as_it_was_read() -> None:
    assert Table.parse(FILES).write() == FILES


def test_programs_get_their_versions_and_texts_do_not() -> None:
    table = Table.parse(FILES)
    set_versions(table, {"f1": "1.2.3.0"})
    assert table.rows[0][2:] == ["1.2.3.0", "0"]
    assert table.rows[1][2:] == ["", ""]


def test_long_names_get_short_ones_beside_them() -> None:
    table = Table.parse(FILES)
    shorten_names(table, table.find_column("FileName"))
    assert [row[1] for row in table.rows] == [
        "kiosk.exe",
        "K0000001.TXT|LICENSE-python.txt",
        "K0000002.PTH|python311._pth",
    ]


def test_names_that_are_both_stay_both() -> None:
    table = Table(head=["Name"], rows=[["SHORT|a long name"]])
    shorten_names(table, 0)
    assert table.rows == [["SHORT|a long name"]]


@pytest.mark.parametrize(
    "query",
    [
        "UPDATE `Component` SET `Condition` = 'POINT' WHERE `Component` = 'SetPOINT'",
        "UPDATE `CustomAction` SET `Type` = 51 WHERE `Action` = 'KeepPOINT'",
        "UPDATE `CustomAction` SET `Type` = 51 WHERE `Action` = 'KeepINSTALLDIR'",
    ],
)
def test_what_wixl_leaves_out_is_set(query: str) -> None:
    assert query in write_queries()


def test_the_one_time_code_stays_out_of_logs() -> None:
    (hidden,) = [query for query in write_queries() if "Hidden" in query]
    assert "'ENROL_CODE;OLD_ENROL_CODE'" in hidden


def test_old_values_are_taken_before_folders_are_resolved() -> None:
    numbers = [
        int(query.split("`Sequence` = ")[1].split()[0])
        for query in write_queries()
        if "`Sequence` = " in query
    ]
    assert set(numbers) == set(range(51, 56))
