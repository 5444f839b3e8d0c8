"""A damaged index is never searched silently: the error says what is wrong and what to do."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.engines.mapped import MappedEngine
from retrieval.engines.records import batches
from retrieval.errors import IndexDamagedError
from tests.support.changing_engines import entry, ids, mapped


def filled(folder: Path) -> None:
    engine = mapped(folder)
    engine.add([entry(str(number), a=1.0, b=number + 1.0) for number in range(9)])
    engine.remove(["3"])


def only(folder: Path, pattern: str) -> Path:
    (path,) = folder.glob(pattern)
    return path


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-5])


def lengthen(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"more")


def empty(path: Path) -> None:
    path.write_bytes(b"")


def overwrite(path: Path) -> None:
    path.write_bytes(b"something else altogether, and long enough to be taken for one" * 9)


@pytest.mark.parametrize("damage", [cut, lengthen, empty, overwrite, Path.unlink])
@pytest.mark.parametrize("pattern", ["*.segment", "*.removed"])
def test_a_file_that_is_not_whole_is_refused_when_it_is_opened(
    tmp_path: Path, damage: Callable[[Path], None], pattern: str
) -> None:
    filled(tmp_path)
    damage(only(tmp_path, pattern))

    with pytest.raises(IndexDamagedError, match="rebuild the index from the library"):
        mapped(tmp_path)


@pytest.mark.parametrize("damage", [cut, lengthen, empty, overwrite])
def test_a_manifest_that_is_not_whole_is_refused(
    tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    filled(tmp_path)
    damage(tmp_path / "manifest")

    with pytest.raises(IndexDamagedError, match="rebuild the index from the library"):
        mapped(tmp_path)


def test_an_index_of_another_format_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(tmp_path)
    monkeypatch.setattr("retrieval.engines.manifest.FORMAT", 2)

    with pytest.raises(IndexDamagedError, match="has format 1, 2 is read; rebuild"):
        mapped(tmp_path)


def test_another_index_s_file_is_refused(tmp_path: Path) -> None:
    filled(tmp_path / "one")
    mapped(tmp_path / "other").add([entry("x", a=1.0)])

    only(tmp_path / "other", "*.segment").replace(only(tmp_path / "one", "*.segment"))

    with pytest.raises(IndexDamagedError, match="is another than was written"):
        mapped(tmp_path / "one")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whole")
    filled(folder)
    return folder


@given(data=st.data())
def test_verifying_finds_any_byte_that_changed(whole: Path, data: st.DataObject) -> None:
    path = only(whole, "*.segment")
    before = path.read_bytes()
    where = data.draw(st.integers(0, len(before) - 1))
    changed = bytearray(before)
    changed[where] ^= data.draw(st.integers(1, 255))
    path.write_bytes(changed)
    try:
        with pytest.raises(IndexDamagedError):
            mapped(whole).verify()
    finally:
        path.write_bytes(before)


def test_rebuilding_puts_a_damaged_index_right(tmp_path: Path) -> None:
    filled(tmp_path)
    overwrite(tmp_path / "manifest")

    MappedEngine.rebuild_in(tmp_path, batches([entry("x", a=1.0)]), stamp="of the library")

    engine = mapped(tmp_path)
    assert ids(engine.search({"a": 1.0}, 5)) == ["x"]
    assert engine.stamp == "of the library"
    assert len(list(tmp_path.glob("*.segment"))) == 1
