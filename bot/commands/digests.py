"""`danvan digests`: which new articles a running bot would tell of at this moment, and to whom."""

from bot.clock import now
from bot.commands.console import output, print_row
from bot.commands.knowing import knowledge_of
from bot.commands.workplace import open_library, open_store
from bot.digests.decision import Digest
from bot.digests.planning import due_digests
from bot.settings import read_settings
from bot.store.records import VIETNAM
from retrieval.knowledge import Knowledge


def show_due() -> None:
    """Print each digest that is due, with its chats and its articles; nothing is planned."""
    settings = read_settings()
    with open_library(settings) as library:
        knowledge = knowledge_of(library, settings)
    with open_store() as store:
        plan = due_digests(knowledge, store, now())
    for digest in plan.digests:
        _show(digest, knowledge)
    if not plan.digests:
        output.print("no digest is due")


def _show(digest: Digest, knowledge: Knowledge) -> None:
    output.print(f"to {' '.join(map(str, digest.chat_ids))}")
    for arrival in digest.arrivals:
        article = knowledge.article_by_id[arrival.article_id]
        added = f"{arrival.added_at.astimezone(VIETNAM):%Y-%m-%d %H:%M}"
        print_row(f"  {added}  {article.source.name}  {article.title}")
