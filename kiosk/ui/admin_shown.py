"""Admin shown: the admin's screens and the buttons on them, as values; no Qt."""

from dataclasses import dataclass, field

from kiosk.export.fault import ExportFault
from kiosk.ui.admin_calls import Plugged
from kiosk.ui.admin_taps import AdminAct, AdminPress, Digit
from kiosk.ui.admin_words import tell_size
from kiosk.ui.buttons import Button, NoteShown, Weight
from kiosk.ui.texts import Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class PinScreen:
    """A PIN is typed: `typed` of at most `places` digits."""

    title: str
    hint: str
    typed: int
    places: int
    keys: tuple[Button, ...]
    note: NoteShown | None
    buttons: tuple[Button, ...]
    lock: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A fact with its name before it."""

    label: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuScreen:
    """What can be done, and how the kiosk is."""

    title: str
    lines: tuple[Line, ...]
    choices: tuple[Button, ...]
    note: NoteShown | None
    buttons: tuple[Button, ...]
    lock: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A numbered step with its choices, and a sentence about the chosen one."""

    title: str
    hint: str
    choices: tuple[Button, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseScreen:
    """What is written where."""

    title: str
    stick: NoteShown
    sections: tuple[Section, ...]
    summary: str
    buttons: tuple[Button, ...]
    lock: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressScreen:
    """How far an export is; `share` is 0 to 1."""

    title: str
    phase: str
    share: float
    percent: str
    left: str
    warning: str
    buttons: tuple[Button, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PassphraseScreen:
    """A passphrase, this once; `note` says what came of printing it, where it may be."""

    title: str
    passphrase: str = field(repr=False)
    hint: str
    note: NoteShown | None = None
    buttons: tuple[Button, ...]
    lock: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EndScreen:
    """How an export ended, and what was written."""

    title: str
    verdict: str
    is_good: bool
    advice: str
    lines: tuple[Line, ...]
    buttons: tuple[Button, ...]
    lock: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryScreen:
    """The recovery passphrase is typed, in place of a forgotten PIN."""

    title: str
    hint: str
    typed: str = field(repr=False)
    keys: tuple[Button, ...]
    note: NoteShown | None
    buttons: tuple[Button, ...]
    lock: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PickScreen:
    """Something is picked, a page at a time; pictures can be dropped and pasted here.

    A picture without a file is called `unnamed`.
    """

    title: str
    unnamed: str
    note: NoteShown
    hint: str
    choices: tuple[Button, ...]
    pages: tuple[Button, ...]
    buttons: tuple[Button, ...]
    lock: str


Matrix = tuple[bytes, ...]
"""The modules of a QR code, row by row; 1 is dark."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TeachScreen:
    """Test codes that a reader is to read now."""

    title: str
    progress: str
    ask: str
    hint: str
    codes: tuple[Matrix, ...]
    note: NoteShown | None
    buttons: tuple[Button, ...]
    lock: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SendingScreen:
    """How sending goes: facts, what it comes to, and what needs attention, a page at a time.

    `acts` are what can be done about those, after `pages`.
    """

    title: str
    lines: tuple[Line, ...]
    verdict: str
    advice: str
    is_good: bool
    choices: tuple[Button, ...]
    pages: tuple[Button, ...]
    acts: tuple[Button, ...]
    buttons: tuple[Button, ...]
    lock: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StepScreen:
    """A step of enrolment or of a test: what to do now, large, and what came of it."""

    title: str
    ask: str
    hint: str
    note: NoteShown | None
    lines: tuple[Line, ...]
    choices: tuple[Button, ...]
    buttons: tuple[Button, ...]
    lock: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingRow:
    """A setting with its values; `hint` says who has fixed it, where somebody has."""

    label: str
    hint: str
    choices: tuple[Button, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsScreen:
    """Settings, a page at a time."""

    title: str
    rows: tuple[SettingRow, ...]
    note: NoteShown | None
    acts: tuple[Button, ...]
    buttons: tuple[Button, ...]
    lock: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRow:
    """A check: what was found, and what to do about it."""

    name: str
    is_good: bool
    detail: str
    fix: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckupScreen:
    """What the checks found, a page at a time."""

    title: str
    note: NoteShown
    rows: tuple[CheckRow, ...]
    acts: tuple[Button, ...]
    buttons: tuple[Button, ...]
    lock: str


AdminScreen = (
    PinScreen
    | RecoveryScreen
    | MenuScreen
    | ChooseScreen
    | ProgressScreen
    | PassphraseScreen
    | EndScreen
    | PickScreen
    | TeachScreen
    | SendingScreen
    | StepScreen
    | SettingsScreen
    | CheckupScreen
)


def show_fact(texts: Texts, key: str, text: str) -> Line:
    """Return the fact `key`."""
    return Line(label=texts.say(f"admin.fact.{key}"), text=text)


def show_press(
    texts: Texts,
    act: AdminAct,
    weight: Weight = Weight.PLAIN,
    *,
    is_enabled: bool = True,
) -> Button:
    """Return the button of `act`."""
    return Button(
        text=texts.say(f"admin.button.{act}"),
        tap=AdminPress(act=act),
        weight=weight,
        is_enabled=is_enabled,
    )


def show_key(digit: str, *, is_enabled: bool) -> Button:
    """Return the key of a digit."""
    tap = Digit(digit=digit)
    return Button(text=digit, tap=tap, weight=Weight.KEY, is_enabled=is_enabled)


def warn(text: str) -> NoteShown:
    """Return a note of what is missing or went wrong."""
    return NoteShown(text=text, is_good=False)


def show_stick(stick: Plugged | ExportFault, texts: Texts) -> NoteShown:
    """Return the one new stick, or what to do to have one."""
    if isinstance(stick, Plugged):
        free = tell_size(stick.free_bytes, texts)
        text = texts.say("admin.stick", name=stick.name, free=free)
        return NoteShown(text=text, is_good=True)
    key = "two_sticks" if stick is ExportFault.TWO_STICKS else "no_stick"
    return warn(texts.say(f"admin.choose.{key}"))
