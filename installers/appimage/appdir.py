"""AppDir: the folder that becomes the image, from the frozen kiosk and what stands beside it."""

import shutil
from collections.abc import Iterable, Mapping
from fnmatch import fnmatch
from pathlib import Path

APPLICATION = "vn.checkpoint.Kiosk"
"""The name of the desktop file, the icon and the metadata."""

PROGRAM = Path("usr/lib/kiosk")
FALLBACK = Path("usr/lib/fallback")
"""Libraries that most machines have; AppRun takes one only where it is missing."""

ICON = Path("usr/share/icons/hicolor/scalable/apps", f"{APPLICATION}.svg")

PLUGINS = "_internal/PySide6/Qt/plugins"
PRUNED = (
    f"{PLUGINS}/egldeviceintegrations/*",
    f"{PLUGINS}/generic/*",
    f"{PLUGINS}/imageformats/*",
    f"{PLUGINS}/networkinformation/*",
    f"{PLUGINS}/platforminputcontexts/*",
    f"{PLUGINS}/platforms/libqeglfs.so",
    f"{PLUGINS}/platforms/libqlinuxfb.so",
    f"{PLUGINS}/platforms/libqminimal*.so",
    f"{PLUGINS}/platforms/libqvkkhrdisplay.so",
    f"{PLUGINS}/platforms/libqvnc.so",
    f"{PLUGINS}/platformthemes/*",
    f"{PLUGINS}/tls/*",
    f"{PLUGINS}/wayland-graphics-integration-client/*",
    f"{PLUGINS}/xcbglintegrations/*",
    "_internal/PySide6/Qt/translations/*",
    "_internal/libcups.so.*",
    "_internal/cv2/data/*",  # face detectors: this product never looks for faces
    "_internal/Cryptodome/PublicKey/*",  # of it all only AES for the ZIP
)
"""What the kiosk never loads: it paints in memory, on X11, Wayland or offscreen,
and reads keys without input methods. CUPS is the machine's own, see `libraries`."""

LOADED_BY_NAME = ("libpython", "libzbar", "libpdfium")
"""Libraries that something loads without being linked with them."""


def is_pruned(path: str) -> bool:
    """Say whether the kiosk does without the file at `path` in the frozen folder."""
    return any(fnmatch(path, pattern) for pattern in PRUNED)


def is_root(path: str) -> bool:
    """Say whether a binary is loaded by its name; a library stays where one of these needs it."""
    name = path.rpartition("/")[2]
    if name.startswith("lib") and not path.startswith(PLUGINS):
        return name.startswith(LOADED_BY_NAME)
    return name == "kiosk" or ".so" in name


def write_appdir(
    appdir: Path, sources: Path, values: Mapping[str, str], *, icon: Path
) -> None:
    """Write into `appdir` everything but the program: AppRun, desktop file, icon, metadata.

    `sources` is the folder of the templates; `@NAME@` in them becomes `values["NAME"]`.
    """
    _fill(sources / "AppRun", appdir / "AppRun", values).chmod(0o755)
    desktop = f"{APPLICATION}.desktop"
    _fill(sources / "kiosk.desktop", appdir / desktop, values)
    _fill(
        sources / "kiosk.desktop", appdir / "usr/share/applications" / desktop, values
    )
    _fill(
        sources / "metainfo.xml",
        appdir / "usr/share/metainfo" / f"{APPLICATION}.appdata.xml",
        values,
    )
    _fill(sources / "fonts.conf", appdir / "usr/share/kiosk/fonts.conf", values)
    (appdir / ICON).parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(icon, appdir / ICON)
    for link in (ICON.name, ".DirIcon"):
        (appdir / link).unlink(missing_ok=True)
        (appdir / link).symlink_to(ICON)


def put_fallback(appdir: Path, libraries: Iterable[Path]) -> None:
    """Give each library a folder of its own, so that AppRun can take one without the others."""
    for library in libraries:
        folder = appdir / FALLBACK / library.name
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(library.resolve(), folder / library.name)


def fill(template: str, values: Mapping[str, str]) -> str:
    """Return `template` with each `@NAME@` replaced; none may be left over."""
    for name, value in values.items():
        template = template.replace(f"@{name}@", value)
    return template


def _fill(source: Path, to: Path, values: Mapping[str, str]) -> Path:
    to.parent.mkdir(parents=True, exist_ok=True)
    text = fill(source.read_text(encoding="utf-8"), values)
    to.write_text(text, encoding="utf-8")
    return to
