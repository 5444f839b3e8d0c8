"""Paths as typed -> the files to import, each once, with what is wrong where there is none."""

import glob
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.readers import READERS


@dataclass(frozen=True, kw_only=True, slots=True)
class FoundFile:
    """A file to import, or a path that leads to none."""

    path: Path
    problem: str | None = None
    """What is wrong and what to do; None for a file that can be read."""


def find_files(paths: Iterable[Path]) -> tuple[FoundFile, ...]:
    """Return the files that `paths` name, in the order given, those of a folder sorted.

    Of a folder these are the files of known formats, in its folders too, but nothing hidden and
    nothing outside that a symbolic link leads to. A file that is named itself is taken whatever
    its extension. Patterns such as `dir/*.txt` are expanded where no file has that very name.
    """
    found: dict[Path, FoundFile] = {}
    for path in paths:
        for file in _found_at(path):
            found.setdefault(file.path.absolute(), file)
    return tuple(_with_unique_names(found.values()))


def _found_at(path: Path) -> Iterator[FoundFile]:
    try:
        matches = [path] if path.exists() else _matching(path)
        for match in matches:
            yield from _files_inside(match) if match.is_dir() else [_checked(match)]
    except OSError as error:
        yield FoundFile(path=path, problem=f"the path can't be read ({error.strerror}); check it")
        return
    if not matches and glob.has_magic(str(path)):
        yield FoundFile(path=path, problem="no file matches the pattern; check the path")
    elif not matches:
        yield FoundFile(path=path, problem="there is no such file or folder; check the path")


def _matching(pattern: Path) -> list[Path]:
    """Return what a pattern matches; what is hidden only where the pattern names it.

    `**` follows no links: they may lead in circles, or out of the folder.
    """
    parts = pattern.parts
    start = next((n for n, part in enumerate(parts) if glob.has_magic(part)), len(parts))
    folder, wanted = Path(*parts[:start]), parts[start:]
    if not wanted or any("**" in part and part != "**" for part in wanted):
        return []
    matches = sorted(folder.glob(str(Path(*wanted))))
    if any(part.startswith(".") for part in wanted):
        return matches
    return [path for path in matches if not _is_hidden(path.relative_to(folder))]


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def _checked(path: Path) -> FoundFile:
    is_file = path.is_file()
    return FoundFile(path=path, problem=None if is_file else "this is no file that can be read")


def _files_inside(folder: Path) -> Iterator[FoundFile]:
    inside = sorted(path for path in _walk(folder) if path.suffix.lower() in READERS)
    yield from map(_checked, inside)
    if not inside:
        formats = " or ".join(READERS)
        yield FoundFile(path=folder, problem=f"the folder holds no {formats} file; add one")


def _walk(folder: Path) -> Iterator[Path]:
    """Yield all files in `folder` that are not hidden and lie there, not behind a link."""
    root = folder.resolve()
    for parent, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        paths = (Path(parent, name) for name in names if not name.startswith("."))
        yield from (p for p in paths if not p.is_symlink() or _leads_into(root, p))


def _leads_into(root: Path, link: Path) -> bool:
    """Tell whether a link leads inside; one in a circle leads nowhere and is reported as such."""
    try:
        return link.resolve().is_relative_to(root)
    except (OSError, RuntimeError):
        return True


def _with_unique_names(files: Iterable[FoundFile]) -> Iterator[FoundFile]:
    """Yield `files`; all but the first of one name with the problem that makes of it."""
    folder_of: dict[str, Path] = {}
    for file in files:
        first = folder_of.setdefault(file.path.name, file.path.parent)
        if file.problem is None and first != file.path.parent:
            problem = (
                f"{first} has a file of that name too, and names tell articles apart; rename one"
            )
            yield FoundFile(path=file.path, problem=problem)
        else:
            yield file
