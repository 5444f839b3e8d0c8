"""`danvan tune`: chooses the weights of ranking on question sets, and says what each is worth."""

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from rich.progress import Progress
from rich.table import Table

from bot.commands.console import output, progress
from retrieval.datasets import JudgedLine, knowledge_of
from retrieval.errors import BadDatasetError
from retrieval.evaluation.trials import read_set
from retrieval.evaluation.tuning import (
    Observed,
    Quality,
    first_look_only,
    observe,
    tune,
    without_diacritics,
    without_signal,
)
from retrieval.second_look import SIGNALS
from retrieval.tuned import WEIGHTS, Weights

Sets = Mapping[str, Sequence[Observed]]
"""The variants of each set, by its name."""


def choose(folders: Sequence[Path]) -> None:
    """Print how well the sets are ranked by several weights, and the weights that rank best.

    Raises BadDatasetError for sets that can't be read, and where two have the same name.
    """
    with progress() as shown:
        sets = _observed(folders, shown)
    tuned = tune(list(_all(sets)))
    _show_table(sets, dict(_columns(tuned)), held_out(sets))
    _show_weights(tuned)


def held_out(sets: Sets) -> dict[str, Weights]:
    """Return for each set the weights that are tuned on the others; nothing for a lone one."""
    return {
        name: tune(list(_all({other: sets[other] for other in sets if other != name})))
        for name in sets
        if len(sets) > 1
    }


def _observed(folders: Sequence[Path], shown: Progress) -> Sets:
    found: dict[str, Sequence[Observed]] = {}
    for folder in folders:
        question_set = read_set(folder)
        if question_set.name in found:
            raise BadDatasetError(f"two sets are called {question_set.name!r}; tune on one of them")
        questions = [_pair(line) for line in question_set.questions if line.passages]
        if not questions:
            raise BadDatasetError(f"{folder} has no question that a passage answers")
        task = shown.add_task(question_set.name, total=None)
        knowledge = knowledge_of(question_set.passages, processes=os.cpu_count() or 1)
        found[question_set.name] = [
            observe("as typed", questions, knowledge),
            observe("without diacritics", without_diacritics(questions), knowledge),
        ]
        shown.remove_task(task)
    return found


def _pair(line: JudgedLine) -> tuple[str, list[str]]:
    return line.question, line.passages


def _all(sets: Sets) -> Iterator[Observed]:
    for variants in sets.values():
        yield from variants


def _columns(tuned: Weights) -> Iterator[tuple[str, Weights]]:
    yield "now", WEIGHTS
    yield "first look", first_look_only(WEIGHTS)
    for name in SIGNALS:
        yield f"without {name}", without_signal(WEIGHTS, name)
    yield "tuned", tuned


def _show_table(sets: Sets, columns: Mapping[str, Weights], others: Mapping[str, Weights]) -> None:
    table = Table("R@1 / MRR@10", *columns, *(["tuned on the others"] if others else []))
    for name, variants in sets.items():
        for observed in variants:
            tried = [*columns.values(), *([others[name]] if others else [])]
            qualities = (Quality.of(observed, weights) for weights in tried)
            cells = (f"{one.first:.3f} / {one.reciprocal:.3f}" for one in qualities)
            table.add_row(f"{name}, {observed.name}", *cells)
    output.print(table)


def _show_weights(weights: Weights) -> None:
    output.print("\nTuned on all of them; retrieval/tuned.py has those of now:", style="bold")
    for field, weight in weights.fields.items():
        output.print(f"  {field.name.lower():<16} {weight:g}")
    output.print(f"  {'k1, b':<16} {weights.parameters.k1:g}, {weights.parameters.b:g}")
    output.print(f"  {'faint':<16} {weights.faint:g}")
    for name, weight in weights.signals.items():
        output.print(f"  {name:<16} {weight:g}")
