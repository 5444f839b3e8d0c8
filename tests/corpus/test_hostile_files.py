"""Files made to do harm: each is read within its limits, or refused with the reason."""

import os
from collections import Counter
from contextlib import suppress
from importlib.resources import files as packaged
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import UnreadableFileError, UnreadableRegisterError
from corpus.finding import find_files
from corpus.ingest import import_paths, make_article, read_article
from corpus.library import Library
from corpus.passages import passages_of
from corpus.readers import limits, read_document
from corpus.records import FileOutcome, Source
from corpus.register import read_register
from corpus.sentences import LONGEST_SENTENCE, split_sentences
from tests.support.mutated_files import NAMES, mutated

LINE = "Xã Tân An có 12 tổ tự quản."
LAUGHS = "a: &a {k: v}\n" + "".join(
    f"{new}: &{new}\n  <<: [{', '.join([f'*{old}'] * 9)}]\n"
    for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)
"""Merged, nine to the eighth of pairs: YAML itself would take all memory over them."""


def refusal(name: str, data: bytes) -> str:
    with pytest.raises(UnreadableFileError) as caught:
        read_document(name, data)
    return str(caught.value)


def with_front_matter(stated: str) -> bytes:
    return f"---\n{stated}\n---\n{LINE}\n".encode()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"a " * (limits.LARGEST_FILE_BYTES // 2 + 1), "larger than 5 MB"),
        (b"<html>" + b"<b>" * 30_000_000, "larger than 5 MB"),
        (b"%PDF-1.7\n" + b"1 0 obj << /Kids [1 0 R] >> endobj\n" * 1000, "is a PDF"),
        (b"PK\x03\x04" + b"\0" * 1000, "zipped"),
        (b"PK\x05\x06" + b"\0" * 18, "binary"),
        (b"\x1f\x8b\x08" + b"\0" * 100, "binary"),
        (f"{LINE}\n".encode() * (limits.MOST_BLOCKS + 1), "more than 20000 paragraphs"),
        (b"a" * (limits.LONGEST_WORD + 1), "data, not text"),
        (("a" + "\u0323\u0301" * limits.MOST_MARKS).encode(), "data, not text"),
        (b"a " + b"\xf2\xec" * 2_000_000, "not in UTF-8"),  # as windows-1258 it takes hours
    ],
    ids=[
        *("large", "web page of 90 MB", "PDF without an end", "zip bomb", "empty zip", "gzip"),
        *("lines", "word", "marks", "marks of windows-1258"),
    ],
)
def test_what_is_beyond_a_limit_is_refused_with_the_reason(data: bytes, reason: str) -> None:
    assert reason in refusal("a.txt", data)


@pytest.mark.parametrize(
    "data",
    [
        (f"{LINE} " * (limits.LARGEST_FILE_BYTES // 40)).encode(),
        f"{LINE}\n".encode() * limits.MOST_BLOCKS,
        b"a" * limits.LONGEST_WORD,
        ("a" + "\u0323" * limits.MOST_MARKS).encode(),
    ],
    ids=["large", "lines", "word", "marks"],
)
def test_what_is_within_the_limits_is_read(data: bytes) -> None:
    assert read_document("a.txt", data).blocks


@pytest.mark.parametrize(
    ("stated", "reason"),
    [
        (LAUGHS, "alias"),
        (f"{LAUGHS}title: *i", "alias"),
        ("title: &a [*a]", "alias"),
        ("title: !!timestamp x", "tag"),
        ("title: !!int ''", "tag"),
        ("title: !!float ''", "tag"),
        ("title: !!bool perhaps", "tag"),
        ("title: !!python/object/apply:os.system [id]", "tag"),
        ("title: " + "[" * (limits.DEEPEST_FRONT_MATTER + 1), "nested deeper"),
        ("? " * 9_000, "nested deeper"),
        ("title: a\n" * 3_000, "longer than 20000"),
        ("title: " + "Tân " * 200, "at most 500 characters"),
        ('title: "\\ud800"', "half of an escaped pair"),
        ('title: "\\u202e\\0"', "blank"),
        ("title: a\npublished_on: 2020-13-45", "month"),
        ("title: a\npublished_on: 2020-01-01 00:00:00 +99:99", "offset"),
        ("title: a\npublished_on: 0000-01-01", "year"),
        ("title: a\npublished_on: 20200101", "date"),
        ("title: .inf", "string"),
        ("[a]: b", "unhashable"),
        ("\n".join(f"k{number}: 1" for number in range(2_000)), "and 1996 more"),
        ('"\\e[2Jkey": 1', "[2Jkey: Extra"),
    ],
)
def test_front_matter_that_unfolds_or_misleads_is_refused(stated: str, reason: str) -> None:
    message = refusal("a.md", with_front_matter(stated))
    assert reason in message
    assert len(message) < 1_000
    assert message.isprintable()


@pytest.mark.parametrize("title", ["\u202egpj.exe", "a\u200bb", "\u001b[2J", "e\u0301" * 100])
def test_a_title_is_shown_as_it_is_stated(title: str) -> None:
    data = with_front_matter(f'title: "Tân An {ascii(title)[1:-1]}"')
    stated = read_document("a.md", data).front_matter
    assert stated is not None
    assert stated.title.isprintable()


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "a.txt"
    os.mkfifo(pipe)
    with pytest.raises(UnreadableFileError, match="a pipe, a device or a folder"):
        read_article(pipe)
    assert [found.problem for found in find_files([tmp_path])] == [
        "this is no file that can be read"
    ]


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/null"])
def test_a_device_is_no_file_by_whatever_name(tmp_path: Path, device: str) -> None:
    link = tmp_path / "a.txt"
    link.symlink_to(device)
    with pytest.raises(UnreadableFileError, match="a pipe, a device or a folder"):
        read_article(link)


def test_a_folder_is_not_left_by_links_nor_walked_in_circles(tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_text(LINE, encoding="utf-8")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "a.txt").write_text(LINE, encoding="utf-8")
    (folder / "out.txt").symlink_to(Path("..") / "outside.txt")
    (folder / "nowhere.txt").symlink_to("nowhere")
    (folder / "itself.txt").symlink_to("itself.txt")
    (folder / "circle").symlink_to(folder)
    (folder / "up").symlink_to(tmp_path)
    assert [found.path.name for found in find_files([folder]) if found.problem is None] == ["a.txt"]


@pytest.mark.parametrize("name", ["\u202etxt.a", "a\u200b.txt", "a\u001b[2J.txt", "a\nb.txt"])
def test_a_name_with_what_cannot_be_seen_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(LINE, encoding="utf-8")
    with pytest.raises(UnreadableFileError, match="can't be seen"):
        read_article(path)


@pytest.mark.parametrize("name", ["..txt", "....md", "..%2f..%2fa.txt", "C:\\a.txt", "-rf.txt"])
def test_a_name_is_a_name_and_leads_nowhere(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(LINE, encoding="utf-8")
    article = read_article(path)
    assert article.source.name == name
    assert article.id.isalnum()


def test_every_bad_file_of_many_is_a_line_and_the_good_one_comes_in(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(LINE, encoding="utf-8")
    (tmp_path / "bomb.md").write_bytes(with_front_matter(LAUGHS))
    (tmp_path / "tag.md").write_bytes(with_front_matter("title: !!timestamp x"))
    (tmp_path / "half.md").write_bytes(with_front_matter('title: "\\ud800"'))
    os.mkfifo(tmp_path / "pipe.txt")
    with Library.open("sqlite://") as library:
        report = import_paths([tmp_path], library)
        [article] = library.articles()
    assert article.source.name == "good.txt"
    assert report.count(FileOutcome.Status.FAILED) == 4


@pytest.mark.parametrize(
    "page",
    [
        "01/12/2023\n" * (limits.MOST_BLOCKS // 4) + LINE,
        "Lê An\n" * (limits.MOST_BLOCKS // 4) + LINE,
        "Ủy ban nhân dân\n" * (limits.MOST_BLOCKS // 4) + LINE,
        "Xã Tân An có tổ " * 20_000 + ".",
    ],
    ids=["dates", "names", "offices", "one sentence"],
)
def test_a_page_of_one_thing_over_and_over_is_read_or_refused(page: str) -> None:
    with suppress(UnreadableFileError):
        article = make_article(Source(name="a.txt", sha256=""), page.encode())
        assert len(article.title) <= limits.LONGEST_VALUE
        assert passages_of(article)


@pytest.mark.parametrize("word", ["tổ", "t" * 2_000, "t" * 20_000])
def test_a_sentence_without_an_end_is_cut_and_nothing_lost(word: str) -> None:
    text = f"{word} " * (30_000 // len(word)) + "hết"
    sentences = split_sentences(text)
    assert max(map(len, sentences)) <= LONGEST_SENTENCE
    assert "".join(span.of(text) for span in sentences).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize("files", [60, pytest.param(10_000, marks=pytest.mark.slow)])
def test_a_damaged_file_becomes_an_article_or_is_refused(files: int) -> None:
    outcomes: Counter[str] = Counter()

    @given(mutated(), st.sampled_from(NAMES))
    @settings(max_examples=files, database=None)
    def check(data: bytes, name: str) -> None:
        try:
            article = make_article(Source(name=name, sha256=""), data)
        except UnreadableFileError:
            outcomes["refused"] += 1
            return
        outcomes["read"] += 1
        for passage in passages_of(article):
            assert passage.span.of(article.text).strip()

    check()
    assert outcomes.total() >= files
    assert min(outcomes["read"], outcomes["refused"]) > files / 10


REGISTER = (packaged("corpus") / "data" / "register.tsv").read_bytes()


@pytest.mark.parametrize("tables", [20, pytest.param(2_000, marks=pytest.mark.slow)])
def test_a_damaged_table_of_documents_is_a_register_or_is_refused(
    tables: int, tmp_path: Path
) -> None:
    path = tmp_path / "register.tsv"

    @given(mutated((REGISTER,)))
    @settings(max_examples=tables, database=None)
    def check(data: bytes) -> None:
        path.write_bytes(data)
        with suppress(UnreadableRegisterError):
            assert read_register(path).entries

    check()


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there is no file without an end here")
def test_a_table_of_documents_without_an_end_is_refused() -> None:
    with pytest.raises(UnreadableRegisterError, match="more than 5,000,000 characters"):
        read_register(Path("/dev/zero"))
