"""The terms that texts are found by: the same for what people take for the same, in any writing."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pydoc_data.topics import topics

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.retrieval import terms
from orchestrator.retrieval.terms import dump_terms, load_terms, term_id, terms_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Running FILES", "run file"),
        ("ﬁles", "files"),
        ("STRASSE", "straße"),
        ("\uff46\uff55ll", "full"),
        ("книгами", "книги"),
    ],
)
def test_forms_of_a_word_are_one_term(one: str, other: str) -> None:
    """Case, width, ligatures and endings are no difference."""
    assert terms_of(one) == terms_of(other)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("call foo_bar now", {"foo_bar", "foo", "bar", "call", "now"}),
        ("use $_ here", {"$_"}),
        ("open()", {"open", "open()"}),
        ("in C++ or C#", {"c++", "c#", "c"}),
        ("std::vector", {"std::vector", "std", "vector"}),
        ("apt-get", {"apt-get", "apt", "get"}),
        ("検索機", {"検索", "索機"}),
        ("船", {"船"}),
        ("한국어", {"한국", "국어"}),
        ("हिन्दी", {"हिन्दी"}),
        ("ไทย", {"ไท", "ทย"}),
        ("Windows版", {"window", "版"}),
    ],
)
def test_what_programs_write_and_what_has_no_spaces_is_found_whole_and_in_parts(text: str, wanted: set[str]) -> None:
    """A name is looked for as it stands, and by one of its words."""
    assert wanted <= set(terms_of(text))


@pytest.mark.parametrize("name", sorted(topics)[:20])
def test_what_is_kept_of_a_text_are_its_terms_and_their_counts(name: str) -> None:
    """An index that is made of what is kept is the one that would be made of the text."""
    ids, counts = load_terms(dump_terms(topics[name]))
    assert dict(zip(ids.tolist(), counts.tolist(), strict=True)) == Counter(map(term_id, terms_of(topics[name])))
    assert (np.diff(ids.astype(np.int64)) > 0).all()


@given(st.text() | st.sampled_from(["a\ud800b", "$\udfff x", "\ud800"]))
def test_any_text_has_terms_that_can_be_kept(text: str) -> None:
    """Whatever is in a document, lone surrogates too."""
    ids, counts = load_terms(dump_terms(text))
    assert int(counts.sum()) == len(terms_of(text))
    assert len(ids) == len(set(map(term_id, terms_of(text))))


def test_a_term_more_frequent_than_can_be_counted_is_kept_with_the_most_that_can() -> None:
    """A chunk never has so many; a query may."""
    assert load_terms(dump_terms("ship " * 70_000))[1].tolist() == [65_535]


def test_the_number_of_a_term_never_changes() -> None:
    """What stores keep is read by later versions: another number needs another VERSION."""
    assert terms.VERSION == "terms/1"
    assert [term_id(one) for one in ("ship", "検索", "$_")] == [4197509924, 389173547, 1273347900]


def test_threads_that_stem_at_once_get_the_same_stems() -> None:
    """A stemmer holds the word that it works on."""
    text = topics["compound"]
    wanted = terms_of(text)
    terms._terms.cache_clear()
    with ThreadPoolExecutor(8) as threads:

        def stemmed(_: int) -> list[str]:
            terms._terms.cache_clear()
            return terms_of(text)

        assert all(found == wanted for found in threads.map(stemmed, range(24)))
