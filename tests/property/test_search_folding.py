"""Test that whatever is typed finds what it is the beginning of."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from kiosk.search import fold, list_tails, tidy
from tests.property.test_round_trips import names

texts = st.text(max_size=40)


@given(texts)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(texts)
def test_composed_and_decomposed_text_fold_alike(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    assert fold(composed) == fold(unicodedata.normalize("NFD", text))


@given(names)
def test_a_name_folds_to_ascii_whatever_its_case(name: str) -> None:
    folded = fold(name)
    assert (folded.isascii(), fold(name.upper()), len(folded)) == (
        True,
        folded,
        len(name),
    )


@given(names, st.data())
def test_the_beginning_of_any_word_finds_the_name(
    name: str, data: st.DataObject
) -> None:
    first = data.draw(st.integers(0, name.count(" ")))
    rest = " ".join(name.split()[first:])
    typed = fold(rest[: data.draw(st.integers(1, len(rest)))])
    assert any(tail.startswith(typed) for tail in list_tails(fold(name)))


@given(texts)
def test_tidying_twice_is_tidying_once(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)
