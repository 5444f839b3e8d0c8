"""The plot of `danvan eval`: risk against coverage."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from retrieval.evaluation.risk import Curve
from retrieval.evaluation.trials import Variant

PANEL_INCHES = (4.2, 4.4)


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class PlottedSet:
    """The curves of one set of questions, typed in one way."""

    name: str
    variant: Variant
    answerable: Curve
    overall: Curve
    """With as many questions that nothing answers."""


def draw(plotted: Sequence[PlottedSet], path: Path, *, threshold: float) -> None:
    """Draw a panel for each variant, and in it two curves for each set; `threshold` is a dot."""
    panels = list(Variant)
    width, height = PANEL_INCHES
    figure = Figure(figsize=(width * len(panels), height), layout="constrained")
    axes = figure.subplots(1, len(panels), sharex=True, sharey=True, squeeze=False)
    for axis, variant in zip(axes[0], panels, strict=True):
        _draw_panel(axis, [one for one in plotted if one.variant is variant], threshold)
        axis.set(title=variant.value, xlabel="coverage: answerable questions answered")
    axes[0][0].set(ylabel="risk: answers that are wrong", xlim=(0, 1), ylim=(0, 1))
    figure.legend(*axes[0][0].get_legend_handles_labels(), loc="outside lower center", ncols=3)
    figure.savefig(path)


def _draw_panel(axis: Axes, plotted: Sequence[PlottedSet], threshold: float) -> None:
    axis.grid(alpha=0.3)
    for number, one in enumerate(plotted):
        kinds = (
            (one.answerable, "-", one.name),
            (one.overall, "--", f"{one.name}, and as many unanswerable"),
        )
        for curve, style, label in kinds:
            colour = f"C{number}"
            axis.plot(curve.coverage[0], curve.risk[0], linestyle=style, color=colour, label=label)
            if (shipped := curve.at(threshold)) is not None:
                axis.plot(*shipped, "o", color=colour)
    axis.plot([], [], "ko", label=f"threshold {threshold:.2f}, as shipped")
