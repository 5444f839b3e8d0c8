"""Bytes -> blocks and front matter, or a refusal that says what to do."""

import codecs
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import UnreadableFileError
from corpus.readers import READERS, read_document
from corpus.readers.limits import LARGEST_FILE_BYTES
from corpus.records import ArticleKind

LINE = "Xã Tân An có 12 tổ tự quản, mỗi tổ họp một tháng một lần."

DIGEST = """---
title: "Tân An: 12 tổ tự quản"
kind: digest
digest_of:
  file: tan-an.txt
  title: Xã Tân An có 12 tổ tự quản
  publisher: Báo Tân An
  published_on: 2020-05-19
place: xã Tân An
contact: true
---

Xã Tân An có 12 tổ
tự quản.

## Kết quả

- Tuyến đường hoa
- Nhóm hòa giải,
  nhóm tuần tra

Điện thoại của xã là 0272 3 000 000.
"""


@pytest.mark.parametrize(
    "data",
    [
        LINE.encode(),
        codecs.BOM_UTF8 + LINE.encode(),
        LINE.encode("utf-16"),
        codecs.BOM_UTF16_BE + LINE.encode("utf-16-be"),
        LINE.encode("utf-32"),
        (LINE + "\r\n").encode(),
    ],
    ids=["utf-8", "utf-8 with mark", "utf-16", "utf-16 big-endian", "utf-32", "crlf"],
)
def test_text_is_read_in_every_safe_encoding(data: bytes) -> None:
    assert read_document("a.txt", data).blocks == (LINE,)


def test_windows_1258_is_read_where_all_of_it_is_vietnamese() -> None:
    # It writes a tone as a sign of its own, after the letter.
    data = "Đô\u0300ng ba\u0300o Tân An có 12 tô\u0309 tư\u0323 qua\u0309n".encode("cp1258")
    assert read_document("a.txt", data).blocks == ("Đồng bào Tân An có 12 tổ tự quản",)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \n\t\n", "empty"),
        (codecs.BOM_UTF16_LE, "empty"),
        ("…\n---\n".encode(), "empty"),
        (b"Tan An\x00\x00\x01\x02", "binary"),
        (LINE.encode("utf-16-le"), "binary"),
        (b"%PDF-1.7 ...", "a PDF"),
        (b"PK\x03\x04....", "Word"),
        (b"<!DOCTYPE html><html>", "web page"),
        (b"{\\rtf1 Tan An}", "RTF"),
        (b"Nh\xb8n d\xa9n x\xb7 T\xa9n An", "not in UTF-8"),  # TCVN3
        ("Nhaân daân xaõ ñaõ hoïp".encode("latin-1"), "not in UTF-8"),  # VNI
        (codecs.BOM_UTF16_LE + b"\x00\xd8", "broken UTF-16"),
        (b"\x1b\x02\x03 Tan An", "data, not text"),
        (b"Tan An " + b"QUJD" * 600, "data, not text"),
        (b"a" * (LARGEST_FILE_BYTES + 1), "larger than 5 MB"),
    ],
)
def test_what_is_no_text_is_refused_with_the_reason(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFileError, match=reason):
        read_document("a.txt", data)


def test_every_line_of_plain_text_is_a_block() -> None:
    data = f"Tân An\n\n{LINE}\nChú thích\n{LINE * 3}\n".encode()
    assert read_document("a.txt", data).blocks == ("Tân An", LINE, "Chú thích", LINE * 3)


def test_lines_that_are_wrapped_at_a_margin_are_joined() -> None:
    data = """
Từ đầu năm đến nay, xã Tân An chỉ xảy ra hai vụ mất cắp,
giảm mười một vụ so với cùng kỳ năm trước, nhờ các tổ
tự quản tuần tra mỗi tối.

Mỗi tổ có mười hai thành viên, do ấp bầu ra và được công
an xã hướng dẫn. Xã giao cho các tổ:
- tuần tra ban đêm trên các tuyến đường
- báo tin qua nhóm Zalo của ấp.
""".encode()
    blocks = read_document("a.txt", data).blocks
    assert [" ".join(block.split()[:2]) for block in blocks] == [
        "Từ đầu",
        "Mỗi tổ",
        "- tuần",
        "- báo",
    ]


def test_an_unknown_extension_is_read_as_plain_text() -> None:
    assert read_document("bai-viet", LINE.encode()).blocks == (LINE,)


def test_a_digest_says_what_it_retells() -> None:
    stated = read_document("tan-an.md", DIGEST.encode()).front_matter
    assert stated is not None
    assert (stated.kind, stated.title) == (ArticleKind.DIGEST, "Tân An: 12 tổ tự quản")
    assert (stated.place, stated.contact) == ("xã Tân An", True)
    assert stated.digest_of is not None
    assert stated.digest_of.published_on == date(2020, 5, 19)


def test_paragraphs_headings_and_items_of_markdown_are_blocks() -> None:
    assert read_document("tan-an.MD", DIGEST.encode()).blocks == (
        "Xã Tân An có 12 tổ tự quản.",
        "Kết quả",
        "Tuyến đường hoa",
        "Nhóm hòa giải, nhóm tuần tra",
        "Điện thoại của xã là 0272 3 000 000.",
    )


def test_markdown_without_front_matter_is_read_as_a_page() -> None:
    document = read_document("a.md", b"# Tin vui\n\n***\n\nTan An co duong moi.")
    assert document.front_matter is None
    assert document.blocks == ("Tin vui", "Tan An co duong moi.")


@pytest.mark.parametrize(
    ("front_matter", "reason"),
    [
        ("kind: original", "title: Field required"),
        ("title: 2020", "title: Input should be a valid string"),
        ("title: ''", "title: .*blank"),
        ("title: Tân An\nauthors: Ba", "authors: Extra inputs are not permitted"),
        ("title: Tân An\npublished_on: hôm qua", "published_on: .*date"),
        ("title: Tân An\npublished_on: 2020-13-45", "no YAML"),
        ("title: Tân An\ncontact: 1", "contact: Input should be a valid boolean"),
        ("title: Tân An\nkind: summary", "kind: Input should be 'original' or 'digest'"),
        ("title: Tân An\nkind: digest", "digest_of` belong together"),
        ("title: Tân An\ndigest_of: {file: a.txt}", "digest_of` belong together"),
        (
            "title: Tân An\nkind: digest\ndigest_of: {file: a.txt}\nauthor: Ba",
            "put them under digest_of",
        ),
        ("title: Tân An\nkind: digest\ndigest_of: {title: a}", "digest_of.file: Field required"),
        ("title: [unclosed", "no YAML"),
        ("title: !!python/object:os.system x", "tag"),
        ("- title", "valid dictionary"),
        ("", "valid dictionary"),
        ("[ " * 5_000, "nested deeper"),
        ("title:" + " Tân" * 9_000, "longer than 20000 characters"),
    ],
)
def test_wrong_front_matter_is_refused_with_the_key_and_what_is_expected(
    front_matter: str, reason: str
) -> None:
    with pytest.raises(UnreadableFileError, match=reason):
        read_document("a.md", f"---\n{front_matter}\n---\n{LINE}".encode())


def test_front_matter_without_an_end_is_refused() -> None:
    with pytest.raises(UnreadableFileError, match="close it"):
        read_document("a.md", f"---\ntitle: Tân An\n\n{LINE}".encode())


names = st.sampled_from(["a.txt", "a.md", "a"])
file_bytes = st.one_of(
    st.binary(),
    st.text().map(str.encode),
    st.text().map(lambda text: f"---\n{text}\n---\nTân An.".encode()),
    st.text().map(lambda text: text.encode("utf-16", "surrogatepass")),
)


@given(names, file_bytes)
def test_any_bytes_are_read_or_refused(name: str, data: bytes) -> None:
    with suppress(UnreadableFileError):
        blocks = read_document(name, data).blocks
        assert all(block.strip() == block != "" for block in blocks)


def test_folders_are_searched_for_the_formats_that_have_a_reader() -> None:
    assert set(READERS) == {".txt", ".md"}
