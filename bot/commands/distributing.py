"""What the running bot's index is derived by: this machine's folder, and Milvus where that is set.

Commands that ask once use the folder: it gives the same answers.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from bot.commands.extras import MILVUS, needing
from bot.settings import Settings
from bot.store.database import open_database
from retrieval.derived import Derive, kept_in

if TYPE_CHECKING:
    from retrieval.distributed import Distributed


@contextmanager
def deriving(settings: Settings) -> Iterator[Derive]:
    """Yield what derives the library's knowledge, by the settings; see `distributed`."""
    if settings.engine == "embedded":
        yield kept_in(settings.index_folder)
        return
    with distributed(settings) as derive:
        yield derive


@contextmanager
def distributed(settings: Settings) -> Iterator["Distributed"]:
    """Yield what has Milvus asked, and this machine's index where that can't be.

    Raises MissingExtraError, SettingsError, StoreUnavailableError, or EngineUnavailableError where
    the shared database is away.
    """
    with needing(MILVUS):  # which is why they are imported here
        from retrieval.distributed import Distributed  # noqa: PLC0415
        from retrieval.engines.milvus.server import Server  # noqa: PLC0415
    from bot.store.term_statistics import TermStatistics  # noqa: PLC0415

    with (
        closing(Server(settings.milvus_uri, settings.milvus_token.get_secret_value())) as server,
        open_database(settings.store_url) as database,
    ):
        local = kept_in(settings.index_folder)
        yield Distributed(local, server, TermStatistics.open(database))
