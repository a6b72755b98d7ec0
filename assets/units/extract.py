"""Extract: how the tables of units are cut out of the package vietnamadminunits.

`python -m assets.units.extract WHEEL`, where WHEEL is vietnamadminunits 1.0.4.
Names there are keys without accents; here they are codes.
"""

import json
import sqlite3
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
OLD = """SELECT provinceCode, province, provinceKey, districtCode, district, districtKey,
wardCode, ward, wardKey FROM admin_units_legacy"""
NEW = "SELECT provinceCode, province, provinceKey, wardCode, ward, wardKey FROM admin_units"

Table = dict[str, tuple[str, str]]
"""Name and parent by code."""


def extract(wheel: Path) -> None:
    """Write both tables beside this module."""
    with zipfile.ZipFile(wheel) as archive, tempfile.TemporaryDirectory() as folder:
        path = archive.extract("vietnamadminunits/data/dataset.db", folder)
        mapping = json.loads(archive.read("vietnamadminunits/data/converter_2025.json"))
        connection = sqlite3.connect(path)
        old, new = (
            connection.execute(OLD).fetchall(),
            connection.execute(NEW).fetchall(),
        )
        connection.close()
    _write("new.tsv", _list_new(new), {})
    _write("old.tsv", _list_old(old), _map(old, new, mapping))


def _list_new(rows: list[Any]) -> Table:
    table: Table = {row[0]: (row[1], "") for row in rows}
    return table | {row[3]: (row[4], row[0]) for row in rows}


def _list_old(rows: list[Any]) -> Table:
    table: Table = {row[0]: (row[1], "") for row in rows}
    table |= {row[3]: (row[4], row[0]) for row in rows}
    return table | {row[6]: (row[7], row[3]) for row in rows if row[6]}


def _map(old: list[Any], new: list[Any], mapping: Any) -> dict[str, set[str]]:
    """Return the successors of each old code; `Any` is what JSON and SQLite hold."""
    # An island district without communes is named by itself.
    old_codes = {f"{r[2]}_{r[5]}_{r[8] or ''}": r[6] or r[3] for r in old}
    old_provinces = {row[2]: row[0] for row in old}
    new_codes = {(row[2], row[5]): row[3] for row in new}
    new_provinces = {row[2]: row[0] for row in new}
    pairs = [
        (old_provinces[before], new_provinces[after])
        for after, befores in mapping["DICT_PROVINCE"].items()
        for before in befores
    ]
    for province, communes in mapping["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for commune, befores in communes.items():
            after = new_codes[province, commune]
            pairs += [(old_codes[before], after) for before in befores]
    for province, divided in mapping["DICT_PROVINCE_WARD_DIVIDED"].items():
        for before, parts in divided.items():
            afters = (new_codes[province, part["newWardKey"]] for part in parts)
            pairs += [(old_codes[before], after) for after in afters]
    successors: dict[str, set[str]] = {}
    for before, after in pairs:
        successors.setdefault(before, set()).add(after)
    return successors


def _write(name: str, table: Table, successors: dict[str, set[str]]) -> None:
    lines = ["code\tname\tparent\tsuccessors"]
    for code in sorted(table, key=lambda code: (len(code), code)):
        after = ",".join(sorted(successors.get(code, ())))
        lines.append("\t".join((code, *table[code], after)))
    (HERE / name).write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    extract(Path(sys.argv[1]))
