"""`danvan backup` and `danvan restore`: all that the bot knows, in one file."""

from importlib.metadata import version
from pathlib import Path

from bot.clock import now
from bot.commands.console import output
from bot.errors import BackupError
from bot.operation import archive
from bot.operation.databases import databases_of, file_of
from bot.settings import read_settings


def back_up(file: Path) -> None:
    """Copy the databases of the settings into a new file; raises BackupError."""
    databases = databases_of(read_settings())
    manifest = archive.back_up(databases, file, program=version("danvan"), now=now())
    _show(manifest)
    output.print(f"Backed up to {file}. Keep it where only you can read it.")


def restore(file: Path, *, overwrite: bool) -> None:
    """Put the databases of a backup where the settings have them; raises BackupError."""
    settings = read_settings()
    one = file_of(settings)
    manifest = archive.restore(file, one.parent if one else settings.home, overwrite=overwrite)
    _show(manifest)
    if one and one.name not in {copy.name for copy in manifest.databases}:
        raise BackupError(
            f"restored beside {one}, which is not among them; set DANVAN_DATABASE_URL to one"
        )
    output.print(f"Restored what danvan {manifest.program} backed up at {manifest.made_at:%F %T}Z.")


def _show(manifest: archive.Manifest) -> None:
    for copy in manifest.databases:
        output.print(f"{copy.name}  {copy.size:,} bytes  {' '.join(copy.versions)}")
