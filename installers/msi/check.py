"""Check: the MSI under Wine: install, start, upgrade, downgrade, uninstall.

    python -m installers.msi.check

Prints one line for each thing that must hold; exit 1 where one does not. What
only real Windows can show is in docs/not-yet-proven.md.
"""

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import cast

import segno

from installers.msi.build import WORK, pack
from installers.msi.pins import ROOT, load_pins
from installers.msi.source import KEY, RUN_KEY
from installers.msi.windows import Wine
from kiosk.version import VERSION

NEWER = "9.9.9"
CODE = "Mã thử nghiệm 0123456789"
PROVINCE = str(Path(sys.executable).with_name("province"))

GIVEN = {
    "SERVER_URL": "https://kiosk.example.vn/api?a=1;b=2 c",
    "ENROL_CODE": "ENROLCODEOFATEST0123456789",
    "POINT": "04-17",
    "AUTOSTART": "1",
    "INSTALLDIR": "C:\\Program Files\\Diem kiem soat\\",
}
"""With blanks, and with marks that msiexec or the registry could stumble over."""

CHANGE = {"REINSTALL": "ALL", "REINSTALLMODE": "amus"}
"""How a version that is installed already is given other properties."""

RUN_LINE = '"C:\\Program Files\\Diem kiem soat\\kioskw.exe" run'
UNINSTALL_KEY = r"Software\Microsoft\Windows\CurrentVersion\Uninstall"

POLICIES_KEY = r"Software\Policies\Kiosk"

DONE = 0
REFUSED = 1603
REMOVED_FILE = "app/assets/icons/README.md"
ADDED_FILE = "app/assets/new.txt"


class Trial:
    """One Windows, the two MSIs, and what did not hold so far."""

    def __init__(self, wine: Wine, msi: Path, newer: Path) -> None:
        self.wine = wine
        self.msi = msi
        self.newer = newer
        self.failed = 0
        self.place = wine.drive / "Program Files/Diem kiem soat"
        self.data = next((wine.drive / "users").glob("[!P]*")) / "AppData/Local/kiosk"

    def expect(self, sentence: str, found: object, expected: object) -> None:
        """Print whether `found` is what was `expected`."""
        holds = found == expected
        self.failed += not holds
        less = "" if holds else f": {found!r} instead of {expected!r}"
        print(f"{'ok  ' if holds else 'FAIL'}  {sentence}{less}", flush=True)

    def run(self, *arguments: str) -> list[dict[str, object]]:
        """Run kiosk.exe as installed; return its JSON lines."""
        answer = self.wine.run(str(self.place / "kiosk.exe"), *arguments)
        self.expect(f"kiosk {' '.join(arguments[:3])} ends with 0", answer.code, 0)
        if answer.code:
            print(answer.err, file=sys.stderr)
        return [json.loads(line) for line in answer.out.splitlines() if line[:1] == "{"]

    def install(self, msi: Path, **properties: str) -> int:
        """Install silently and return msiexec's exit code."""
        given = [f"{name}={value}" for name, value in properties.items()]
        return self.wine.msiexec("/i", name_for_windows(msi), "/qn", *given)


def main() -> int:
    """Run every check in a new Windows under build/msi; return 1 if one failed."""
    msi = ROOT / "dist" / f"Kiosk-{VERSION}.msi"
    trial = Trial(Wine(WORK / "wine"), msi, make_newer())
    try:
        check_install(trial)
        with open_province(WORK / "province") as province:
            given = {**GIVEN, **province}
            check_again(trial, province, given)
            check_program(trial)
            check_parts(trial)
        check_policy(trial)
        check_window(trial)
        check_upgrade(trial, {**given, "AUTOSTART": "0"})
        check_downgrade(trial)
        check_uninstall(trial)
    finally:
        trial.wine.end()
    print(f"{trial.failed} failed")
    return 1 if trial.failed else 0


def check_install(trial: Trial) -> None:
    """Install silently, twice, with every property."""
    trial.expect("a silent install", trial.install(trial.msi, **GIVEN), DONE)
    found = trial.wine.read_registry(KEY)
    trial.expect("its properties stand in the registry", found, GIVEN)
    started = trial.wine.read_registry(RUN_KEY).get("Kiosk")
    trial.expect("AUTOSTART=1 starts it with Windows", started, RUN_LINE)
    trial.expect("a shortcut in the Start menu", count_shortcuts(trial), 1)
    trial.expect("every file is there", count_files(trial.place), count_staged())


def check_again(
    trial: Trial, changed: Mapping[str, str], expected: Mapping[str, str]
) -> None:
    """Install the same twice more: as it was, and with other properties."""
    trial.expect("the same install again", trial.install(trial.msi), DONE)
    found = trial.wine.read_registry(KEY)
    trial.expect("and its properties are the same", found, GIVEN)
    code = trial.install(trial.msi, **CHANGE, **changed)
    trial.expect("once more, with other properties", code, DONE)
    trial.expect("which are kept", trial.wine.read_registry(KEY), expected)


def check_program(trial: Trial) -> None:
    """Start what was installed; it enrols itself, decides, keeps and sends."""
    version = trial.wine.run(str(trial.place / "kiosk.exe"), "--version")
    trial.expect("kiosk --version", version.out.strip(), VERSION)
    trial.expect("kiosk words prints them", len(trial.run("words")) > 50, True)
    samples = (ROOT / "assets/samples/codes.tsv").read_text(encoding="utf-8")
    codes = [line.split("\t")[1] for line in samples.splitlines() if "\t" in line]
    (trial.wine.drive / "codes.txt").write_text("\n".join(codes), encoding="utf-8")
    lines = trial.run(
        "run", "--headless", "--replay", r"C:\codes.txt", "--exit-when-idle", "2",
    )  # fmt: skip
    decided = sum("entry_id" in line for line in lines)
    trial.expect("each sample code is decided", decided, len(codes))
    (status,) = trial.run("status")
    trial.expect("and kept", status["entries"], decided)
    trial.expect("the kiosk enrolled itself", status["kiosk_id"] is None, False)
    trial.expect("and the province has all of it", status["pending"], 0)
    trial.expect("in the user's own folder", (trial.data / "kiosk.db").exists(), True)


def check_parts(trial: Trial) -> None:
    """Load every library that is loaded late, and read a code in a picture."""
    answer = trial.wine.run(str(trial.place / "kiosk.exe"), "doctor")
    found = {line["check"]: line for line in map(json.loads, answer.out.splitlines())}
    trial.expect("doctor finds every part", found["program"]["code"], "whole")
    trial.expect("and the database", found["database"]["code"], "whole")
    segno.make(CODE).save(str(trial.wine.drive / "code.png"), scale=6, border=4)
    lines = trial.run("read", r"C:\code.png")
    codes = [cast("list[dict[str, str]]", line["codes"]) for line in lines]
    texts = [code["text"] for found in codes for code in found]
    trial.expect("a code in a picture is read", texts, [CODE])


def check_policy(trial: Trial) -> None:
    """Let a site's policy win, and refuse a wrong one; leave entries that wait."""
    trial.wine.write_registry(POLICIES_KEY, "gate", "Z")
    lines = trial.run(
        "run", "--headless", "--no-sync", "--replay", r"C:\codes.txt",
        "--exit-when-idle", "2",
    )  # fmt: skip
    gates = {line["gate"] for line in lines if "entry_id" in line}
    trial.expect("the Policies key wins", gates, {"Z"})
    trial.wine.write_registry(POLICIES_KEY, "gaet", "Z")
    answer = trial.wine.run(str(trial.place / "kiosk.exe"), "run", "--headless")
    trial.expect("a wrong key in it is refused", answer.code, 2)
    trial.expect("by its name", "'gaet'" in answer.err, True)
    trial.wine.delete_registry(POLICIES_KEY)


def check_window(trial: Trial) -> None:
    """Open the window with the launcher that shortcuts start."""
    with show_nothing() as display:
        line = trial.wine.read_first_line(
            str(trial.place / "kiosk.exe"), "run", "--no-sync", display=display
        )
    trial.expect("the window opens", line.strip(), '{"ready":true}')


def check_upgrade(trial: Trial, expected: Mapping[str, str]) -> None:
    """Upgrade with one property changed and the others left out."""
    (before,) = trial.run("status")
    kept = hash_folder(trial.data)
    trial.expect("an upgrade", trial.install(trial.newer, AUTOSTART="0"), DONE)
    trial.expect("it leaves the data", hash_folder(trial.data), kept)
    started = "Kiosk" in trial.wine.read_registry(RUN_KEY)
    trial.expect("AUTOSTART=0 takes it out of the start", started, False)
    found = trial.wine.read_registry(KEY)
    trial.expect("it remembers what it is not told anew", found, expected)
    trial.expect("a new file is there", (trial.place / ADDED_FILE).exists(), True)
    trial.expect("an old file is gone", (trial.place / REMOVED_FILE).exists(), False)
    trial.expect("every other file is there", count_files(trial.place), count_staged())
    trial.expect("Windows lists one Kiosk", count_listed(trial), 1)
    (after,) = trial.run("status")
    trial.expect("the queue waits as before", after["pending"], before["pending"])


def check_downgrade(trial: Trial) -> None:
    """Refuse an older version and stay as it was."""
    trial.expect("a downgrade is refused", trial.install(trial.msi), REFUSED)
    trial.expect("the newer stays", (trial.place / ADDED_FILE).exists(), True)


def check_uninstall(trial: Trial) -> None:
    """Uninstall; nothing but data stays."""
    kept = hash_folder(trial.data)
    code = trial.wine.msiexec("/x", name_for_windows(trial.newer), "/qn")
    trial.expect("a silent uninstall", code, DONE)
    trial.expect("the data is as it was", hash_folder(trial.data), kept)
    trial.expect("and is not empty", len(kept) > 5, True)
    trial.expect("no file stays", count_files(trial.place), 0)
    trial.expect("no setting stays", trial.wine.read_registry(KEY), {})
    started = "Kiosk" in trial.wine.read_registry(RUN_KEY)
    trial.expect("nothing starts with Windows", started, False)
    trial.expect("no shortcut stays", count_shortcuts(trial), 0)
    trial.expect("Windows lists no Kiosk", count_listed(trial), 0)


@contextmanager
def open_province(folder: Path) -> Iterator[dict[str, str]]:
    """Run a province on this machine; yield the properties that lead to it."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    place = ("--data", str(folder))
    with subprocess.Popen(
        [PROVINCE, "serve", *place, "--port", "0"], stdout=subprocess.PIPE, text=True,
        stderr=subprocess.DEVNULL,
    ) as server:  # fmt: skip
        try:
            if server.stdout is None:
                raise RuntimeError("The province has no output.")
            url = json.loads(server.stdout.readline())["listening"]
            added = ask_province(
                "point", "add", *place, "--name", "Wine", "--category", "checkpoint",
                "--unit", "04",
            )["point"]  # fmt: skip
            code = ask_province("enrol", *place, added)["code"]
            yield {"SERVER_URL": url, "ENROL_CODE": code, "POINT": added}
        finally:
            server.terminate()


def ask_province(*arguments: str) -> dict[str, str]:
    """Return the first answer of a province command."""
    done = subprocess.run(
        [PROVINCE, *arguments], capture_output=True, text=True, check=True, timeout=60
    )
    answer: dict[str, str] = json.loads(done.stdout.splitlines()[0])
    return answer


@contextmanager
def show_nothing() -> Iterator[str]:
    """Run an X server that nobody sees; yield its display."""
    with subprocess.Popen(
        ["Xvfb", "-displayfd", "1", "-screen", "0", "1280x800x24"],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    ) as server:  # fmt: skip
        try:
            if server.stdout is None:
                raise RuntimeError("Xvfb has no output.")
            yield f":{server.stdout.readline().strip()}"
        finally:
            server.terminate()


def make_newer() -> Path:
    """Return an MSI of a later version, one file more and another one less."""
    staged = WORK / "newer" / "stage"
    shutil.rmtree(staged.parent, ignore_errors=True)
    shutil.copytree(WORK / "stage", staged, copy_function=_link)
    shutil.copytree(WORK / "launcher", staged.parent / "launcher")
    (staged / REMOVED_FILE).unlink()
    (staged / ADDED_FILE).write_text("new\n", encoding="ascii")
    return pack(staged, load_pins(), version=NEWER, into=staged.parent)


def hash_folder(folder: Path) -> Mapping[str, str]:
    """Return the SHA-256 of each of a folder's files."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(
            path.read_bytes()
        ).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def count_files(folder: Path) -> int:
    """Return how many files are below `folder`."""
    return sum(path.is_file() for path in folder.rglob("*"))


def count_staged() -> int:
    """Return how many files the MSI installs."""
    return count_files(WORK / "stage")


def count_shortcuts(trial: Trial) -> int:
    """Return how many Start menus have a Kiosk."""
    return sum(1 for _ in trial.wine.drive.rglob("Start Menu/Programs/Kiosk.lnk"))


def count_listed(trial: Trial) -> int:
    """Return how many Kiosks Windows offers to uninstall."""
    return trial.wine.find_in_registry(UNINSTALL_KEY, "Kiosk")


def name_for_windows(path: Path) -> str:
    """Return how Windows under Wine names a path of this machine."""
    return "Z:" + path.as_posix().replace("/", "\\")


def _link(source: str, target: str) -> None:
    Path(target).hardlink_to(source)


if __name__ == "__main__":
    sys.exit(main())
