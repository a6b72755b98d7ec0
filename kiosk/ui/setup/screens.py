"""Setup screens: enrolment, settings and diagnostics, worded; no Qt."""

from collections.abc import Iterator

from kiosk.config_text import Value
from kiosk.decision import Outcome
from kiosk.sync.fault import FaultClass
from kiosk.ui.admin_shown import (
    AdminScreen,
    CheckRow,
    CheckupScreen,
    Line,
    RecoveryScreen,
    SettingRow,
    SettingsScreen,
    StepScreen,
    show_press,
    warn,
)
from kiosk.ui.admin_state import AdminFlow, State
from kiosk.ui.admin_taps import AdminAct, AdminPress, Change, Hear, Letter
from kiosk.ui.admin_words import tell_lock
from kiosk.ui.buttons import Button, NoteShown, Weight
from kiosk.ui.setup.calls import Key, NotJoined, Seen, Tuned
from kiosk.ui.setup.choices import find_value, list_values
from kiosk.ui.setup.flow import CODE_LETTERS, GATE_LETTERS, find_last_page
from kiosk.ui.setup.recovery_screens import compose_passphrase
from kiosk.ui.setup.state import CHECKS_PAGE, TUNING_PAGES
from kiosk.ui.texts import Texts

_GROUP = 5
_SHOWN_LETTERS = 20
"""The end of a code that is typed: what was typed before is not read again."""
DEFAULT_GATE = "A"


def list_setup(flow: AdminFlow, texts: Texts) -> Iterator[Button]:
    """Return what the admin's menu offers of these."""
    yield _press(texts, AdminAct.SETTINGS)
    yield _press(texts, AdminAct.CHECKUP)
    if flow.facts is not None and not flow.facts.is_enrolled:
        yield _press(texts, AdminAct.ENROL)


def compose_setup(  # noqa: PLR0911 - one for each screen
    flow: AdminFlow, texts: Texts, now_ms: int
) -> AdminScreen:
    """Return one of the screens of enrolment, settings and diagnostics."""
    lock = tell_lock(flow, texts, now_ms)
    match flow.state:
        case State.WELCOME:
            return _compose_welcome(flow, texts, lock)
        case State.TYPE_CODE:
            return _compose_keys(flow, texts, lock, CODE_LETTERS)
        case State.JOINED:
            return _compose_joined(flow, texts)
        case State.RECOVERY:
            title = texts.say("setup.recovery.title")
            named = _name_step(flow, texts, 3, title)
            return compose_passphrase(flow.setup, texts, named)
        case State.SETTINGS:
            return _compose_settings(flow, texts, lock)
        case State.NAME_GATE:
            return _compose_keys(flow, texts, lock, GATE_LETTERS)
        case State.CHECKUP:
            return _compose_checkup(flow, texts, lock)
        case State.TRY_READERS:
            return _compose_readers(flow, texts, lock)
        case State.TRY_SOUNDS:
            return _compose_sounds(texts, lock)
        case _:
            message = f"{flow.state} is no screen of the setup's"
            raise AssertionError(message)


def _press(
    texts: Texts,
    act: AdminAct,
    weight: Weight = Weight.PLAIN,
    *,
    is_enabled: bool = True,
) -> Button:
    return Button(
        text=texts.say(f"setup.button.{act}"),
        tap=AdminPress(act=act),
        weight=weight,
        is_enabled=is_enabled,
    )


def _line(texts: Texts, key: str, text: str) -> Line:
    return Line(label=texts.say(f"setup.fact.{key}"), text=text)


def _name_step(flow: AdminFlow, texts: Texts, number: int, title: str) -> str:
    if not flow.setup.has_steps:
        return title
    return texts.say("setup.step", number=str(number), title=title)


def _compose_welcome(flow: AdminFlow, texts: Texts, lock: str) -> StepScreen:
    is_open = not flow.setup.is_joining
    out = AdminAct.PUT_OFF if flow.setup.has_steps else AdminAct.BACK
    leave = (
        _press(texts, out, is_enabled=is_open)
        if flow.setup.has_steps
        else show_press(texts, out, is_enabled=is_open)
    )
    return StepScreen(
        title=_name_step(flow, texts, 1, texts.say("setup.welcome.title")),
        ask=texts.say("setup.welcome.ask"),
        hint=_tell_advice(flow, texts) or texts.say("setup.welcome.hint"),
        note=_note_joining(flow, texts),
        lines=(),
        choices=tuple(_list_languages(flow, texts)) if flow.setup.has_steps else (),
        buttons=(leave, _press(texts, AdminAct.TYPE_CODE, is_enabled=is_open)),
        lock=lock,
    )


def _list_languages(flow: AdminFlow, texts: Texts) -> Iterator[Button]:
    tuned = flow.setup.tuned
    for language in ("vi", "en"):
        yield Button(
            text=texts.say(f"setup.language.{language}"),
            tap=Change(key=Key.LANGUAGE, value=language),
            is_on=language == texts.language,
            is_enabled=tuned is not None and Key.LANGUAGE not in tuned.fixed,
        )


def _note_joining(flow: AdminFlow, texts: Texts) -> NoteShown | None:
    setup = flow.setup
    if setup.is_joining:
        return NoteShown(text=texts.say("setup.joining"), is_good=True)
    if flow.note is not None:
        return warn(texts.say("admin.failed"))
    return None if setup.refused is None else warn(_tell_refused(setup.refused, texts))


def _tell_refused(refused: NotJoined, texts: Texts) -> str:
    why = refused.why
    if isinstance(why, FaultClass):
        return texts.words.say("fault", why)
    return texts.say(f"setup.refused.{why}")


def _tell_advice(flow: AdminFlow, texts: Texts) -> str:
    """Return what to do about a network's fault, which is worth more than the usual hint."""
    refused = flow.setup.refused
    why = None if refused is None or flow.setup.is_joining else refused.why
    return texts.words.say_advice(why) if isinstance(why, FaultClass) else ""


def _compose_keys(
    flow: AdminFlow, texts: Texts, lock: str, letters: str
) -> RecoveryScreen:
    name = flow.state.value
    shown = flow.letters[-_SHOWN_LETTERS:]
    start = len(shown) % _GROUP
    groups = [shown[:start]] if start else []
    groups += [shown[at : at + _GROUP] for at in range(start, len(shown), _GROUP)]
    is_cut = len(flow.letters) > len(shown)
    keys = [
        Button(text=letter, tap=Letter(letter=letter), weight=Weight.KEY)
        for letter in letters
    ]
    is_code = flow.state is State.TYPE_CODE
    typed = "…" * is_cut + "-".join(groups) if is_code else flow.letters
    return RecoveryScreen(
        title=texts.say(f"setup.{name}.title"),
        hint=texts.say(f"setup.{name}.hint", count=str(len(flow.letters))),
        typed=typed,
        keys=(*keys, show_press(texts, AdminAct.ERASE)),
        note=None,
        buttons=(
            show_press(texts, AdminAct.BACK),
            show_press(
                texts, AdminAct.ENTER, Weight.PRIMARY, is_enabled=bool(flow.letters)
            ),
        ),
        lock=lock,
    )


def _compose_joined(flow: AdminFlow, texts: Texts) -> StepScreen:
    joined = flow.setup.joined
    lines = (
        ()
        if joined is None
        else (
            _line(texts, "province", joined.province),
            _line(texts, "point", joined.point),
            _line(texts, "gate", joined.gate),
            _line(texts, "fingerprint", joined.kiosk_id),
        )
    )
    return StepScreen(
        title=_name_step(flow, texts, 2, texts.say("setup.joined.title")),
        ask=texts.say("setup.joined.ask"),
        hint=texts.say("setup.joined.hint"),
        note=None,
        lines=lines,
        choices=(),
        buttons=(_press(texts, AdminAct.NEXT, Weight.PRIMARY),),
        lock="",
    )


def _compose_settings(flow: AdminFlow, texts: Texts, lock: str) -> SettingsScreen:
    setup = flow.setup
    next_ = _press(texts, AdminAct.NEXT, Weight.PRIMARY)
    restart = _press(texts, AdminAct.RESTART, is_enabled=setup.needs_restart)
    back = show_press(texts, AdminAct.BACK)
    return SettingsScreen(
        title=_name_step(flow, texts, 4, texts.say("setup.settings.title")),
        rows=tuple(_list_rows(flow, texts)),
        note=_note_settings(flow, texts),
        acts=_list_pages(flow, texts),
        buttons=(next_,) if setup.has_steps else (back, restart),
        lock=lock,
    )


def _note_settings(flow: AdminFlow, texts: Texts) -> NoteShown | None:
    setup = flow.setup
    if setup.is_unkept or flow.note is not None:
        return warn(texts.say("setup.settings.unkept"))
    if setup.tuned is None:
        return NoteShown(text=texts.say("setup.settings.looking"), is_good=True)
    if setup.needs_restart and not setup.has_steps:
        return NoteShown(text=texts.say("setup.settings.kept"), is_good=True)
    return None


def _list_rows(flow: AdminFlow, texts: Texts) -> Iterator[SettingRow]:
    tuned = flow.setup.tuned
    if tuned is None:
        return
    joined = flow.setup.joined
    gate = joined.gate if joined is not None else tuned.gate or DEFAULT_GATE
    for key in TUNING_PAGES[flow.setup.page]:
        source = tuned.fixed.get(key)
        who = source or texts.say("setup.command_line")
        yield SettingRow(
            label=texts.say(f"setup.key.{key}"),
            hint="" if source is None else texts.say("setup.fixed", source=who),
            choices=tuple(_list_choices(key, tuned, texts, gate)),
        )


def _list_choices(key: Key, tuned: Tuned, texts: Texts, gate: str) -> Iterator[Button]:
    is_open = key not in tuned.fixed
    now = find_value(key, tuned.config, gate)
    for value in list_values(key, tuned, gate):
        yield Button(
            text=_name_value(key, value, tuned, texts),
            tap=Change(key=key, value=value),
            weight=Weight.CHIP,
            is_on=value == now,
            is_enabled=is_open,
        )
    if key is Key.GATE:
        other = _press(texts, AdminAct.NAME_GATE, Weight.CHIP, is_enabled=is_open)
        yield other


def _name_value(  # noqa: PLR0911 - one for each kind of value
    key: Key, value: Value, tuned: Tuned, texts: Texts
) -> str:
    match key, value:
        case Key.GATE, str():
            return value
        case Key.DIRECTION, str():
            return texts.say(f"direction.{value}")
        case Key.CAMERA, tuple():
            labels = {one.path: one.label for one in tuned.cameras}
            return labels.get(value[0], value[0]) if value else texts.say("setup.none")
        case Key.MIRROR, bool():
            return texts.say("setup.yes" if value else "setup.no")
        case Key.NIGHT, int():
            return f"{value}:00"
        case Key.DIM, int() if value:
            return texts.say("setup.minutes", minutes=str(value))
        case Key.DIM, _:
            return texts.say("setup.never")
        case _:
            return texts.say(f"setup.{key}.{value}")


def _list_pages(flow: AdminFlow, texts: Texts) -> tuple[Button, ...]:
    last = find_last_page(flow)
    if not last:
        return ()
    page = flow.setup.page
    return (
        show_press(texts, AdminAct.EARLIER, is_enabled=page > 0),
        show_press(texts, AdminAct.LATER, is_enabled=page < last),
    )


def _compose_checkup(flow: AdminFlow, texts: Texts, lock: str) -> CheckupScreen:
    setup = flow.setup
    first = setup.page * CHECKS_PAGE
    shown = (setup.checks or ())[first : first + CHECKS_PAGE]
    said = [(one.is_good, one.said[texts.language]) for one in shown]
    return CheckupScreen(
        title=texts.say("setup.checkup.title"),
        note=_note_checkup(flow, texts),
        rows=tuple(
            CheckRow(name=one.name, is_good=is_good, detail=one.detail, fix=one.fix)
            for is_good, one in said
        ),
        acts=(
            *_list_pages(flow, texts),
            _press(texts, AdminAct.TRY_READERS),
            _press(texts, AdminAct.TRY_SOUNDS),
        ),
        buttons=(
            show_press(texts, AdminAct.BACK),
            _press(texts, AdminAct.CHECK_AGAIN, is_enabled=setup.checks is not None),
        ),
        lock=lock,
    )


def _note_checkup(flow: AdminFlow, texts: Texts) -> NoteShown:
    checks = flow.setup.checks
    if flow.note is not None:
        return warn(texts.say("admin.failed"))
    if checks is None:
        return NoteShown(text=texts.say("setup.checkup.looking"), is_good=True)
    bad = sum(not one.is_good for one in checks)
    if bad:
        return warn(texts.say("setup.checkup.bad", bad=str(bad), all=str(len(checks))))
    text = texts.say("setup.checkup.good", all=str(len(checks)))
    return NoteShown(text=text, is_good=True)


def _compose_readers(flow: AdminFlow, texts: Texts, lock: str) -> StepScreen:
    seen = flow.setup.seen
    finish = _press(texts, AdminAct.FINISH, Weight.PRIMARY)
    back = show_press(texts, AdminAct.BACK)
    return StepScreen(
        title=_name_step(flow, texts, 5, texts.say("setup.try_readers.title")),
        ask=texts.say("setup.try_readers.ask"),
        hint=texts.say("setup.try_readers.hint"),
        note=None,
        lines=tuple(
            Line(label=one.reader, text=_tell_seen(one, texts)) for one in seen
        ),
        choices=(),
        buttons=(back, finish) if flow.setup.has_steps else (back,),
        lock=lock,
    )


def _tell_seen(seen: Seen, texts: Texts) -> str:
    key = f"kind.{seen.kind}"
    said = key in texts.phrases
    kind = texts.say(key) if said else texts.words.say("kind", seen.kind)
    parts = [kind, seen.about, seen.symbology]
    if seen.pace_ms is not None:
        name = "keys" if seen.types else "decoded"
        parts.append(texts.say(f"setup.pace.{name}", ms=f"{seen.pace_ms:.0f}"))
    return " · ".join(filter(None, parts))


def _compose_sounds(texts: Texts, lock: str) -> StepScreen:
    return StepScreen(
        title=texts.say("setup.try_sounds.title"),
        ask=texts.say("setup.try_sounds.ask"),
        hint=texts.say("setup.try_sounds.hint"),
        note=None,
        lines=(),
        choices=tuple(
            Button(
                text=texts.say(f"setup.sound_of.{outcome}"), tap=Hear(outcome=outcome)
            )
            for outcome in Outcome
        ),
        buttons=(show_press(texts, AdminAct.BACK),),
        lock=lock,
    )
