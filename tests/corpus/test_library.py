"""The library's contract, on SQLite: what is kept, found, hidden, and how it fails."""

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from corpus.errors import LibraryUnavailableError, UnknownArticleError
from corpus.library import HEAD, Library, tables
from corpus.records import Article, ArticleKind, DigestOf, Source, Span

ORIGINAL = Article(
    id="abcd2345",
    source=Source(name="tan-an-2020.txt", sha256="1" * 64),
    title="Xã Tân An có 12 tổ tự quản",
    publisher="Báo Tân An",
    published_on=date(2020, 5, 19),
    author="Lê Minh",
    place="xã Tân An",
    text="Xã Tân An có 12 tổ tự quản.\nĐiện thoại: 0272 3 000 000",
    contact=Span(start=28, end=54),
)
MORNING = datetime(2025, 3, 3, 1, tzinfo=UTC)
DIGEST = Article(
    id="efgh2345",
    source=Source(name="tan-an-2020.md", sha256="2" * 64),
    title="Tân An: 12 tổ tự quản",
    kind=ArticleKind.DIGEST,
    text="Ở Tân An có 12 tổ tự quản.",
    digest_of=DigestOf(
        file="tan-an-2020.txt",
        title="Xã Tân An có 12 tổ tự quản",
        publisher="Báo Tân An",
        published_on=date(2020, 5, 19),
        author="Lê Minh",
    ),
)


def sqlite_url(path: Path) -> str:
    return f"sqlite:///{path}"


@pytest.mark.parametrize("article", [ORIGINAL, DIGEST], ids=["original", "digest"])
def test_an_article_comes_back_as_it_was_put(library: Library, article: Article) -> None:
    library.put(article)
    assert library.get(article.id) == article
    assert library.articles() == (article,)


def test_an_article_survives_the_library_that_it_was_put_into(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path / "new" / "folder" / "library.db")
    with Library.open(url) as library:
        library.put(ORIGINAL)
    with Library.open(url) as library:
        assert library.articles() == (ORIGINAL,)


def test_a_library_is_used_from_any_thread(library: Library) -> None:
    with ThreadPoolExecutor(max_workers=4) as threads:
        numbered = [
            replace(ORIGINAL, id=f"article{n}", source=Source(name=f"{n}.txt", sha256="1" * 64))
            for n in range(12)
        ]
        list(threads.map(library.put, numbered))
        assert len(threads.submit(library.articles).result()) == 12


def test_putting_an_article_again_replaces_it(library: Library) -> None:
    library.put(ORIGINAL)
    changed = replace(ORIGINAL, text="Xã Tân An có 13 tổ tự quản.", contact=None)
    library.put(changed)
    assert library.articles() == (changed,)


def test_articles_are_in_the_order_of_their_names(library: Library) -> None:
    names = ["b.txt", "a.txt", "Đ.txt", "c.md"]
    for number, name in enumerate(names):
        source = Source(name=name, sha256="1" * 64)
        library.put(replace(ORIGINAL, id=f"article{number}", source=source))
    assert [a.source.name for a in library.articles()] == ["a.txt", "b.txt", "c.md", "Đ.txt"]


def test_when_an_article_was_added_is_aware_and_in_utc(library: Library) -> None:
    library.put(ORIGINAL)
    (article,) = library.articles()
    assert article.added_at is not None
    assert article.added_at.utcoffset() == timedelta(0)
    assert abs(datetime.now(UTC) - article.added_at) < timedelta(minutes=5)


def test_a_corrected_version_was_added_when_the_first_one_was(tmp_path: Path) -> None:
    times = iter([MORNING, MORNING + timedelta(days=1)])
    with Library.open(sqlite_url(tmp_path / "library.db"), clock=lambda: next(times)) as library:
        library.put(ORIGINAL)
        library.put(replace(ORIGINAL, text="Xã Tân An có 13 tổ tự quản.", contact=None))
        assert [one.added_at for one in library.articles()] == [MORNING]


@pytest.mark.parametrize("step", [timedelta(0), timedelta(hours=-1)], ids=["stands", "goes back"])
def test_each_article_is_added_after_those_before_it_though_the_clock(
    tmp_path: Path, step: timedelta
) -> None:
    times = (MORNING + step * n for n in range(5))
    with Library.open(sqlite_url(tmp_path / "library.db"), clock=lambda: next(times)) as library:
        for name in "cadbe":
            source = Source(name=f"{name}.txt", sha256="1" * 64)
            library.put(replace(ORIGINAL, id=name, source=source))
        added = sorted((one.added_at or MORNING, one.id) for one in library.articles())
    assert "".join(name for _, name in added) == "cadbe"
    assert len({moment for moment, _ in added}) == 5


@pytest.mark.parametrize("name", ["abcd2345", "tan-an-2020.txt", "tan-an-2020"])
def test_an_article_is_found_by_id_name_and_stem(library: Library, name: str) -> None:
    library.put(ORIGINAL)
    assert library.get(name) == ORIGINAL


def test_an_unknown_name_is_answered_with_names_that_are_near(library: Library) -> None:
    library.put(ORIGINAL)
    with pytest.raises(UnknownArticleError, match=r"did you mean tan-an-2020\.txt"):
        library.get("tan-an-2002")


def test_a_stem_of_two_articles_is_answered_with_both(library: Library) -> None:
    library.put(ORIGINAL)
    library.put(DIGEST)
    with pytest.raises(UnknownArticleError, match=r"tan-an-2020\.\w+, tan-an-2020\.\w+"):
        library.get("tan-an-2020")


def test_a_removed_article_is_gone(library: Library) -> None:
    library.put(ORIGINAL)
    assert library.remove("tan-an-2020") == ORIGINAL
    assert library.articles() == ()
    with pytest.raises(UnknownArticleError):
        library.remove("tan-an-2020")


def test_a_digest_is_hidden_while_the_file_that_it_retells_is_there(library: Library) -> None:
    library.put(DIGEST)
    assert library.articles() == (DIGEST,)
    library.put(ORIGINAL)
    assert library.articles() == (ORIGINAL,)
    assert [(h.article.id, h.hidden) for h in library.everything()] == [
        (DIGEST.id, True),
        (ORIGINAL.id, False),
    ]
    library.remove(ORIGINAL.id)
    assert library.articles() == (DIGEST,)


renamed = replace(ORIGINAL, source=Source(name="bai-1.txt", sha256="1" * 64))


@pytest.mark.parametrize(
    ("original", "hidden"),
    [
        (renamed, True),
        (replace(renamed, title="Xã Tân An có 12 tổ tự quản".replace("ự", "u\u031b\u0323")), True),
        (replace(renamed, published_on=date(2021, 5, 19)), False),
        (replace(renamed, title="Xã Tân An có 13 tổ tự quản"), False),
    ],
    ids=["same headline and day", "the same in NFD", "another day", "another headline"],
)
def test_a_digest_is_hidden_by_headline_and_day_under_another_name(
    library: Library, original: Article, *, hidden: bool
) -> None:
    library.put(DIGEST)
    library.put(original)
    assert (DIGEST not in library.articles()) is hidden


@pytest.mark.parametrize(("file", "hidden"), [("tan-an-2020.txt", True), ("khac.txt", False)])
def test_a_digest_of_no_known_headline_is_hidden_by_the_file_alone(
    library: Library, file: str, *, hidden: bool
) -> None:
    untitled = replace(DIGEST, digest_of=DigestOf(file=file))
    library.put(untitled)
    library.put(replace(ORIGINAL, published_on=None))
    assert (untitled not in library.articles()) is hidden


@pytest.mark.parametrize(
    "change",
    [
        lambda library: library.put(DIGEST),
        lambda library: library.put(replace(ORIGINAL, title="Tựa khác")),
        lambda library: library.remove(ORIGINAL.id),
    ],
    ids=["add", "replace", "remove"],
)
def test_every_change_shows_in_the_revision_that_another_sees(
    tmp_path: Path, change: Callable[[Library], object]
) -> None:
    url = sqlite_url(tmp_path / "library.db")
    with Library.open(url) as library, Library.open(url) as another:
        library.put(ORIGINAL)
        before = another.revision()
        assert another.revision() == before
        change(library)
        assert another.revision() != before


def test_a_failed_change_changes_nothing(library: Library) -> None:
    library.put(ORIGINAL)
    before = library.revision()
    with pytest.raises(LibraryUnavailableError):
        library.put(replace(ORIGINAL, id="same-name"))
    assert library.revision() == before
    assert library.articles() == (ORIGINAL,)


def test_the_migrations_lead_to_the_tables_that_the_code_uses(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path / "library.db")
    Library.open(url).close()
    engine = create_engine(url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": "corpus_version"})
        assert compare_metadata(context, tables) == []
    engine.dispose()
    config = Config()
    config.set_main_option("script_location", "corpus:migrations")
    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]


def a_folder(path: Path) -> None:
    path.mkdir()


def another_kind_of_file(path: Path) -> None:
    path.write_text("Xã Tân An có 12 tổ tự quản. " * 200, encoding="utf-8")


def a_library_of_the_future(path: Path) -> None:
    with Library.open(sqlite_url(path)):
        pass
    connection = sqlite3.connect(path)
    connection.execute("UPDATE corpus_version SET version_num = 'v9999'")
    connection.commit()
    connection.close()


@pytest.mark.parametrize("make", [a_folder, another_kind_of_file, a_library_of_the_future])
def test_what_is_no_library_is_refused_with_what_to_do(
    tmp_path: Path, make: Callable[[Path], None]
) -> None:
    path = tmp_path / "library.db"
    make(path)
    with pytest.raises(LibraryUnavailableError, match="DANVAN_DATABASE_URL"):
        Library.open(sqlite_url(path))


@pytest.mark.parametrize(
    "url",
    [
        "nonsense",
        "",
        "oracle+unheard://host/db",
        "mssql+pyodbc://host/db",
        "sqlite:////proc/no/such/folder/library.db",
    ],
)
def test_a_url_that_leads_nowhere_is_refused(url: str) -> None:
    with pytest.raises(LibraryUnavailableError):
        Library.open(url)


def test_a_password_never_stands_in_an_error() -> None:
    with pytest.raises(LibraryUnavailableError) as error:
        Library.open("unheard+driver://danvan:s3cret@host/db")
    assert "s3cret" not in str(error.value)


@pytest.mark.parametrize(
    "use",
    [
        lambda library: library.articles(),
        lambda library: library.get("x"),
        lambda library: library.put(ORIGINAL),
        lambda library: library.remove("x"),
        lambda library: library.revision(),
        lambda library: library.sha256s(),
        lambda library: library.shipped_sha256s(),
        lambda library: library.note_shipped(ORIGINAL.source),
    ],
)
def test_a_database_that_breaks_later_is_no_foreign_error(
    tmp_path: Path, use: Callable[[Library], object]
) -> None:
    path = tmp_path / "library.db"
    with Library.open(sqlite_url(path)) as library:
        connection = sqlite3.connect(path)
        for table in ("article", "library_state", "shipped_article"):
            connection.execute(f"DROP TABLE {table}")
        connection.close()
        with pytest.raises(LibraryUnavailableError):
            use(library)
