"""Subscriptions in English."""

from collections.abc import Sequence

from bot.store.records import DigestRhythm, QuietHours
from bot.texts.subscriptions.base import SubscriptionTexts
from corpus.topics import Topic


class EnglishSubscriptions(SubscriptionTexts):
    """In English, names of places as they are."""

    def former_place(self, name: str) -> str:
        """Mark a former place."""
        return f"{name} (former)"

    def topic(self, topic: Topic) -> str:
        """Name a topic."""
        return topic.english

    def hello_group(self) -> str:
        """Greet a group."""
        return (
            "Hello everyone! I bring announcements of dân vận officers to groups that subscribe, "
            "and answer questions when I am called (/hoi). Otherwise I stay silent.\n\n"
            "An administrator can press the button below if the group wants announcements."
        )

    def subscribed(self) -> str:
        """Head the settings."""
        return "Subscribed to announcements."

    def not_subscribed(self) -> str:
        """Say that a chat is not subscribed."""
        return "This chat is not subscribed to announcements."

    def unsubscribed(self) -> str:
        """Say that the subscription has ended."""
        return (
            "Unsubscribed: I send no more announcements and digests here. "
            "Your choices are kept; type /dangky to come back."
        )

    def welcome_back(self) -> str:
        """Say that announcements come again."""
        return "Announcements come here again, as before. To see or change what: /caidat."

    def pick_group(self) -> str:
        """Ask for a group."""
        return (
            "Pick a group that you administer and that I am in, with the button below the message "
            "box. If I am not in it yet, add me first."
        )

    def group_subscribed(self) -> str:
        """Say that the group is subscribed."""
        return (
            "The group is subscribed. I have sent its settings there; "
            "any of its administrators can change them."
        )

    def not_in_group(self) -> str:
        """Say that the bot is not in the group."""
        return (
            "I am not in that group, or may not write there. "
            "Add me to it, allow me to send messages, and try again."
        )

    def administrators_only(self) -> str:
        """Refuse what only administrators may do."""
        return "Only the group's administrators can do this. Please ask one of them."

    def write_as_yourself(self) -> str:
        """Refuse what a channel asked for."""
        return (
            "This was sent in a channel's name, so I can't tell whether you are an administrator. "
            "Please send it in your own name, or in the group's."
        )

    def settings_title(self) -> str:
        """Return the heading."""
        return "What comes here"

    def announcements_line(self, *, wanted: bool) -> str:
        """Say whether announcements are wanted."""
        return f"Officers' announcements: {'yes' if wanted else 'no'}"

    def places_line(self, places: Sequence[str]) -> str:
        """List the places."""
        return f"Places: {'; '.join(places) or 'all'}"

    def topics_line(self, topics: Sequence[str]) -> str:
        """List the topics."""
        return f"Topics: {'; '.join(topics) or 'all'}"

    def digest_line(self, rhythm: DigestRhythm, hour: int) -> str:
        """Say how often there are digests."""
        return f"Digests of new articles: {_often(rhythm, hour)}"

    def quiet_line(self, quiet: QuietHours | None) -> str:
        """Say which hours are quiet."""
        if quiet is None:
            return "Quiet hours: none"
        return f"Quiet hours: {quiet.start:%H:%M}–{quiet.end:%H:%M} (but for what is urgent)"

    def thread_line(self, *, general: bool, here: bool) -> str:
        """Say into which topic things go."""
        where = "this topic" if here else "the general topic" if general else "another topic"
        return f"Sent to: {where} of the group"

    def places_help(self) -> str:
        """Say what choosing places does."""
        return (
            "I send what is about these places, about places inside them, and about those around "
            "them. Press ✕ to take one away; none at all means all places."
        )

    def topics_help(self) -> str:
        """Say what choosing topics does."""
        return "Press to choose or to leave out. None at all means all topics."

    def digest_help(self) -> str:
        """Say what a digest is."""
        return (
            "A digest has the titles of new articles, a few sentences word for word, and their "
            "sources. Hours are Vietnam's."
        )

    def quiet_help(self) -> str:
        """Say what quiet hours are."""
        return (
            "In quiet hours I send only what is urgent; the rest waits until they are over. "
            "The upper row is when they start, the lower row when they end."
        )

    def place_prompt(self) -> str:
        """Ask for a place's name."""
        return (
            "Reply to this very message with the name of a place: a province, district, commune "
            "or ward, by its old or new name, without diacritics if you like. Example: can duoc"
        )

    def place_hint(self) -> str:
        """Return what stands in the box."""
        return "A place's name, e.g. Cần Đước"

    def places_found(self, count: int, shown: int) -> str:
        """Ask which place is meant."""
        if count > shown:
            return (
                f"{count} places have that name; these are the first {shown}. "
                "If yours is not among them, add its district or province."
            )
        return "Which one is it?"

    def place_not_found(self) -> str:
        """Say that there is no such place."""
        return (
            "I know no place of that name. Type a province, district, commune or ward, "
            "e.g. xã Cần Đước, Tây Ninh."
        )

    def too_many_places(self, most: int) -> str:
        """Refuse one more place."""
        return f"At most {most} places can be chosen. Take one away, or choose a wider one."

    def subscribe_button(self) -> str:
        """Subscribe."""
        return "Subscribe to announcements"

    def unsubscribe_button(self) -> str:
        """End the subscription."""
        return "Unsubscribe"

    def group_button(self) -> str:
        """Subscribe a group."""
        return "Subscribe a group"

    def pick_group_button(self) -> str:
        """Open the list of groups."""
        return "Pick a group"

    def places_button(self) -> str:
        """Choose places."""
        return "Places"

    def topics_button(self) -> str:
        """Choose topics."""
        return "Topics"

    def announcements_button(self, *, wanted: bool) -> str:
        """Want announcements, or none."""
        return "Announcements on" if wanted else "Announcements off"

    def digest_button(self) -> str:
        """Choose how often there are digests."""
        return "Digests"

    def quiet_button(self) -> str:
        """Choose quiet hours."""
        return "Quiet hours"

    def thread_button(self, *, here: bool) -> str:
        """Choose a topic of the forum."""
        return "Send to this topic" if here else "Send to the general topic"

    def add_place_button(self) -> str:
        """Type a place's name."""
        return "+ Add a place"

    def all_places_button(self) -> str:
        """Want all places."""
        return "All places"

    def all_topics_button(self) -> str:
        """Want all topics."""
        return "All topics"

    def rhythm_button(self, rhythm: DigestRhythm) -> str:
        """Choose a rhythm."""
        match rhythm:
            case DigestRhythm.OFF:
                return "None"
            case DigestRhythm.AT_ONCE:
                return "At once"
            case DigestRhythm.DAILY:
                return "Daily"
            case DigestRhythm.WEEKLY:
                return "Weekly"

    def no_quiet_button(self) -> str:
        """Want no quiet hours."""
        return "No quiet hours"

    def hour_button(self, hour: int) -> str:
        """Choose an hour."""
        return f"{hour}:00"

    def back_button(self) -> str:
        """Go back."""
        return "‹ Back"

    def done_button(self) -> str:
        """Leave the settings."""
        return "Done"


def _often(rhythm: DigestRhythm, hour: int) -> str:
    match rhythm:
        case DigestRhythm.OFF:
            return "none"
        case DigestRhythm.AT_ONCE:
            return "as soon as there is one"
        case DigestRhythm.DAILY:
            return f"daily at {hour}:00, if there is any"
        case DigestRhythm.WEEKLY:
            return f"on Mondays at {hour}:00, if there is any"
