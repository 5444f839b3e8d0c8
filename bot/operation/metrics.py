"""The bot in figures, as Prometheus reads them; no label names a person, a chat or a question."""

from collections.abc import Iterator
from importlib.metadata import version

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.registry import Collector
from telegram.constants import UpdateType

from bot.clock import now
from bot.errors import StoreUnavailableError
from bot.intake.decision import Decision
from bot.keeper import KnowledgeKeeper
from bot.operation.stages import Stage
from bot.store.records import State
from bot.store.store import Store
from bot.store.updates import Case, CaseState
from retrieval.records import AbstentionReason

CONTENT_TYPE = CONTENT_TYPE_PLAIN_0_0_4
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
"""Seconds: from a look into memory to what an inline query waits for at most."""
KINDS = frozenset(kind.value for kind in UpdateType)
OTHER = "other"
"""Any other kind of update: what somebody sends must not make up labels."""


class Metrics:
    """Hears what happens, and looks into the store when it is asked for the figures."""

    def __init__(self, store: Store, keeper: KnowledgeKeeper) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self._registry.register(_StoreCollector(store))
        self._updates = self._counter(
            "danvan_updates", "Tries of updates, by what became of them.", "kind", "outcome"
        )
        self._answers = self._counter("danvan_answers", "Questions answered.")
        self._abstentions = self._counter(
            "danvan_abstentions", "Questions that nothing answers.", "reason"
        )
        for reason in AbstentionReason:
            self._abstentions.labels(reason.value)
        self._stages = Histogram(
            "danvan_stage_seconds",
            "How long the stages of an update's way took.",
            ["stage"],
            buckets=BUCKETS,
            registry=self._registry,
        )
        for stage in Stage:
            self._stages.labels(stage.value)
        self._gauge("danvan_build_info", "The version that runs.", "version").labels(
            version("danvan")
        ).set(1)
        articles = self._gauge("danvan_articles", "Articles that answers come from.")
        articles.set_function(lambda: len(keeper.knowledge.articles))
        passages = self._gauge("danvan_passages", "Passages in the index.")
        passages.set_function(lambda: len(keeper.knowledge.passages))

    def on_decision(self, case: Case, decision: Decision, error: str | None) -> None:  # noqa: ARG002 - it has a place, and places are no label
        """Hear what became of a try."""
        kind = case.kind if case.kind in KINDS else OTHER
        self._updates.labels(kind, type(decision).__name__.lower()).inc()

    def on_stage(self, stage: Stage, seconds: float) -> None:
        """Hear how long a stage took."""
        self._stages.labels(stage.value).observe(seconds)

    def on_reply(self, abstained: AbstentionReason | None) -> None:
        """Hear that a question was answered, or why not."""
        if abstained is None:
            self._answers.inc()
        else:
            self._abstentions.labels(abstained.value).inc()

    def text(self) -> bytes:
        """Return all figures as Prometheus reads them; blocks."""
        return generate_latest(self._registry)

    def _counter(self, name: str, what: str, *labels: str) -> Counter:
        return Counter(name, what, labels, registry=self._registry)

    def _gauge(self, name: str, what: str, *labels: str) -> Gauge:
        return Gauge(name, what, labels, registry=self._registry)


class _StoreCollector(Collector):
    """What stands in the store at the moment that somebody asks."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def describe(self) -> list[Metric]:
        """Return nothing: to register it must not need the database."""
        return []

    def collect(self) -> Iterator[Metric]:
        """Count; where the database is away, say only that."""
        try:
            found = [*self._inbox(), self._outbox()]
        except StoreUnavailableError:
            found = []
        yield GaugeMetricFamily(
            "danvan_database_up", "Whether the database answers.", value=bool(found)
        )
        yield from found

    def _inbox(self) -> tuple[Metric, Metric]:
        counts = {one.state: one for one in self._store.inbox.counts()}
        at = now()
        numbers = GaugeMetricFamily(
            "danvan_inbox_updates", "Updates in the inbox, by state.", labels=["state"]
        )
        ages = GaugeMetricFamily(
            "danvan_inbox_oldest_age_seconds",
            "How long ago the oldest update of a state came; 0 where there is none.",
            labels=["state"],
        )
        for state in CaseState:
            one = counts.get(state)
            numbers.add_metric([state.value], one.count if one else 0)
            age = (at - one.oldest).total_seconds() if one else 0
            ages.add_metric([state.value], max(age, 0))
        return numbers, ages

    def _outbox(self) -> Metric:
        numbers = GaugeMetricFamily(
            "danvan_outbox_deliveries", "Deliveries of announcements, by state.", labels=["state"]
        )
        counts = {one.state: one.count for one in self._store.reports.totals()}
        for state in State:
            numbers.add_metric([state.value], counts.get(state, 0))
        return numbers
