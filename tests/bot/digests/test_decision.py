"""Who is told of which new articles, and when."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.digests.decision import (
    PATIENCE,
    SETTLING,
    Arrival,
    Digest,
    DigestPlan,
    Passing,
    is_for,
    plan_digests,
)
from bot.store.records import (
    NIGHT,
    VIETNAM,
    ChatKind,
    DigestRhythm,
    Preferences,
    QuietHours,
    Subscription,
)

AT_ONCE, DAILY, WEEKLY, OFF = (
    DigestRhythm.AT_ONCE,
    DigestRhythm.DAILY,
    DigestRhythm.WEEKLY,
    DigestRhythm.OFF,
)
TAY_NINH, CAN_DUOC, HA_TINH = "new/tay-ninh", "new/tay-ninh/xa-can-duoc", "new/ha-tinh"
OLD_CAN_DUOC, OLD_LONG_AN = "old/long-an/huyen-can-duoc", "old/long-an"
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)


def at(words: str) -> datetime:
    """Return a moment of March 2025 in Vietnam: "3 07:00" is a Monday's."""
    day, clock = words.split()
    return datetime.combine(date(2025, 3, int(day)), time.fromisoformat(clock), VIETNAM)


def chat(
    rhythm: DigestRhythm = DAILY, *, told: str = "1 12:00", chat_id: int = -1, **wanted: object
) -> Subscription:
    """Return a subscription that was told up to a moment."""
    preferences = Preferences(digest=rhythm, **wanted)  # type: ignore[arg-type]  # each test's own
    return Subscription(
        chat_id=chat_id,
        kind=ChatKind.SUPERGROUP,
        preferences=preferences,
        since=at("1 12:00"),
        told_until=at(told),
    )


def added(*moments: str, places: str = CAN_DUOC, topic: str = "bau-cu") -> tuple[Arrival, ...]:
    """Return articles added at these moments."""
    return tuple(
        Arrival(
            article_id=f"a{number}",
            added_at=at(moment),
            places=frozenset({places}),
            topics=frozenset({topic}),
        )
        for number, moment in enumerate(moments)
    )


def told(plan: DigestPlan, chat_id: int = -1) -> str:
    """Return what a chat is told of, by numbers."""
    ids = (one.article_id for d in plan.digests if chat_id in d.chat_ids for one in d.arrivals)
    return "".join(ids)


@pytest.mark.parametrize(
    ("rhythm", "hour", "now", "expected"),
    [
        (DAILY, 7, "2 06:59", ""),
        (DAILY, 7, "2 07:00", "a0"),
        (DAILY, 7, "2 20:59", "a0"),  # what came after seven is for tomorrow
        (DAILY, 7, "3 06:59", "a0"),
        (DAILY, 7, "3 07:00", "a0a1a2"),
        (DAILY, 18, "2 17:59", ""),
        (DAILY, 18, "2 18:00", "a0a1a2"),
        (DAILY, 0, "2 12:00", "a0"),
        (WEEKLY, 7, "2 20:00", ""),
        (WEEKLY, 7, "3 06:59", ""),
        (WEEKLY, 7, "3 07:00", "a0a1a2"),
        (WEEKLY, 7, "9 20:00", "a0a1a2"),  # it was down on Monday
        (WEEKLY, 18, "3 17:59", ""),
        (AT_ONCE, 7, "2 11:00", "a0a1a2"),
        (AT_ONCE, 18, "2 07:00", "a0"),
        (OFF, 7, "9 07:00", ""),
    ],
)
def test_digests_come_in_the_rhythm_and_at_the_hour_that_were_chosen(
    rhythm: DigestRhythm, hour: int, now: str, expected: str
) -> None:
    arrivals = added("1 23:00", "2 07:01", "2 07:30")
    plan = plan_digests([chat(rhythm, digest_hour=hour, quiet=None)], arrivals, at(now))
    assert told(plan) == expected


def test_a_weekly_digest_waits_for_the_next_monday() -> None:
    subscription, arrivals = chat(WEEKLY, told="3 06:00", quiet=None), added("3 07:01")
    hours = [at("3 00:00") + timedelta(hours=hour) for hour in range(24 * 14)]
    first = next(now for now in hours if told(plan_digests([subscription], arrivals, now)))
    assert first == at("10 07:00")


@pytest.mark.parametrize("month", range(1, 13))
@pytest.mark.parametrize(("hour", "expected"), [("06:59", ""), ("07:00", "a0")])
def test_the_hour_is_vietnams_the_whole_year_round(month: int, hour: str, expected: str) -> None:
    now, noon = (at(words).replace(month=month) for words in (f"3 {hour}", "2 12:00"))
    arrivals = [replace(one, added_at=noon) for one in added("2 12:00")]
    subscription = replace(chat(quiet=None), told_until=noon - DAY)
    assert told(plan_digests([subscription], arrivals, now.astimezone(UTC))) == expected


@pytest.mark.parametrize(
    ("told_until", "expected"),
    [("2 05:00", "a0a1"), ("2 06:00", "a1"), ("2 06:30", "")],
)
def test_only_what_was_added_since_is_told(told_until: str, expected: str) -> None:
    subscription = chat(told=told_until, quiet=None)
    assert (
        told(plan_digests([subscription], added("2 06:00", "2 06:30"), at("2 08:00"))) == expected
    )


def test_nothing_new_is_nothing_to_do() -> None:
    assert plan_digests([chat(rhythm) for rhythm in DigestRhythm], (), at("3 12:00")) == (
        DigestPlan()
    )


def test_what_has_ended_gets_nothing() -> None:
    ended = replace(chat(), ended_at=at("2 01:00"), end_reason="removed")
    assert plan_digests([ended], added("2 06:00"), at("2 12:00")) == DigestPlan()


# At once


@pytest.mark.parametrize(
    ("after", "expected"),
    [(SETTLING - SECOND, ""), (SETTLING, "a0a1a2")],
)
def test_what_is_told_at_once_waits_until_no_more_comes(after: timedelta, expected: str) -> None:
    arrivals = added("3 09:00", "3 09:00:20", "3 09:00:40")
    plan = plan_digests([chat(AT_ONCE)], arrivals, arrivals[-1].added_at + after)
    assert told(plan) == expected


def test_an_import_without_end_is_told_of_before_it_ends() -> None:
    first = at("3 09:00")
    arrivals = tuple(
        replace(added("3 09:00")[0], article_id=f"a{n}", added_at=first + n * 5 * SECOND)
        for n in range(1 + PATIENCE // (5 * SECOND))
    )
    early, late = first + PATIENCE - SECOND, first + PATIENCE
    seen = [one for one in arrivals if one.added_at <= early]
    assert not plan_digests([chat(AT_ONCE)], seen, early).digests
    (digest,) = plan_digests([chat(AT_ONCE)], arrivals, late).digests
    assert digest.arrivals == arrivals


# Quiet hours


@pytest.mark.parametrize(
    ("rhythm", "quiet", "now", "expected"),
    [
        (AT_ONCE, NIGHT, "2 22:00", ""),
        (AT_ONCE, NIGHT, "3 06:59", ""),
        (AT_ONCE, NIGHT, "3 07:00", "a0a1a2"),  # one digest, and not three
        (AT_ONCE, None, "3 04:00", "a0a1"),
        (DAILY, NIGHT, "3 05:00", ""),
        (DAILY, NIGHT, "3 07:00", "a0a1"),  # that of five o'clock
        (DAILY, None, "3 05:00", "a0a1"),
        (DAILY, QuietHours(start=time(12), end=time(14)), "3 13:00", ""),
        (DAILY, QuietHours(start=time(12), end=time(14)), "3 14:00", "a0a1"),
    ],
)
def test_quiet_hours_hold_digests(
    rhythm: DigestRhythm, quiet: QuietHours | None, now: str, expected: str
) -> None:
    arrivals = added("2 21:30", "3 03:00", "3 05:30")
    plan = plan_digests([chat(rhythm, digest_hour=5, quiet=quiet)], arrivals, at(now))
    assert told(plan) == expected


# Places and topics


@pytest.mark.parametrize(
    ("places", "about", "expected"),
    [
        ([], CAN_DUOC, True),
        ([CAN_DUOC], CAN_DUOC, True),
        ([TAY_NINH], CAN_DUOC, True),
        ([CAN_DUOC], TAY_NINH, True),
        ([HA_TINH], CAN_DUOC, False),
        ([HA_TINH, TAY_NINH], CAN_DUOC, True),
        ([OLD_LONG_AN], CAN_DUOC, True),
        ([CAN_DUOC], OLD_CAN_DUOC, True),
        ([OLD_CAN_DUOC], CAN_DUOC, True),
        (["new/nowhere"], CAN_DUOC, False),
        ([CAN_DUOC], None, False),
        ([], None, True),
    ],
)
def test_articles_reach_those_inside_and_around_their_places(
    places: list[str], about: str | None, *, expected: bool
) -> None:
    [arrival] = added("2 06:00")
    arrival = replace(arrival, places=frozenset({about} if about else ()))
    assert is_for(arrival, frozenset(places), frozenset()) == expected


@pytest.mark.parametrize(
    ("places", "topics", "expected"),
    [
        ([], [], True),
        ([], ["bau-cu"], True),
        ([], ["tiep-dan", "bau-cu"], True),
        ([], ["tiep-dan"], False),
        ([TAY_NINH], ["bau-cu"], True),
        ([TAY_NINH], ["tiep-dan"], False),
        ([HA_TINH], ["bau-cu"], False),
    ],
)
def test_articles_reach_those_of_their_place_and_topic(
    places: list[str], topics: list[str], *, expected: bool
) -> None:
    [arrival] = added("2 06:00")
    assert is_for(arrival, frozenset(places), frozenset(topics)) == expected


def test_what_concerns_nobody_is_passed_over_and_not_dug_up_later() -> None:
    arrivals = added("2 06:00", "2 06:30")
    plan = plan_digests([chat(places=frozenset({HA_TINH}))], arrivals, at("2 12:00"))
    assert plan == DigestPlan(passings=(Passing(chat_ids=(-1,), until=at("2 06:30")),))


def test_chats_that_hear_of_the_same_share_a_digest() -> None:
    arrivals = (*added("2 06:00"), *added("2 06:30", places=HA_TINH))
    chats = [
        chat(chat_id=-1),
        chat(chat_id=-2, told="1 20:00"),
        chat(chat_id=-3, places=frozenset({HA_TINH})),
        chat(AT_ONCE, chat_id=-4, places=frozenset({HA_TINH})),
        chat(chat_id=-5, places=frozenset({"new/ca-mau"})),
    ]
    assert plan_digests(chats, arrivals, at("2 12:00")) == DigestPlan(
        digests=(
            Digest(arrivals=arrivals, chat_ids=(-2, -1)),
            Digest(arrivals=arrivals[1:], chat_ids=(-4, -3)),
        ),
        passings=(Passing(chat_ids=(-5,), until=at("2 06:30")),),
    )


# Whatever happens, in whatever order

PLACES = (CAN_DUOC, TAY_NINH, HA_TINH, OLD_CAN_DUOC)
TOPICS = ("bau-cu", "tiep-dan")


def some(values: tuple[str, ...]) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(values), max_size=2)


WISHES = st.builds(
    Preferences,
    places=some(PLACES),
    topics=some(TOPICS),
    digest=st.sampled_from([AT_ONCE, DAILY, WEEKLY]),
    digest_hour=st.integers(0, 23),
    quiet=st.sampled_from([None, NIGHT, QuietHours(start=time(5), end=time(9))]),
)
WAITS = st.integers(1, 3 * 24 * 3600).map(lambda seconds: timedelta(seconds=seconds))


@dataclass(frozen=True, kw_only=True)
class Add:
    """An article is added."""

    places: frozenset[str]
    topics: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Look:
    """Someone looks, from what was there up to some articles ago; then it dies after a while."""

    behind: int = 0
    written: int = 99


@dataclass(frozen=True, kw_only=True)
class ComeBack:
    """A chat that had left subscribes again."""

    chat: int


EVENTS = st.one_of(
    st.builds(Add, places=some(PLACES), topics=some(TOPICS)),
    st.builds(Look, behind=st.integers(0, 3), written=st.integers(0, 3)),
    st.builds(ComeBack, chat=st.integers(0, 2)),
)


@dataclass(kw_only=True)
class World:
    """What a database would hold, and what every chat has been told."""

    now: datetime
    chats: dict[int, Subscription]
    arrivals: list[Arrival] = field(default_factory=list)
    told: Counter[tuple[int, str]] = field(default_factory=Counter)

    def happen(self, event: Add | Look | ComeBack) -> None:
        """Let something happen."""
        match event:
            case Add(places=places, topics=topics):
                name = f"a{len(self.arrivals)}"
                self.arrivals.append(
                    Arrival(article_id=name, added_at=self.now, places=places, topics=topics)
                )
            case Look(behind=behind, written=written):
                self.look(self.arrivals[: len(self.arrivals) - behind], written)
            case ComeBack(chat=number):
                back = replace(self.chats[number], since=self.now, told_until=self.now)
                self.chats[number] = back

    def look(self, seen: list[Arrival], written: int = 99) -> None:
        """Plan, and write some of it before a crash."""
        plan = plan_digests(self.chats.values(), seen, self.now)
        groups = [one.chat_ids for one in plan.digests] + [one.chat_ids for one in plan.passings]
        concerned = [chat_id for group in groups for chat_id in group]
        assert len(concerned) == len(set(concerned))
        for digest in plan.digests[:written]:
            for chat_id in digest.chat_ids:
                quiet = self.chats[chat_id].preferences.quiet
                assert quiet is None or quiet.over(self.now) == self.now
                self.told.update((chat_id, one.article_id) for one in digest.arrivals)
                self.note(chat_id, digest.until)
        for passing in plan.passings if written > len(plan.digests) else ():
            for chat_id in passing.chat_ids:
                self.note(chat_id, passing.until)

    def note(self, chat_id: int, until: datetime) -> None:
        """Note up to when a chat was told."""
        self.chats[chat_id] = replace(self.chats[chat_id], told_until=until)


@given(
    wishes=st.lists(WISHES, min_size=3, max_size=3),
    events=st.lists(st.tuples(WAITS, EVENTS), max_size=25),
)
def test_every_chat_is_told_of_every_article_that_concerns_it_exactly_once(
    wishes: list[Preferences], events: list[tuple[timedelta, Add | Look | ComeBack]]
) -> None:
    begin = at("3 12:00")
    chats = {
        number: replace(chat(chat_id=number), preferences=wish, since=begin, told_until=begin)
        for number, wish in enumerate(wishes)
    }
    world = World(now=begin, chats=chats)
    for wait, event in events:
        world.now += wait
        world.happen(event)
    for _ in range(8 * 24):  # until everybody's hour has come
        world.now += timedelta(hours=1)
        world.look(world.arrivals)
    for one in world.chats.values():
        for arrival in world.arrivals:
            times = world.told[one.chat_id, arrival.article_id]
            concerns = is_for(arrival, one.preferences.places, one.preferences.topics)
            if arrival.added_at > one.since:
                assert times == concerns
            else:
                assert times <= concerns
