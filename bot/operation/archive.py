"""One file that holds copies of databases, with what is needed to tell that they are whole.

A ZIP archive: `manifest.json`, and beside it each database under its name. What comes out of one is
believed only as far as its checksums go: no name leads out of the folder, nothing grows beyond the
size that the manifest states, and that must have room on the disk.
"""

import hashlib
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated, BinaryIO

from pydantic import AwareDatetime, Field, TypeAdapter, ValidationError

from bot.errors import BackupError
from bot.store.copying import check_unused, checked_versions, copy_database, make_way

FORMAT = 1
MANIFEST = "manifest.json"
MOST_MANIFEST_BYTES = 64 * 1024
_CHUNK_BYTES = 1024 * 1024

FileName = Annotated[str, Field(pattern=r"^[^./\\\x00-\x1f][^/\\\x00-\x1f]{0,199}$")]
"""Of a file, and of nothing that is elsewhere."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Copy:
    """One database of a backup."""

    name: FileName
    size: Annotated[int, Field(ge=0)]
    """In bytes."""
    sha256: str
    versions: tuple[str, ...]
    """The migrations that its tables stand at, e.g. "bot_version=v0002"."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Manifest:
    """What is in a backup."""

    format: int
    program: str
    """The version of danvan that made it."""
    made_at: AwareDatetime
    databases: Annotated[tuple[Copy, ...], Field(min_length=1, max_length=16)]


_manifests = TypeAdapter(Manifest)


def back_up(databases: Iterable[Path], file: Path, *, program: str, now: datetime) -> Manifest:
    """Write copies of `databases` into a new archive; each is as it was at one moment.

    The file appears when it is whole, and only its owner may read it. Raises BackupError.
    """
    if file.exists():
        raise BackupError(f"{file} exists; choose another name, or remove it")
    with _problems_told(file), tempfile.TemporaryDirectory(dir=file.parent) as folder:
        copies = tuple(_copied(path, Path(folder)) for path in databases)
        manifest = Manifest(format=FORMAT, program=program, made_at=now, databases=copies)
        unfinished = Path(folder) / "unfinished.zip"
        with _created(unfinished) as stream:
            _pack(manifest, Path(folder), stream)
        unfinished.replace(file)
    return manifest


def restore(file: Path, folder: Path, *, overwrite: bool) -> Manifest:
    """Put the databases of an archive into a folder, whose bot must not be running.

    Nothing is replaced before all of them are checked, and those in their place found unused.
    Raises BackupError.
    """
    with _problems_told(file), zipfile.ZipFile(file) as archive:
        manifest = _manifest_of(archive, file)
        there = [copy.name for copy in manifest.databases if (folder / copy.name).exists()]
        if there and not overwrite:
            raise BackupError(
                f"{folder} has {', '.join(there)} already; to give that up, add --force; else set "
                "DANVAN_HOME to a fresh folder"
            )
        folder.mkdir(parents=True, exist_ok=True)
        _check_room(manifest, folder)
        with tempfile.TemporaryDirectory(dir=folder) as beside:
            for copy in manifest.databases:
                _unpack(archive, copy, Path(beside))
            for copy in manifest.databases:
                check_unused(folder / copy.name)
            for copy in manifest.databases:
                make_way(folder / copy.name)
                (Path(beside) / copy.name).replace(folder / copy.name)
    return manifest


def _copied(path: Path, folder: Path) -> Copy:
    target = folder / path.name
    copy_database(path, target)
    versions = checked_versions(target)
    with target.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    size = target.stat().st_size
    return Copy(name=path.name, size=size, sha256=digest, versions=versions)


def _pack(manifest: Manifest, folder: Path, stream: BinaryIO) -> None:
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        archive.writestr(MANIFEST, _manifests.dump_json(manifest, indent=2))
        for copy in manifest.databases:
            archive.write(folder / copy.name, copy.name)


def _manifest_of(archive: zipfile.ZipFile, file: Path) -> Manifest:
    try:
        with archive.open(MANIFEST) as stream:
            raw = stream.read(MOST_MANIFEST_BYTES)
        manifest = _manifests.validate_json(raw)
    except (KeyError, ValidationError):
        raise BackupError(
            f"{file} is no backup of danvan: its {MANIFEST} is missing or not as "
            "danvan writes it; name a file that danvan backup made"
        ) from None
    if manifest.format != FORMAT:
        raise BackupError(
            f"{file} was made by danvan {manifest.program}, in a format that this version does "
            "not know; install that version"
        )
    return manifest


def _check_room(manifest: Manifest, folder: Path) -> None:
    needed = sum(copy.size for copy in manifest.databases)
    free = shutil.disk_usage(folder).free
    if needed > free:
        raise BackupError(f"{folder} has room for {free:,} bytes, and {needed:,} are needed")


def _unpack(archive: zipfile.ZipFile, copy: Copy, folder: Path) -> None:
    """Take one database out, no more of it than it should have; raises BackupError if damaged."""
    digest, left = hashlib.sha256(), copy.size
    with archive.open(copy.name) as packed, _created(folder / copy.name) as stream:
        while chunk := packed.read(min(_CHUNK_BYTES, left + 1)):
            left -= len(chunk)
            if left < 0:
                break
            digest.update(chunk)
            stream.write(chunk)
    if left or digest.hexdigest() != copy.sha256:
        raise BackupError(f"{copy.name} in the backup is damaged; use another backup")
    checked_versions(folder / copy.name)


@contextmanager
def _created(path: Path) -> Iterator[BinaryIO]:
    """Open a new file that only its owner may read, and have it on the disk when it is left."""
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        yield stream
        stream.flush()
        os.fsync(stream.fileno())


@contextmanager
def _problems_told(file: Path) -> Iterator[None]:
    try:
        yield
    except (zipfile.BadZipFile, NotImplementedError, EOFError, KeyError) as error:
        raise BackupError(f"{file} is damaged, or no backup ({error}); use another one") from error
    except OSError as error:
        raise BackupError(
            f"{error.filename or file} can't be used ({error.strerror or error}); check the path, "
            "its rights and the room on the disk"
        ) from error
