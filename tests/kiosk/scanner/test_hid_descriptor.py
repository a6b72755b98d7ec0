"""Test how a device's own description of its reports is read."""

from hypothesis import given
from hypothesis import strategies as st

from kiosk.scanner.hid_descriptor import Description, Field, describe

MOUSE = bytes.fromhex(
    "05010902a1010901a100"  # Generic Desktop, Mouse, Pointer
    "0509190129031500250195037501810295017505810105010930093109381581257f75089503"
    "8106c0c0"
)


def test_each_usage_gets_its_place() -> None:
    axes = describe(MOUSE).fields
    assert [(axis.page, axis.usage, axis.offset) for axis in axes] == [
        (1, 0x30, 8),
        (1, 0x31, 16),
        (1, 0x38, 24),
    ]


def test_collections_are_told_by_their_usage() -> None:
    assert describe(MOUSE).collections == ((1, 2), (1, 1))


def test_reports_are_measured_each_for_itself() -> None:
    described = describe(
        bytes.fromhex(
            "058c75089502"
            "8501" "0902" "8102"  # two bytes in report 1
            "8502" "0903" "8102"  # two in report 2
            "8501" "0904" "8102"  # two more in report 1
        )
    )  # fmt: skip
    places = [(field.report, field.usage, field.offset) for field in described.fields]
    assert places == [(1, 2, 0), (2, 3, 0), (1, 4, 16)]


def test_a_usage_of_four_bytes_brings_its_page() -> None:
    described = describe(bytes.fromhex("0501750895010bfe008c008102"))
    assert (described.fields[0].page, described.fields[0].usage) == (0x8C, 0xFE)


def test_what_is_put_by_comes_back() -> None:
    described = describe(bytes.fromhex("058c75089501a405017510b409fe8102"))
    expected = Field(report=0, page=0x8C, usage=0xFE, offset=0, size=8, count=1)
    assert described.fields == (expected,)


def test_a_long_item_is_passed_over() -> None:
    long_item = bytes([0xFE, 3, 0x10, 1, 2, 3])
    assert describe(long_item + MOUSE) == describe(MOUSE)


def test_an_endless_claim_makes_no_endless_list() -> None:
    claim = bytes.fromhex("058c750897ffffffff09fe8102")
    assert len(describe(claim * 100).fields) == 100


@given(st.binary(max_size=400))
def test_noise_is_never_a_fault(noise: bytes) -> None:
    assert isinstance(describe(noise), Description)


@given(st.integers(0, len(MOUSE)))
def test_a_cut_description_says_what_stands_before_the_cut(cut: int) -> None:
    fields = describe(MOUSE[:cut]).fields
    assert fields == describe(MOUSE).fields[: len(fields)]
