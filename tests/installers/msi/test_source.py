"""Source: the MSI's WiX source from a staged folder."""

from pathlib import Path
from uuid import UUID
from xml.etree.ElementTree import Element, fromstring

import pytest

from installers.msi.pins import Product
from installers.msi.source import REMEMBERED, make_id, write_source

NAMES = {"w": "http://schemas.microsoft.com/wix/2006/wi"}

PRODUCT = Product(
    name="Kiosk",
    manufacturer="A test",
    upgrade_code=UUID("00000000-0000-0000-0000-000000000001"),
)


@pytest.fixture
def staged(tmp_path: Path) -> Path:
    folder = tmp_path / "stage"
    (folder / "app" / "kiosk").mkdir(parents=True)
    (folder / "kioskw.exe").write_bytes(b"")
    (folder / "app" / "kiosk" / "cli.py").write_bytes(b"")
    return folder


def write(staged: Path, version: str = "1.2.3") -> Element:
    text = write_source(staged, PRODUCT, version=version, icon="launcher/kiosk.ico")
    return fromstring(text)  # noqa: S314 - our own text


def find(element: Element, name: str) -> list[Element]:
    return element.findall(f".//w:{name}", NAMES)


def test_every_staged_file_is_installed(staged: Path) -> None:
    sources = {file.get("Source") for file in find(write(staged), "File")}
    assert sources == {"stage/kioskw.exe", "stage/app/kiosk/cli.py"}


def test_every_component_belongs_to_the_feature(staged: Path) -> None:
    wix = write(staged)
    made = [component.get("Id") for component in find(wix, "Component")]
    assert [ref.get("Id") for ref in find(wix, "ComponentRef")] == made
    assert len(set(made)) == len(made) == 2 + len(REMEMBERED) + 1


def test_the_same_version_is_the_same_product(staged: Path) -> None:
    code = find(write(staged), "Product")[0].get("Id")
    assert find(write(staged), "Product")[0].get("Id") == code
    assert find(write(staged, "1.2.4"), "Product")[0].get("Id") != code


def test_components_keep_their_codes_in_every_version(staged: Path) -> None:
    before = [c.get("Guid") for c in find(write(staged), "Component")]
    assert [c.get("Guid") for c in find(write(staged, "2.0.0"), "Component")] == before


def test_the_installed_folder_is_for_all_users(staged: Path) -> None:
    (package,) = find(write(staged), "Package")
    assert package.get("InstallScope") == "perMachine"


def test_settings_go_where_the_program_reads_them(staged: Path) -> None:
    keys = {
        value.get("Name"): value.get("Key")
        for value in find(write(staged), "RegistryValue")
    }
    assert {keys[name] for name in REMEMBERED} == {r"Software\Kiosk"}
    assert keys["Kiosk"] == r"Software\Microsoft\Windows\CurrentVersion\Run"


def test_nothing_of_the_data_folder_is_named(staged: Path) -> None:
    wix = write(staged)
    folders = {f.get("Id") for f in find(wix, "Directory")}
    assert folders.isdisjoint({"CommonAppDataFolder", "LocalAppDataFolder"})
    assert find(wix, "RemoveFile") + find(wix, "RemoveFolder") == []


def test_identifiers_fit_into_the_tables() -> None:
    assert len(make_id("f", "app/" + "long/" * 60)) <= 38
    assert make_id("f", "a") != make_id("f", "b")
