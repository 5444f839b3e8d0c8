"""`danvan eval`: how well any sets of questions are answered."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.progress import Progress

from bot.commands.console import output, progress
from bot.commands.extras import EVALUATION, needing
from bot.commands.measured import Row, show_differences, show_lines, show_measures
from retrieval.confidence import THRESHOLD
from retrieval.datasets import knowledge_of
from retrieval.errors import BadDatasetError
from retrieval.evaluation import baselines
from retrieval.evaluation.measures import Measure, Trial, measures_of, ranking, sureness
from retrieval.evaluation.resampling import difference, estimate
from retrieval.evaluation.risk import curve
from retrieval.evaluation.runs import make_folder, read_runs, write_runs
from retrieval.evaluation.trials import QuestionSet, Variant, ask, read_set, typed

OURS = "danvan"
OF_BASELINES = ("R@1", "R@10", "MRR@10")
"""What the table shows of them; the lines of JSON have all that is measured of a ranking."""
PLOTS = (".svg", ".png")

Trials = Mapping[Variant, Sequence[Trial]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Options:
    """What was asked for."""

    top: int
    """Passages that are kept for each question."""
    seed: int
    """Of the typing errors and of the resampling."""
    as_json: bool
    run_dir: Path | None
    compared: Path | None
    plot: Path | None


def evaluate(folders: Sequence[Path], options: Options) -> None:
    """Measure each set, and show it.

    Raises BadDatasetError or MissingExtraError before anything is asked.
    """
    sets = _read(folders)
    earlier = {one.name: _earlier(one, options.compared, len(sets)) for one in sets}
    draw = _drawer(options.plot)
    if options.run_dir is not None:
        make_folder(options.run_dir)
    tried: dict[str, Trials] = {}
    for question_set in sets:
        with progress() as shown:
            trials = _ask(question_set, options, shown)
            rows = [
                *_our_rows(question_set.name, trials, options.seed),
                *_baseline_rows(question_set, options, shown),
            ]
        if options.run_dir is not None:
            write_runs(options.run_dir, question_set.name, trials)
        _show(question_set, rows, options)
        _show_differences(question_set, trials, earlier[question_set.name], options)
        tried[question_set.name] = trials
    draw(tried)


def _read(folders: Iterable[Path]) -> list[QuestionSet]:
    sets = {}
    for folder in folders:
        found = read_set(folder)
        if found.name in sets:
            raise BadDatasetError(
                f"two sets are called {found.name!r}; evaluate them one after the other"
            )
        sets[found.name] = found
    return list(sets.values())


def _earlier(question_set: QuestionSet, compared: Path | None, sets: int) -> Trials:
    if compared is None:
        return {}
    if sets > 1 and not compared.is_dir():
        raise BadDatasetError(
            f"{compared} is a run of one set; compare one set with it, or several with a folder "
            "that --run-dir wrote"
        )
    return read_runs(compared, question_set)


def _drawer(plot: Path | None) -> Callable[[Mapping[str, Trials]], None]:
    """Return what draws the plot, or draws nothing; raises before the work what would stop it."""
    if plot is None:
        return lambda _tried: None
    if plot.suffix not in PLOTS or not plot.parent.is_dir():
        raise BadDatasetError(
            f"{plot} can't be drawn; expected a file of {' or '.join(PLOTS)} in a folder that is "
            "there"
        )
    with needing(EVALUATION):
        from bot.commands import plotting  # noqa: PLC0415 - heavy, and only for plots

    def draw(tried: Mapping[str, Trials]) -> None:
        plotted = [
            _plotted(name, variant, those)
            for name, trials in tried.items()
            for variant, those in trials.items()
        ]
        plotting.draw(plotted, plot, threshold=THRESHOLD)

    def _plotted(name: str, variant: Variant, trials: Sequence[Trial]) -> plotting.PlottedSet:
        confidence, wrong, without = sureness(trials)
        return plotting.PlottedSet(
            name=name,
            variant=variant,
            answerable=curve(confidence, wrong),
            overall=curve(confidence, wrong, without),
        )

    return draw


def _ask(question_set: QuestionSet, options: Options, shown: Progress) -> Trials:
    task = shown.add_task(f"Indexing {question_set.name}", total=None)
    processes = os.cpu_count() or 1
    knowledge = knowledge_of(question_set.passages, processes=processes)
    asked: dict[Variant, list[Trial]] = {variant: [] for variant in Variant}
    shown.update(task, description=f"Asking {question_set.name}", total=len(question_set.questions))
    for trials in ask(
        question_set.questions,
        knowledge,
        top=options.top,
        seed=options.seed,
        processes=processes,
    ):
        for variant, trial in trials.items():
            asked[variant].append(trial)
        shown.advance(task)
    return asked


def _our_rows(name: str, trials: Trials, seed: int) -> Iterator[Row]:
    for variant, those in trials.items():
        measures = measures_of(those, threshold=THRESHOLD)
        yield from _rows(name, variant, OURS, measures, seed)


def _baseline_rows(question_set: QuestionSet, options: Options, shown: Progress) -> Iterator[Row]:
    task = shown.add_task(f"Ranking {question_set.name} by BM25+ alone", total=len(Variant))
    rankings = baselines.fit_all(question_set.passages, processes=os.cpu_count() or 1)
    for variant in Variant:
        asked = [typed(line, variant, seed=options.seed) for line in question_set.questions]
        found = baselines.rank_all(rankings, [line.question for line in asked], options.top)
        for baseline, hits in found.items():
            measures = ranking(question_set.questions, hits)
            system = f"BM25+ {baseline}"
            yield from _rows(question_set.name, variant, system, measures, options.seed)
        shown.advance(task)


def _rows(
    dataset: str, variant: Variant, system: str, measures: Mapping[str, Measure], seed: int
) -> Iterator[Row]:
    for name, measure in measures.items():
        yield Row(
            dataset=dataset,
            variant=variant,
            system=system,
            measure=name,
            **asdict(estimate(measure, seed=seed)),
        )


def _show(question_set: QuestionSet, rows: Sequence[Row], options: Options) -> None:
    if options.as_json:
        show_lines(rows)
        return
    output.print(
        f"\n{question_set.name}: {len(question_set.questions)} questions over "
        f"{len(question_set.passages)} passages; with 95 % intervals; answers are given from a "
        f"confidence of {THRESHOLD:.2f}"
    )
    show_measures([row for row in rows if row.system == OURS or row.measure in OF_BASELINES])


def _show_differences(
    question_set: QuestionSet, trials: Trials, earlier: Trials, options: Options
) -> None:
    rows = [
        row
        for variant, before in earlier.items()
        for row in _differences(question_set.name, variant, trials[variant], before, options)
    ]
    if options.as_json:
        show_lines(rows)
    elif rows:
        output.print(f"\n{question_set.name}: how much higher than {options.compared}")
        show_differences(rows)


def _differences(
    dataset: str,
    variant: Variant,
    trials: Sequence[Trial],
    earlier: Sequence[Trial],
    options: Options,
) -> Iterator[Row]:
    """Yield by how much each measure that both runs have is higher than it was."""
    before = measures_of(earlier, threshold=THRESHOLD)
    for name, measure in measures_of(trials, threshold=THRESHOLD).items():
        if name in before:
            yield Row(
                dataset=dataset,
                variant=variant,
                system=f"{OURS} minus {options.compared}",
                measure=name,
                **asdict(difference(measure, before[name], seed=options.seed)),
            )
