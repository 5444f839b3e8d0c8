"""Articles cut into passages that can be cited."""

from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from corpus.passages import SHORTEST_SYLLABLES, TARGET_SYLLABLES, passages_of
from corpus.records import Article, Source, Span

SENTENCE = "Xã Tân An họp dân mỗi tháng một lần tại nhà văn hóa ấp."  # 14 syllables
LONG_SENTENCE = "Xã giao các việc: " + "; ".join(["trồng cây ven đường"] * 50) + "."  # 204


def article(*blocks: str, contact: int = 0) -> Article:
    """An article of `blocks`, the last `contact` of which are the office's contact block."""
    text = "\n".join(blocks)
    tail = "\n".join(blocks[len(blocks) - contact :])
    return Article(
        id="abcd2345",
        source=Source(name="tan-an.txt", sha256="0" * 64),
        title="Tân An",
        text=text,
        contact=Span(start=len(text) - len(tail), end=len(text)) if contact else None,
    )


def quotes(source: Article) -> list[str]:
    return [passage.span.of(source.text) for passage in passages_of(source)]


def test_a_short_paragraph_is_one_passage() -> None:
    paragraph = f"{SENTENCE} {SENTENCE}"
    assert quotes(article(paragraph)) == [paragraph]


def test_a_long_paragraph_is_cut_between_sentences_near_the_target() -> None:
    source = article(" ".join([SENTENCE] * 20))
    sizes = [len(quote.split()) for quote in quotes(source)]
    assert len(sizes) == 3
    assert all(TARGET_SYLLABLES - 20 <= size <= TARGET_SYLLABLES for size in sizes[:-1])


def test_what_little_is_left_over_stays_with_the_passage_before() -> None:
    source = article(" ".join([SENTENCE] * 9))
    assert len(quotes(source)) == 1
    assert len(quotes(source)[0].split()) <= TARGET_SYLLABLES + SHORTEST_SYLLABLES


def test_a_sentence_longer_than_the_target_is_a_passage_by_itself() -> None:
    source = article(" ".join([SENTENCE] * 3 + [LONG_SENTENCE] + [SENTENCE] * 3))
    assert quotes(source)[1] == LONG_SENTENCE


def test_paragraphs_are_not_mixed() -> None:
    assert quotes(article(SENTENCE, SENTENCE + " " + SENTENCE)) == [
        SENTENCE,
        SENTENCE + " " + SENTENCE,
    ]


def test_a_heading_goes_with_what_it_introduces() -> None:
    assert quotes(article(SENTENCE, "Kết quả bước đầu", SENTENCE)) == [
        SENTENCE,
        "Kết quả bước đầu\n" + SENTENCE,
    ]


def test_a_short_last_statement_goes_with_what_stands_before_it() -> None:
    assert quotes(article(SENTENCE, "Bà con rất vui.")) == [SENTENCE + "\nBà con rất vui."]


def test_the_items_of_a_list_stand_together_with_the_line_before_them() -> None:
    blocks = ("Các mô hình gồm:", "- Tuyến đường hoa", "- Tổ tự quản", "- Nhóm hòa giải")
    assert quotes(article(*blocks)) == ["\n".join(blocks)]


def test_a_heading_before_a_sentence_that_fills_a_passage_stands_alone() -> None:
    assert quotes(article("Kết quả", LONG_SENTENCE)) == ["Kết quả", LONG_SENTENCE]


def test_the_contact_block_is_one_passage_of_its_own() -> None:
    contact = ("ỦY BAN NHÂN DÂN XÃ TÂN AN", "Địa chỉ: ấp 1.", "Điện thoại: 0272 3 000 000")
    source = article(SENTENCE, "Bà con rất vui.", *contact, contact=3)
    last = passages_of(source)[-1]
    assert last.span == source.contact
    assert [span.of(source.text) for span in last.sentences] == list(contact)


def test_the_same_words_twice_are_two_passages_with_two_ids() -> None:
    first, second = passages_of(article(SENTENCE, SENTENCE))
    assert first.id != second.id


def test_an_id_changes_with_the_words_and_the_article_and_with_nothing_else() -> None:
    source = article(SENTENCE, SENTENCE + " Xong.")
    longer = article(
        "Đoạn mới được thêm vào trước, cũng dài quá mười hai âm tiết.", *source.text.split("\n")
    )
    ids = [passage.id for passage in passages_of(source)]
    assert [passage.id for passage in passages_of(longer)][1:] == ids
    assert passages_of(replace(source, id="other234"))[0].id not in ids


sentences = st.sampled_from([SENTENCE, LONG_SENTENCE, "Xong.", "Kết quả", "a)", "- Một", "Họ tên:"])
articles = st.lists(st.lists(sentences, min_size=1).map(" ".join), min_size=1).flatmap(
    lambda blocks: st.integers(0, len(blocks)).map(lambda n: article(*blocks, contact=n))
)


@given(articles)
def test_passages_hold_every_sentence_once_in_order_inside_their_spans(source: Article) -> None:
    passages = passages_of(source)
    spans = [span for passage in passages for span in passage.sentences]
    held = "".join(span.of(source.text) for span in spans)
    assert "".join(held.split()) == "".join(source.text.split())
    assert all(one.end <= other.start for one, other in pairwise(spans))
    assert all(p.span.covers(span) for p in passages for span in p.sentences)
    assert len({passage.id for passage in passages}) == len(passages)


@given(articles)
def test_only_a_single_sentence_makes_a_passage_larger_than_the_target(source: Article) -> None:
    in_body = [p for p in passages_of(source) if p.span != source.contact]
    assert all(
        len(passage.span.of(source.text).split()) <= TARGET_SYLLABLES + SHORTEST_SYLLABLES
        for passage in in_body
        if len(passage.sentences) > 1
    )


@given(articles)
def test_ids_are_short_enough_for_several_in_a_button(source: Article) -> None:
    assert all(p.id.isalnum() and p.id.islower() and len(p.id) == 10 for p in passages_of(source))
