"""Of a large corpus, pairs that stand in few passages go; nothing else does."""

from collections import Counter
from collections.abc import Mapping, Sequence

from hypothesis import given
from hypothesis import strategies as st

from retrieval.analysis import Analysis, CutText, Field, terms_of
from retrieval.vocabulary import PAIRS, in_bounds

SYLLABLES = st.lists(st.sampled_from(["dân", "vận", "khéo", "ấp", "xã", "hội"]), max_size=6)
PASSAGES = st.lists(SYLLABLES, max_size=30)


def analysed(passages: Sequence[Sequence[str]]) -> list[Analysis]:
    return [terms_of(CutText(words=tuple(one), runs=(tuple(one),))) for one in passages]


def standing(passages: Sequence[Analysis], field: Field) -> Mapping[str, int]:
    """Return in how many passages each term stands."""
    return Counter(term for one in passages for term in set(one.of(field)))


LEAST = st.integers(2, 6)


@given(passages=PASSAGES, least=LEAST)
def test_pairs_of_fewer_passages_go_and_no_others(passages: list[list[str]], least: int) -> None:
    before = analysed(passages)

    after = list(in_bounds(before, least))

    for field in PAIRS:
        numbers = standing(before, field).items()
        assert standing(after, field) == {pair: n for pair, n in numbers if n >= least}


@given(passages=PASSAGES, least=LEAST)
def test_all_other_terms_and_the_order_of_pairs_stay(passages: list[list[str]], least: int) -> None:
    before = analysed(passages)

    after = list(in_bounds(before, least))

    for one, pruned in zip(before, after, strict=True):
        for field in Field:
            stay = set(pruned.of(field)) if field in PAIRS else set(one.of(field))
            assert pruned.of(field) == tuple(term for term in one.of(field) if term in stay)


def test_a_corpus_that_is_not_large_stays_as_it_is() -> None:
    passages = analysed([["dân", "vận"], ["ấp"]])

    assert in_bounds(passages) is passages


def test_more_passages_than_a_slot_counts_are_enough() -> None:
    passages = analysed([["dân", "vận"]] * 300)

    assert list(in_bounds(passages, 255)) == passages
