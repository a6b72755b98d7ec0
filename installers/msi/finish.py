"""Finish: what wixl 0.101 leaves out of an MSI, put into its tables."""

import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from installers.msi import pe
from installers.msi.source import REMEMBERED, SETTINGS, make_id

CONDITIONS: Mapping[str, str] = {
    **{f"Set{name}": name for name in SETTINGS},
    "Autostart": 'AUTOSTART = "1"',
}
"""Components that are installed only where their property was given."""

SET_PROPERTY = 51
"""The type of a custom action that sets a property; wixl writes another."""

REGISTRY_SETTING = 4 + 64 + 256
"""Keyed by a registry value; condition asked at each reinstallation; 64 bit."""

AFTER_SEARCH = 51
"""AppSearch has 50; CostInitialize, which wants INSTALLDIR, 800."""

HIDE_CODE = (
    "INSERT INTO `Property` (`Property`, `Value`) VALUES "
    "('MsiHiddenProperties', 'ENROL_CODE;OLD_ENROL_CODE')"
)
"""The one-time code is in no log of msiexec."""

LANGUAGE_NEUTRAL = "0"


@dataclass(slots=True)
class Table:
    """One table as msiinfo exports it: three lines of head, then rows."""

    head: list[str]
    rows: list[list[str]]

    @classmethod
    def parse(cls, text: str) -> "Table":
        """Return the table in an .idt file."""
        lines = text.split("\r\n") if "\r\n" in text else text.split("\n")
        rows = [line.split("\t") for line in lines[3:] if line]
        return cls(head=lines[:3], rows=rows)

    def write(self) -> str:
        """Return the table as an .idt file."""
        return "".join(
            f"{line}\r\n" for line in (*self.head, *("\t".join(r) for r in self.rows))
        )

    def find_column(self, name: str) -> int:
        """Return the place of a column."""
        return self.head[0].split("\t").index(name)


def finish(msi: Path, staged: Path) -> None:
    """Put into `msi` what is missing; `staged` is what it installs."""
    versions = read_versions(staged)
    files = _export(msi, "File")
    set_versions(files, versions)
    shorten_names(files, files.find_column("FileName"))
    folders = _export(msi, "Directory")
    shorten_names(folders, folders.find_column("DefaultDir"))
    hashes = _export(msi, "MsiFileHash")
    hashes.rows = [row for row in hashes.rows if row[0] not in versions]
    for name, table in {
        "File": files, "Directory": folders, "MsiFileHash": hashes
    }.items():  # fmt: skip
        _import(msi, name, table)
    _query(msi, *write_queries())


def read_versions(staged: Path) -> dict[str, str]:
    """Return the version of each program by the id of its file."""
    versions = {}
    for path in sorted(staged.rglob("*")):
        if path.suffix in {".exe", ".dll", ".pyd"}:
            version = pe.read_version(path.read_bytes())
            if version:
                name = path.relative_to(staged).as_posix()
                versions[make_id("f", name)] = version
    return versions


def set_versions(files: Table, versions: Mapping[str, str]) -> None:
    """Write versions into the File table.

    Without them Windows compares dates, can leave the new file out at an upgrade
    because the old is there still, and then removes the old one.
    """
    version, language = files.find_column("Version"), files.find_column("Language")
    for row in files.rows:
        if row[0] in versions:
            row[version] = versions[row[0]]
            row[language] = LANGUAGE_NEUTRAL


def shorten_names(table: Table, column: int) -> None:
    """Write `short|long` where a name is not of 8.3 form; unique for each row.

    The number runs through the whole table, so two in one folder never meet.
    """
    for number, row in enumerate(table.rows):
        name = row[column]
        if "|" not in name and not _is_short(name):
            row[column] = f"{_make_short(name, number)}|{name}"


def write_queries() -> Sequence[str]:
    """Return the SQL that wixl's own tables need."""
    secure = ["WIX_DOWNGRADE_DETECTED", "WIX_UPGRADE_DETECTED"]
    secure += [word for name in REMEMBERED for word in (name, f"OLD_{name}")]
    return [
        *(
            _update("Component", "Condition", f"'{condition}'", component)
            for component, condition in CONDITIONS.items()
        ),
        *(
            _update("Component", "Attributes", REGISTRY_SETTING, component)
            for component in CONDITIONS
        ),
        *(
            _update("CustomAction", "Type", SET_PROPERTY, f"Keep{name}", key="Action")
            for name in REMEMBERED
        ),
        # wixl puts only some of several actions right after AppSearch.
        *(
            _update(table, "Sequence", AFTER_SEARCH + n, f"Keep{name}", key="Action")
            for table in ("InstallUISequence", "InstallExecuteSequence")
            for n, name in enumerate(REMEMBERED)
        ),
        _update("Property", "Value", f"'{';'.join(secure)}'", "SecureCustomProperties"),
        HIDE_CODE,
    ]


def _update(table: str, column: str, value: object, row: str, *, key: str = "") -> str:
    return (
        f"UPDATE `{table}` SET `{column}` = {value} "  # noqa: S608 - our own constants
        f"WHERE `{key or table}` = '{row}'"
    )


def _is_short(name: str) -> bool:
    stem, _, suffix = name.partition(".")
    plain = name.replace("_", "").replace("-", "").replace(".", "")
    return (
        1 <= len(stem) <= 8
        and len(suffix) <= 3
        and "." not in suffix
        and plain.isascii()
        and plain.isalnum()
    )


def _make_short(name: str, number: int) -> str:
    suffix = "".join(c for c in Path(name).suffix[1:] if c.isalnum())[:3].upper()
    short = f"K{number:07X}"
    return f"{short}.{suffix}" if suffix else short


def _export(msi: Path, table: str) -> Table:
    done = subprocess.run(
        ["msiinfo", "export", str(msi), table], capture_output=True, check=True
    )
    return Table.parse(done.stdout.decode("utf-8"))


def _import(msi: Path, name: str, table: Table) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{name}.idt"
        path.write_bytes(table.write().encode("utf-8"))
        subprocess.run(["msibuild", str(msi), "-i", str(path)], check=True)


def _query(msi: Path, *queries: str) -> None:
    for query in queries:
        subprocess.run(["msibuild", str(msi), "-q", query], check=True)
