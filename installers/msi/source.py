"""Source: the WiX source of the MSI, written from the staged folder."""

from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path, PurePosixPath
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from installers.msi.pins import Product

KEY = r"Software\Kiosk"
"""Under HKEY_LOCAL_MACHINE; the program reads its settings here."""

RUN_KEY = r"Software\Microsoft\Windows\CurrentVersion\Run"

SETTINGS = ("SERVER_URL", "ENROL_CODE", "POINT", "AUTOSTART")
"""Properties that msiexec takes, and names of the values they are kept under."""

REMEMBERED = (*SETTINGS, "INSTALLDIR")

DOWNGRADE = (
    "A newer Kiosk is installed. Uninstall it first if you really want the older one; "
    "its data stays."
)


@dataclass(slots=True)
class _Folder:
    files: dict[str, PurePosixPath] = field(default_factory=dict)
    folders: dict[str, "_Folder"] = field(default_factory=dict)


def make_id(kind: str, path: str) -> str:
    """Return the identifier of `path` in the MSI's tables, at most 38 characters."""
    return f"{kind}{sha256(path.encode()).hexdigest()[:24]}"


def write_source(staged: Path, product: Product, *, version: str, icon: str) -> bytes:
    """Return the WiX source that installs all of `staged`.

    wixl takes no absolute paths: `icon` is relative to where the source will
    stand, which is beside the folder `staged`.
    """
    wix = Element("Wix", xmlns="http://schemas.microsoft.com/wix/2006/wi")
    top = SubElement(
        wix, "Product", Id=_brace(product.make_code(version)), Name=product.name,
        Language="1033", Version=version, Manufacturer=product.manufacturer,
        UpgradeCode=_brace(product.upgrade_code),
    )  # fmt: skip
    SubElement(
        top, "Package", InstallerVersion="500", Compressed="yes",
        InstallScope="perMachine", Description=f"{product.name} {version}",
    )  # fmt: skip
    SubElement(top, "MajorUpgrade", DowngradeErrorMessage=DOWNGRADE)
    SubElement(top, "MediaTemplate", EmbedCab="yes")
    SubElement(top, "Icon", Id="kiosk.ico", SourceFile=icon)
    _add_properties(top)
    components = _Components(product)
    _add_folders(top, _read_folder(staged, PurePosixPath(staged.name)), components)
    feature = SubElement(top, "Feature", Id="Kiosk", Level="1")
    for identifier in components.made:
        SubElement(feature, "ComponentRef", Id=identifier)
    indent(wix)
    written: bytes = tostring(wix, encoding="utf-8", xml_declaration=True)
    return written


def _add_properties(top: Element) -> None:
    _add_property(top, "ARPPRODUCTICON", "kiosk.ico")
    _add_property(top, "ARPNOMODIFY", "1")
    # Files are replaced whatever their dates say; see finish.py on versions.
    _add_property(top, "REINSTALLMODE", "amus")
    sequences = [
        SubElement(top, name)
        for name in ("InstallUISequence", "InstallExecuteSequence")
    ]
    for name in REMEMBERED:
        old = SubElement(top, "Property", Id=f"OLD_{name}")
        SubElement(
            old, "RegistrySearch", Id=f"Find{name}", Root="HKLM", Key=KEY, Name=name,
            Type="raw", Win64="yes",
        )  # fmt: skip
        # A search for the property itself would beat the command line.
        SubElement(
            top, "CustomAction", Id=f"Keep{name}", Property=name, Value=f"[OLD_{name}]"
        )
        for sequence in sequences:
            action = SubElement(
                sequence, "Custom", Action=f"Keep{name}", After="AppSearch"
            )
            action.text = f"NOT {name} AND OLD_{name}"


def _add_property(top: Element, name: str, value: str) -> None:
    SubElement(top, "Property", Id=name, Value=value)


@dataclass(slots=True)
class _Components:
    product: Product
    made: list[str] = field(default_factory=list)

    def add(self, parent: Element, path: str, *, name: str = "") -> Element:
        identifier = name or make_id("c", path)
        self.made.append(identifier)
        code = _brace(self.product.make_component(path))
        return SubElement(parent, "Component", Id=identifier, Guid=code, Win64="yes")


def _add_folders(top: Element, tree: _Folder, components: _Components) -> None:
    root = SubElement(top, "Directory", Id="TARGETDIR", Name="SourceDir")
    programs = SubElement(root, "Directory", Id="ProgramFiles64Folder")
    place = SubElement(programs, "Directory", Id="INSTALLDIR", Name="Kiosk")
    SubElement(root, "Directory", Id="ProgramMenuFolder")
    _add_folder(place, tree, components, "")
    _add_settings(place, components)


def _add_folder(
    parent: Element, tree: _Folder, components: _Components, path: str
) -> None:
    for name, source in sorted(tree.files.items()):
        component = components.add(parent, path + name)
        file = SubElement(
            component, "File", Id=make_id("f", path + name), Name=name,
            Source=str(source), KeyPath="yes",
        )  # fmt: skip
        if path + name == "kioskw.exe":
            SubElement(
                file, "Shortcut", Id="StartMenu", Directory="ProgramMenuFolder",
                Name="Kiosk", Arguments="run", WorkingDirectory="INSTALLDIR",
                Icon="kiosk.ico", Advertise="no",
            )  # fmt: skip
    for name, folder in sorted(tree.folders.items()):
        inside = f"{path}{name}/"
        element = SubElement(parent, "Directory", Id=make_id("d", inside), Name=name)
        _add_folder(element, folder, components, inside)


def _add_settings(place: Element, components: _Components) -> None:
    for name in REMEMBERED:
        component = components.add(place, f"registry {name}", name=f"Set{name}")
        _add_value(component, KEY, name=name, value=f"[{name}]")
    component = components.add(place, "registry run", name="Autostart")
    line = '"[INSTALLDIR]kioskw.exe" run'
    _add_value(component, RUN_KEY, name="Kiosk", value=line)


def _add_value(component: Element, key: str, *, name: str, value: str) -> None:
    SubElement(
        component, "RegistryValue", Root="HKLM", Key=key, Type="string",
        KeyPath="yes", Name=name, Value=value,
    )  # fmt: skip


def _read_folder(folder: Path, named: PurePosixPath) -> _Folder:
    tree = _Folder()
    for child in folder.iterdir():
        inside = named / child.name
        if child.is_dir():
            tree.folders[child.name] = _read_folder(child, inside)
        else:
            tree.files[child.name] = inside
    return tree


def _brace(code: object) -> str:
    return f"{{{code}}}".upper()
