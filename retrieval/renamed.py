"""Tells when a cited article knows the place that was asked about by a name no longer in force.

Told is what became of the unit, by the table of units alone. Nothing is told where the name that
was asked holds for both times, as "Kiến Tường" does for the thị xã of then and the phường of today.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from functools import lru_cache

from corpus.places import gazetteer, relation, today
from corpus.records import Article, Place, PlaceLevel
from corpus.units import Ground
from retrieval.records import AskedPlace, Citation, RenamedPlace

REFORM = date(2025, 7, 1)
"""The day on which the units of today took the place of the former ones."""
_LEVELS = tuple(PlaceLevel)
_WITHIN = frozenset({Ground.SAME, Ground.INSIDE})
_AROUND = frozenset({Ground.SAME, Ground.CONTAINS})


def renamed_places(
    asked: Collection[AskedPlace], citations: Iterable[Citation]
) -> tuple[RenamedPlace, ...]:
    """Return the renamed units that `citations` are about and `asked` means, each once."""
    articles = {cited.article.id: cited.article for cited in citations}.values()
    found: dict[tuple[Place, tuple[Place, ...]], set[int]] = {}
    for article in articles:
        for key in _renamed_in(article, asked):
            year = _published_on(article)
            found.setdefault(key, set()).update({year.year} if year else ())
    return tuple(_record(former, now, years) for (former, now), years in found.items())


def _renamed_in(
    article: Article, asked: Iterable[AskedPlace]
) -> Iterator[tuple[Place, tuple[Place, ...]]]:
    """Yield each former unit that an article answers about, with the units of today to name."""
    about = _about(article.place or "")
    published = _published_on(article)
    if about is None or (published and published >= REFORM):
        return
    for place in asked:
        meant = [one for one in place.candidates if relation(one, about) is not Ground.APART]
        if not meant or len({one.historical for one in meant}) == 2:
            continue  # another place, or a name of both times
        former = meant[0] if meant[0].historical else about
        now = _now(former, [one for one in meant if not one.historical])
        if [one.name for one in now] != [former.name]:
            yield former, now


def _now(former: Place, asked: Collection[Place]) -> tuple[Place, ...]:
    """Return what to name for `former` today: what was asked, if that holds all of it."""
    around = tuple(one for one in asked if relation(one, former) in _AROUND)
    return around or tuple(sorted(today(former), key=lambda heir: heir not in asked))


def _record(former: Place, now: Iterable[Place], years: Iterable[int]) -> RenamedPlace:
    now = tuple(now)
    return RenamedPlace(
        written=former,
        years=tuple(sorted(years)),
        whole=tuple(one for one in now if relation(one, former) in _WITHIN),
        parts=tuple(one for one in now if relation(one, former) not in _WITHIN),
    )


@lru_cache(maxsize=1 << 10)
def _about(place: str) -> Place | None:
    """Return the former unit that an article's description of its place names, if it is one."""
    mentions = gazetteer().find(place)
    named = [one for mention in mentions for one in mention.places if one.historical]
    deepest = max((_LEVELS.index(one.level) for one in named), default=0)
    narrowest = [one for one in named if _LEVELS.index(one.level) == deepest]
    return narrowest[0] if len(narrowest) == 1 else None


def _published_on(article: Article) -> date | None:
    original = article.digest_of
    return original.published_on if original else article.published_on
