"""Teaching: what known texts became says how a reader is set, and what to change."""

import unicodedata
from collections.abc import Callable

import msgspec
import pytest

from kiosk.scanner.burst import Mode
from kiosk.scanner.teaching import (
    PRINTABLE,
    SELF_TEST,
    TEXTS,
    USB_COM_MODES,
    VIETNAMESE,
    Advice,
    Heard,
    Layout,
    Lesson,
    Letters,
    Maker,
    Profile,
    advise,
    describe,
    find_lost,
    judge,
)
from tests.readers import (
    FRENCH,
    GERMAN,
    SERIAL,
    WEDGE,
    Read,
    hear_dropping,
    hear_hex,
    hear_mojibake,
    hear_serial,
    hear_typed,
    read_all,
)

GOOD = Profile(
    reader=WEDGE,
    suffix="\r",
    layout=Layout.US,
    letters=Letters.WHOLE,
    keys_per_second=500,
)


def strip(text: str) -> str:
    spread = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(one for one in spread if not unicodedata.combining(one))


def test_there_are_134_letters_each_one_character() -> None:
    assert (len(VIETNAMESE), len(set(VIETNAMESE))) == (134, 134)
    assert unicodedata.normalize("NFC", VIETNAMESE) == VIETNAMESE
    assert set(VIETNAMESE) <= set(SELF_TEST)


def test_the_test_codes_differ_and_fit_a_frame() -> None:
    texts = [text for lesson in Lesson for text in TEXTS[lesson]]
    assert len(set(texts)) == len(texts)
    assert max(len(text.encode().hex()) for text in texts) < 8192


@pytest.mark.parametrize(
    ("read", "letters"),
    [
        (hear_serial, Letters.WHOLE),
        (hear_hex, Letters.WHOLE),
        (hear_dropping, Letters.DROPPED),
        (hear_mojibake, Letters.MOJIBAKE),
        (lambda text: hear_typed(strip(text)), Letters.STRIPPED),
        (lambda text: hear_typed(text[::-1]), Letters.MANGLED),
        (lambda text: hear_serial(unicodedata.normalize("NFD", text)), Letters.WHOLE),
    ],
)
def test_what_became_of_the_letters_is_named(read: Read, letters: Letters) -> None:
    assert judge(VIETNAMESE, read(VIETNAMESE)) is letters


def test_bytes_that_are_no_utf8_are_mangled() -> None:
    heard = Heard(reader=SERIAL, data=b"\xc3\x28" * 40)
    assert judge(VIETNAMESE, heard) is Letters.MANGLED


def test_lost_letters_are_named_once_in_their_order() -> None:
    heard = hear_serial(SELF_TEST.replace("ấ", "").replace("Đ", ""))
    assert find_lost(SELF_TEST, heard) == "ấĐ"


@pytest.mark.parametrize(
    ("spoil", "layout"),
    [
        (str, Layout.US),
        (str.swapcase, Layout.CAPS),
        (lambda text: text.translate(GERMAN), Layout.GERMAN),
        (lambda text: text.translate(FRENCH), Layout.FRENCH),
        (lambda text: text.replace("/", "-"), Layout.OTHER),
    ],
)
def test_the_layout_is_guessed(spoil: Callable[[str], str], layout: Layout) -> None:
    reads = {Lesson.ASCII: (hear_typed(spoil(PRINTABLE)),)}
    assert describe(WEDGE, reads).layout is layout


def test_a_good_reader_needs_no_advice() -> None:
    profile = describe(SERIAL, read_all(hear_serial))
    assert (profile.suffix, profile.aim, profile.eci) == ("\r", "]Q1", True)
    assert (profile.letters, profile.lost) == (Letters.WHOLE, "")
    assert (profile.merges, profile.cuts, advise(profile)) == (False, False, ())


def test_a_reader_that_drops_letters_is_to_become_a_serial_port() -> None:
    profile = describe(WEDGE, read_all(hear_dropping))
    assert (profile.letters, profile.lost) == (Letters.DROPPED, VIETNAMESE)
    assert advise(profile) == (Advice.USB_COM,)


@pytest.mark.parametrize(
    ("read", "mode"), [(hear_hex, Mode.HEX), (hear_typed, Mode.PLAIN)]
)
def test_the_way_of_typing_is_told(read: Read, mode: Mode) -> None:
    assert describe(WEDGE, read_all(read)).mode is mode


def test_alt_numbers_are_told() -> None:
    reads = {Lesson.LETTERS: (hear_typed(VIETNAMESE, Mode.ALT),)}
    assert describe(WEDGE, reads).mode is Mode.ALT


def test_two_codes_that_come_as_one_are_merged() -> None:
    reads = {Lesson.TWINS: (hear_typed("".join(TEXTS[Lesson.TWINS])),)}
    profile = describe(WEDGE, reads)
    assert (profile.merges, Advice.SUFFIX in advise(profile)) == (True, True)


def test_a_long_code_that_is_cut_is_told() -> None:
    reads = {Lesson.LONG: (hear_serial(TEXTS[Lesson.LONG][0][:255]),)}
    profile = describe(SERIAL, reads)
    assert (profile.cuts, advise(profile)) == (True, (Advice.CUT,))


def test_the_slowest_pace_counts() -> None:
    fast = hear_typed("x" * 20)
    slow = msgspec.structs.replace(fast, keys_per_second=40)
    reads = {Lesson.DIGITS: (fast,), Lesson.LONG: (slow,)}
    assert describe(WEDGE, reads).keys_per_second == 40


@pytest.mark.parametrize(
    ("profile", "advice"),
    [
        (GOOD, ()),
        (msgspec.structs.replace(GOOD, suffix=""), (Advice.SUFFIX,)),
        (msgspec.structs.replace(GOOD, layout=Layout.FRENCH), (Advice.LAYOUT_US,)),
        (msgspec.structs.replace(GOOD, layout=Layout.CAPS), (Advice.CAPS_OFF,)),
        (msgspec.structs.replace(GOOD, keys_per_second=40), (Advice.SLOW,)),
        (
            msgspec.structs.replace(GOOD, letters=Letters.DROPPED, suffix=""),
            (Advice.USB_COM, Advice.SUFFIX),
        ),
        (
            msgspec.structs.replace(GOOD, letters=Letters.MOJIBAKE, reader=SERIAL),
            (Advice.UTF8,),
        ),
        (msgspec.structs.replace(GOOD, layout=Layout.FRENCH, reader=SERIAL), ()),
        (msgspec.structs.replace(GOOD, suffix="", reader="hidraw:/dev/hidraw0"), ()),
    ],
)
def test_advice_follows_from_the_profile(
    profile: Profile, advice: tuple[Advice, ...]
) -> None:
    assert advise(profile) == advice


def test_every_maker_has_a_name_for_the_serial_mode() -> None:
    assert set(USB_COM_MODES) == set(Maker)


def test_nothing_is_known_of_a_reader_that_read_nothing() -> None:
    assert describe(WEDGE, {}) == Profile(reader=WEDGE)
