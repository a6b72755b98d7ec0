"""Wine: a Windows to try the MSI in, kept apart from the user's own."""

import os
import shutil
import subprocess
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from installers.msi import pe

HERE = Path(__file__).resolve().parent / "wine"

TIMEOUT_S = 600
START_WITHIN_S = 60

SHIMS = {
    "bcryptprimitives": ("-ladvapi32",),
    "cfgmgr32": (),
    "icuuc": (),
}
"""DLLs of Windows 10 that Wine 8 lacks or has without what we need; for tests only."""

RUNTIME = "ucrtbase"
LACKED = ("creal", "creall", "crealf", "cimag", "cimagl", "cimagf")
"""Of the C runtime; without them `import numpy` ends the process."""

OURS = f"cfgmgr32=n;{RUNTIME}=n"
"""Which of these DLLs come before Wine's own, for our programs alone."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a Windows program printed, and its whole exit code."""

    code: int
    out: str
    err: str


class Wine:
    """One Windows in `prefix`, made anew."""

    def __init__(self, prefix: Path) -> None:
        shutil.rmtree(prefix, ignore_errors=True)
        prefix.mkdir(parents=True)
        self._prefix = prefix
        self.drive = prefix / "drive_c"
        self._run(["wineboot", "--init"])
        for name, libraries in SHIMS.items():
            self._build_shim(name, libraries)
        self._stand_before_runtime()
        bat = self.drive / "exit.bat"  # Unix keeps only 8 bits of an exit code
        bat.write_bytes(b"@%*\r\n@echo EXIT %errorlevel%\r\n")

    def run(self, program: str, *arguments: str) -> Answer:
        """Run one of our programs, with the shims, and return its answer."""
        done = self._run([program, *arguments], overrides=OURS)
        return Answer(done.returncode, done.stdout, done.stderr)

    def read_first_line(self, program: str, *arguments: str, display: str) -> str:
        """Start a program, return its first line, and end it.

        What it says to people follows, where it ended without one.
        """
        environment = {**self._make_environment(OURS), "DISPLAY": display}
        with subprocess.Popen(
            ["wine", program, *arguments], env=environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
        ) as started:  # fmt: skip
            ending = threading.Timer(START_WITHIN_S, self.end)
            ending.start()
            try:
                out, err = started.stdout, started.stderr
                line = out.readline() if out else ""
                self.end()
                return line or (err.read() if err else "")
            finally:
                ending.cancel()

    def msiexec(self, *arguments: str) -> int:
        """Run Windows' installer and return its exit code."""
        done = self._run(["cmd", "/c", r"C:\exit.bat", "msiexec", *arguments])
        said = done.stdout.split("EXIT ")[-1].strip()
        return int(said) if said.lstrip("-").isdigit() else done.returncode

    def read_registry(self, key: str) -> dict[str, str]:
        """Return the text values under `key` of HKEY_LOCAL_MACHINE."""
        done = self._run(["reg", "query", rf"HKLM\{key}", "/reg:64"])
        values = {}
        for line in done.stdout.splitlines():
            name, kind, value = [*line.strip().split("    ", 2), "", ""][:3]
            if kind.strip() == "REG_SZ":
                values[name] = value.strip()
        return values

    def write_registry(self, key: str, name: str, value: str) -> None:
        """Write a text value, as a site's tools do."""
        where = (rf"HKLM\{key}", "/v", name, "/d", value)
        self._run(["reg", "add", *where, "/f", "/reg:64"])

    def delete_registry(self, key: str) -> None:
        """Delete a key with all that is in it."""
        self._run(["reg", "delete", rf"HKLM\{key}", "/f", "/reg:64"])

    def find_in_registry(self, key: str, display_name: str) -> int:
        """Return how many keys under `key` have that DisplayName."""
        done = self._run(
            ["reg", "query", rf"HKLM\{key}", "/s", "/reg:64"],
        )
        lines = [line.split() for line in done.stdout.splitlines()]
        return sum(line == ["DisplayName", "REG_SZ", display_name] for line in lines)

    def end(self) -> None:
        """End what still runs in this Windows."""
        subprocess.run(
            ["wineserver", "-k"],
            env=self._make_environment(""),
            check=False,
            timeout=60,
        )

    def _run(
        self, command: Sequence[str], overrides: str = f"cfgmgr32=b;{RUNTIME}=b"
    ) -> subprocess.CompletedProcess[str]:
        # Python under Wine starts only with pipes.
        return subprocess.run(
            ["wine", *command], env=self._make_environment(overrides),
            stdin=subprocess.DEVNULL, capture_output=True,
            encoding="utf-8", errors="replace", check=False, timeout=TIMEOUT_S,
        )  # fmt: skip

    def _make_environment(self, overrides: str) -> dict[str, str]:
        return {
            **os.environ,
            "WINEPREFIX": str(self._prefix),
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": ";".join(
                filter(None, ["mscoree=;mshtml=;winemenubuilder.exe=d", overrides])
            ),
            "PATH": os.environ["PATH"] + ":/usr/lib/wine",
        }

    def _build_shim(self, name: str, libraries: Sequence[str]) -> None:
        target = self.drive / "windows/system32" / f"{name}.dll"
        target.unlink(missing_ok=True)
        subprocess.run(
            ["x86_64-w64-mingw32-gcc", "-shared", "-s", "-O2", "-o", str(target),
             str(HERE / f"{name}.c"), *libraries],
            check=True,
        )  # fmt: skip

    def _stand_before_runtime(self) -> None:
        """Put our C runtime before Wine's, which goes on under another name."""
        system = self.drive / "windows/system32"
        wines = (system / f"{RUNTIME}.dll").read_bytes()
        (system / f"{RUNTIME}-wine.dll").write_bytes(wines)
        others = sorted(pe.find_exports(wines) - set(LACKED))
        definition = self._prefix / f"{RUNTIME}.def"
        lines = [f"LIBRARY {RUNTIME}.dll", "EXPORTS", *LACKED]
        lines += [f'"{name}" = "{RUNTIME}-wine.{name}"' for name in others]
        definition.write_text("\n".join(lines), encoding="ascii")
        self._build_shim(
            RUNTIME, ("-nostdlib", "-fno-builtin", "-Wl,-e,0", str(definition))
        )
