"""Test how bytes become frames, at every split and with every terminator."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.payload import MAX_FRAME_BYTES, Direction, ReadFault, Repair
from kiosk.scanner.framing import SILENCE_NS, Frame, Framer, Terminator
from kiosk.scanner.reader import Gate

MS = 1_000_000
CARD = (
    "048301000789||Phạm Ngọc Ví Dụ|07092001|Nữ|Tổ 5, Phường Mẫu|01082024||||".encode()
)
VCARD = b"BEGIN:VCARD\r\nVERSION:3.0\r\nN:Vi Du\r\nEND:VCARD"
STREAM = b"]Q1" + CARD + b"\r\n" + VCARD + b"\r\n\r\nline\n\x02etx\x03" + CARD + b"\r"


def frames_of(*chunks: bytes, framer: Framer | None = None) -> list[Frame]:
    framer = framer or Framer()
    return [frame for chunk in chunks for frame in framer.feed(chunk, 0)]


def data_of(*chunks: bytes, framer: Framer | None = None) -> list[bytes]:
    return [frame.data for frame in frames_of(*chunks, framer=framer)]


def framer_knowing(end: bytes) -> Framer:
    framer = Framer()
    framer.feed(b"first" + end, 0)
    return framer


@pytest.mark.parametrize("end", [b"\r", b"\n", b"\r\n", b"\x03"])
def test_each_terminator_ends_a_frame_and_is_learned(end: bytes) -> None:
    framer = Framer()
    assert data_of(CARD + end, CARD + end, framer=framer) == [CARD, CARD]
    assert framer.terminator.encode() == end


def test_a_reader_with_another_suffix_is_learned_anew() -> None:
    framer = framer_knowing(b"\r\n")
    framer.feed(b"second\n", 0)
    assert framer.terminator is Terminator.LF


def test_a_stream_gives_the_same_frames_at_every_split() -> None:
    expected = [CARD, VCARD, b"line", b"etx", CARD]
    for cut in range(len(STREAM) + 1):
        assert data_of(STREAM[:cut], STREAM[cut:]) == expected


@given(st.lists(st.integers(0, len(STREAM)), max_size=20))
def test_a_stream_gives_the_same_frames_in_any_pieces(cuts: list[int]) -> None:
    edges = [0, *sorted(cuts), len(STREAM)]
    pieces = [STREAM[a:b] for a, b in pairwise(edges)]
    framer, whole = Framer(), Framer()
    assert frames_of(*pieces, framer=framer) == frames_of(STREAM, framer=whole)
    assert framer.terminator is whole.terminator


@given(st.lists(st.binary(max_size=300), max_size=8))
def test_noise_in_any_pieces_gives_what_it_gives_whole(pieces: list[bytes]) -> None:
    assert frames_of(*pieces) == frames_of(b"".join(pieces))


@given(st.lists(st.tuples(st.binary(max_size=9000), st.integers(0, 4000)), max_size=9))
def test_noise_with_pauses_gives_outcomes_and_keeps_little(
    bursts: list[tuple[bytes, int]],
) -> None:
    framer, now_ns, frames = Framer(), 0, list[Frame]()
    for burst, pause_ms in bursts:
        frames += framer.feed(burst, now_ns)
        now_ns += pause_ms * MS
        frames += framer.poll(now_ns)
    assert all(bool(frame.data) != bool(frame.fault) for frame in frames)
    assert framer.abandon() <= MAX_FRAME_BYTES + len("]Q1") + 1


@pytest.mark.parametrize(
    "noise", [b"", b"\r", b"\n\n\r\n\x03\r", b"]Q1\r", b"\x02\x03"]
)
def test_an_empty_frame_is_not_a_frame(noise: bytes) -> None:
    assert frames_of(noise) == []


@pytest.mark.parametrize("prefix", ["]Q1", "]Q3", "]d2", "]C0", "]zA"])
def test_an_aim_prefix_becomes_the_symbology(prefix: str) -> None:
    expected = Frame(data=CARD, symbology=prefix, ended_ns=0)
    assert frames_of(prefix.encode() + CARD + b"\r") == [expected]


@pytest.mark.parametrize("start", [b"Q1", b"]11", b"]Q-", b"] Q1", b"a]Q1"])
def test_what_only_resembles_an_aim_prefix_stays(start: bytes) -> None:
    expected = Frame(data=start + CARD, symbology="", ended_ns=0)
    assert frames_of(start + CARD + b"\r") == [expected]


def test_silence_ends_a_frame_while_the_terminator_is_unknown() -> None:
    framer = Framer()
    framer.feed(CARD, 5 * MS)
    assert framer.poll(154 * MS) == []
    assert framer.poll(155 * MS) == [Frame(data=CARD, ended_ns=5 * MS)]
    assert framer.poll(400 * MS) == []


@pytest.mark.parametrize("end", [b"\r", b"\n", b"\r\n", b"\x03"])
def test_silence_ends_nothing_once_the_terminator_is_known(end: bytes) -> None:
    framer = framer_knowing(end)
    framer.feed(CARD[:20], 0)
    assert framer.poll(2_999 * MS) == []
    assert data_of(CARD[20:] + end, framer=framer) == [CARD]


@pytest.mark.parametrize("end", list(Terminator)[1:])
def test_a_terminator_that_was_taught_needs_no_silence(end: Terminator) -> None:
    framer = Framer(end)
    framer.feed(CARD[:20], 0)
    assert framer.poll(400 * MS) == []
    assert data_of(CARD[20:] + end.encode(), framer=framer) == [CARD]


def test_a_code_that_broke_off_is_a_fault_and_spoils_no_other() -> None:
    framer = framer_knowing(b"\r")
    framer.feed(CARD[:20], 0)
    broken = Frame(data=b"", ended_ns=0, fault=ReadFault.UNFINISHED)
    assert framer.poll(3000 * MS) == [broken]
    assert data_of(CARD + b"\r", framer=framer) == [CARD]


def test_a_reader_that_ends_nothing_any_more_is_learned_anew() -> None:
    framer = Framer(Terminator.CR)
    framer.feed(CARD, 0)
    framer.poll(3000 * MS)
    framer.feed(CARD, 4000 * MS)
    assert [frame.data for frame in framer.poll(4150 * MS)] == [CARD]


def test_a_refused_code_is_refused_once_and_up_to_its_end() -> None:
    framer = framer_knowing(b"\r")
    framer.feed(CARD[:20], 0)
    dropped = Frame(data=b"", ended_ns=7, fault=ReadFault.DROPPED)
    assert framer.refuse(ReadFault.DROPPED, 7) == [dropped]
    assert framer.refuse(ReadFault.DROPPED, 8) == []
    assert data_of(CARD[20:] + b"\r" + CARD + b"\r", framer=framer) == [CARD]


def test_what_was_undone_is_named() -> None:
    sent = b"\0]Q2\\000026" + CARD + b"\0\0\r"
    frame = Frame(
        data=CARD, symbology="]Q2", ended_ns=0, repairs=(Repair.NUL, Repair.ECI)
    )
    assert frames_of(sent) == [frame]


def test_a_break_on_the_line_is_no_code() -> None:
    framer = framer_knowing(b"\r")
    assert frames_of(b"\0", b"\0\0\r", framer=framer) == []
    assert framer.poll(60_000 * MS) == []


def test_a_reader_without_terminator_stays_unknown() -> None:
    framer = Framer()
    framer.feed(CARD, 0)
    framer.poll(200 * MS)
    assert framer.terminator is Terminator.UNKNOWN


@pytest.mark.parametrize("prefix", [b"", b"]Q1"])
def test_the_longest_frame_passes(prefix: bytes) -> None:
    longest = b"7" * MAX_FRAME_BYTES
    assert data_of(prefix + longest + b"\r") == [longest]


@pytest.mark.parametrize("prefix", [b"", b"]Q1", b"BEGIN:VCARD\n"])
@pytest.mark.parametrize("extra", [1, 2, 10_000])
def test_a_longer_frame_is_refused_whole(prefix: bytes, extra: int) -> None:
    flood = prefix + b"7" * (MAX_FRAME_BYTES + extra)
    refused, following = frames_of(flood + b"\r" + CARD + b"\r")
    assert refused == Frame(data=b"", ended_ns=0, fault=ReadFault.TOO_LONG)
    assert following == Frame(data=CARD, ended_ns=0)


def test_an_endless_frame_is_refused_once_and_never_kept() -> None:
    framer = Framer()
    faults = [frame.fault for frame in frames_of(*[b"x" * 4096] * 250, framer=framer)]
    assert faults == [ReadFault.TOO_LONG]
    assert framer.abandon() <= MAX_FRAME_BYTES
    assert data_of(CARD + b"\r", framer=framer) == [CARD]


@pytest.mark.parametrize(("end", "silence_ms"), [(b"\r", 1000), (b"", 150)])
def test_a_flood_that_stops_does_not_swallow_the_next(
    end: bytes, silence_ms: int
) -> None:
    framer = framer_knowing(end) if end else Framer()
    framer.feed(b"x" * 20_000, 0)
    assert framer.poll(silence_ms * MS) == []
    assert data_of(CARD + b"\r", framer=framer) == [CARD]


@pytest.mark.parametrize("prefix", [b"", b"]Q1"])
def test_a_vcard_runs_to_its_end(prefix: bytes) -> None:
    small = VCARD.lower()
    stream = prefix + VCARD + b"\r\n\r" + prefix + small + b"\r"
    assert data_of(stream) == [VCARD, small]


def test_a_vcard_teaches_no_terminator() -> None:
    framer = Framer()
    framer.feed(VCARD + b"\n", 0)
    assert framer.terminator is Terminator.UNKNOWN


def test_a_vcard_without_end_is_given_up_after_a_second() -> None:
    framer = framer_knowing(b"\r")
    framer.feed(b"BEGIN:VCARD\nN:Vi Du\n\r", 0)
    assert framer.poll(999 * MS) == []
    assert [f.data for f in framer.poll(1000 * MS)] == [b"BEGIN:VCARD\nN:Vi Du"]
    assert data_of(CARD + b"\r", framer=framer) == [CARD]


def test_abandoning_tells_how_much_was_unfinished() -> None:
    framer = framer_knowing(b"\r")
    framer.feed(CARD[:20], 0)
    assert framer.abandon() == 20
    assert data_of(CARD + b"\r", framer=framer) == [CARD]


def test_a_payload_carries_its_reader_gate_and_time() -> None:
    frame = Frame(data=CARD, symbology="]Q1", ended_ns=7)
    payload = frame.payload("r", Gate(name="north", direction=Direction.OUT))
    assert (payload.reader, payload.gate, payload.direction) == ("r", "north", "out")
    assert (payload.data, payload.symbology, payload.received_ns) == (CARD, "]Q1", 7)


@pytest.mark.parametrize(
    ("sent", "suffix"),
    [(b"one\rtwo\r", "\r"), (b"one\r\ntwo\r\n", "\r\n"), (b"one\x03", "\x03")],
)
def test_a_frame_tells_what_its_reader_ends_codes_with(
    sent: bytes, suffix: str
) -> None:
    frames = Framer().feed(sent, 0)
    assert frames[-1].suffix == suffix


def test_a_frame_that_silence_ends_has_no_suffix() -> None:
    framer = Framer()
    framer.feed(b"one", 0)
    (frame,) = framer.poll(SILENCE_NS)
    assert frame.suffix == ""


def test_a_taught_reader_is_never_ended_by_silence() -> None:
    framer = Framer(Terminator.CR)
    framer.feed(b"one", 0)
    assert framer.poll(SILENCE_NS) == []
