"""Compile: from the keys in `kiosk.ui.phrases` to what the screens load.

`python -m assets.locale.compile` lets lupdate bring every key into
`LANGUAGE/screens.ts`, whose translations people write there (Qt Linguist opens
both languages side by side), and lrelease make `LANGUAGE/screens.qm` of it. It
fails where a text is missing.
"""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

HERE = Path(__file__).parent
KEYS = HERE.parents[1] / "kiosk" / "ui" / "phrases"
LANGUAGES: Mapping[str, str] = {"vi": "vi_VN", "en": "en_US"}
TOOLS = Path(sys.executable).parent


def update(language: str, file: Path) -> None:
    """Bring the keys into `file`, in the order of areas; texts of lost keys go."""
    sources = [str(path) for path in sorted(KEYS.glob("*.py"))]
    _run(
        "pyside6-lupdate",
        *(*sources, "-ts", str(file), "-target-language", LANGUAGES[language]),
        *("-locations", "none", "-no-obsolete", "-silent"),
    )


def release(file: Path, compiled: Path) -> None:
    """Make `compiled` of `file`.

    Raises:
        CalledProcessError: a text is missing, or marked as not finished.
    """
    checks = ("-fail-on-unfinished", "-fail-on-invalid", "-silent")
    _run("pyside6-lrelease", *checks, str(file), "-qm", str(compiled))


def main() -> None:
    """Compile every language."""
    for language in LANGUAGES:
        file = HERE / language / "screens.ts"
        update(language, file)
        release(file, file.with_suffix(".qm"))


def _run(tool: str, *arguments: str) -> None:
    subprocess.run([TOOLS / tool, *arguments], check=True)


if __name__ == "__main__":
    main()
