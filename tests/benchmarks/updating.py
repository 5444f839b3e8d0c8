"""What it costs that a large library changes: articles of news beside the shipped digests.

    make update-cost

It reads all, which takes minutes; then it starts again from what was kept, takes in one article,
changes it, and drops it. Processor time in seconds, of this process and of those that help it.
Nothing is asserted.
"""

import json
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.table import Table

from corpus.records import Article
from retrieval.derived import kept_in
from retrieval.knowledge import Knowledge
from tests.benchmarks.question_cost import NEWS, news_articles, shipped, split

RESULT = Path(__file__).parents[2] / "var" / "bench" / "updating.json"


def main() -> None:
    """Measure, print a table and write the same."""
    if not NEWS.exists():
        sys.exit(f"{NEWS} is missing: the news come with the shared datasets")
    with TemporaryDirectory() as folder:
        costs = measured([*shipped(), *news_articles()], Path(folder))
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(json.dumps(costs, indent=1), encoding="utf-8")
    table = Table("what happens", "processor seconds")
    for what, seconds in costs.items():
        table.add_row(what, f"{seconds:.1f}")
    Console().print(table)


def measured(articles: Sequence[Article], folder: Path) -> dict[str, float]:
    """Return what each step costs with `articles`, all that is derived kept in `folder`."""
    added = replace(articles[0], id="added", text=articles[0].text.replace("dân vận", "vận động"))
    changed = replace(added, text=f"{added.text}\nĐã bổ sung một câu.")
    running = kept_in(folder)
    steps = {
        "all is read and indexed": (kept_in(folder), articles),
        "a start": (running, articles),
        "one article is new": (running, [*articles, added]),
        "it changes": (running, [*articles, changed]),
        "it goes": (running, articles),
    }
    costs = {}
    for what, (derive, those) in steps.items():
        before = _processor_seconds()
        Knowledge.build(those, split=split, derive=derive, processes=os.cpu_count() or 1)
        costs[what] = round(_processor_seconds() - before, 2)
    return costs


def _processor_seconds() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


if __name__ == "__main__":
    main()
