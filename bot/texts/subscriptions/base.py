"""What a language must be able to say of subscriptions; labels of buttons fit a phone's width."""

from abc import ABC, abstractmethod
from collections.abc import Sequence

from bot.store.records import DigestRhythm, QuietHours
from corpus.places import parents
from corpus.records import Place
from corpus.topics import Topic


class SubscriptionTexts(ABC):
    """The words of one language."""

    # Places and topics

    def place(self, place: Place) -> str:
        """Name a place so that no other is meant: "Xã Cần Đước, Tây Ninh".

        What tells most stands first: a phone cuts the end of a button's label off.
        """
        name = self.former_place(place.name) if place.historical else place.name
        return ", ".join([name, *(parent.short_name for parent in parents(place))])

    @abstractmethod
    def former_place(self, name: str) -> str:
        """Mark a place as one that ceased on 1 July 2025."""

    @abstractmethod
    def topic(self, topic: Topic) -> str:
        """Name a topic."""

    # Begin and end

    @abstractmethod
    def hello_group(self) -> str:
        """Greet a group that the bot was added to, and offer to subscribe it."""

    @abstractmethod
    def subscribed(self) -> str:
        """Head the settings of a chat that has just subscribed."""

    @abstractmethod
    def not_subscribed(self) -> str:
        """Say that a chat is not subscribed; the button to subscribe stands below."""

    @abstractmethod
    def unsubscribed(self) -> str:
        """Say that the subscription has ended, what is kept, and how to come back."""

    @abstractmethod
    def welcome_back(self) -> str:
        """Say that announcements come again as before."""

    # Pick a group from a private chat

    @abstractmethod
    def pick_group(self) -> str:
        """Ask for a group; the button to pick one stands in the place of the keyboard."""

    @abstractmethod
    def group_subscribed(self) -> str:
        """Say that the group is subscribed, and that its settings stand there."""

    @abstractmethod
    def not_in_group(self) -> str:
        """Say that the bot is not in the group, or may not write there."""

    # Who may

    @abstractmethod
    def administrators_only(self) -> str:
        """Refuse, in at most 200 characters, what only a group's administrators may do."""

    @abstractmethod
    def write_as_yourself(self) -> str:
        """Refuse what somebody asked for in a channel's name: nobody can tell who that is."""

    # The settings

    @abstractmethod
    def settings_title(self) -> str:
        """Return the heading of the settings."""

    @abstractmethod
    def announcements_line(self, *, wanted: bool) -> str:
        """Say whether announcements are wanted."""

    @abstractmethod
    def places_line(self, places: Sequence[str]) -> str:
        """List the places; none is all."""

    @abstractmethod
    def topics_line(self, topics: Sequence[str]) -> str:
        """List the topics; none is all."""

    @abstractmethod
    def digest_line(self, rhythm: DigestRhythm, hour: int) -> str:
        """Say how often there are digests of new articles."""

    @abstractmethod
    def quiet_line(self, quiet: QuietHours | None) -> str:
        """Say which hours are quiet."""

    @abstractmethod
    def thread_line(self, *, general: bool, here: bool) -> str:
        """Say into which topic of the forum things go: the general one, this one, or another."""

    @abstractmethod
    def places_help(self) -> str:
        """Say what choosing places does."""

    @abstractmethod
    def topics_help(self) -> str:
        """Say what choosing topics does."""

    @abstractmethod
    def digest_help(self) -> str:
        """Say what a digest is."""

    @abstractmethod
    def quiet_help(self) -> str:
        """Say what quiet hours are, and that the rows of buttons are their start and their end."""

    # Type a place

    @abstractmethod
    def place_prompt(self) -> str:
        """Ask for a place's name in a reply to this very message."""

    @abstractmethod
    def place_hint(self) -> str:
        """Return what stands in the box to type in; at most 64 characters."""

    @abstractmethod
    def places_found(self, count: int, shown: int) -> str:
        """Ask which place is meant; of very many only the first are shown."""

    @abstractmethod
    def place_not_found(self) -> str:
        """Say that there is no such place, and how to write one."""

    @abstractmethod
    def too_many_places(self, most: int) -> str:
        """Refuse, in at most 200 characters, one more place."""

    # Buttons

    @abstractmethod
    def subscribe_button(self) -> str:
        """Subscribe."""

    @abstractmethod
    def unsubscribe_button(self) -> str:
        """End the subscription."""

    @abstractmethod
    def group_button(self) -> str:
        """Subscribe a group, from a private chat."""

    @abstractmethod
    def pick_group_button(self) -> str:
        """Open the list of one's groups."""

    @abstractmethod
    def places_button(self) -> str:
        """Choose places."""

    @abstractmethod
    def topics_button(self) -> str:
        """Choose topics."""

    @abstractmethod
    def announcements_button(self, *, wanted: bool) -> str:
        """Want announcements, or want none."""

    @abstractmethod
    def digest_button(self) -> str:
        """Choose how often there are digests."""

    @abstractmethod
    def quiet_button(self) -> str:
        """Choose quiet hours."""

    @abstractmethod
    def thread_button(self, *, here: bool) -> str:
        """Have things sent in this topic, or in the general one."""

    @abstractmethod
    def add_place_button(self) -> str:
        """Type a place's name."""

    @abstractmethod
    def all_places_button(self) -> str:
        """Want all places."""

    @abstractmethod
    def all_topics_button(self) -> str:
        """Want all topics."""

    @abstractmethod
    def rhythm_button(self, rhythm: DigestRhythm) -> str:
        """Choose a rhythm."""

    @abstractmethod
    def no_quiet_button(self) -> str:
        """Want no quiet hours."""

    @abstractmethod
    def hour_button(self, hour: int) -> str:
        """Choose an hour of the day, in five characters."""

    @abstractmethod
    def back_button(self) -> str:
        """Go back to the overview."""

    @abstractmethod
    def done_button(self) -> str:
        """Leave the settings."""

    def chosen(self, label: str) -> str:
        """Mark what is chosen."""
        return f"✓ {label}"

    def removing(self, label: str) -> str:
        """Mark what a press takes away."""
        return f"✕ {label}"
