"""Announcements in English."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.announcing.moments import NoMoment
from bot.callbacks.composing import Wanted
from bot.store.records import VIETNAM, Step
from bot.texts.announcing.base import AnnouncingTexts, AnnouncingWords, Crowd

_STEPS = {
    Step.DRAFT: "draft",
    Step.AWAITING_APPROVAL: "awaits a second person",
    Step.PLANNED: "waits for its time",
    Step.SENDING: "being sent",
    Step.STOPPED: "stopped",
    Step.DONE: "sent",
    Step.RECALLED: "recalled",
}
_REASONS = {
    "blocked": "the bot is blocked",
    "removed": "the bot is not in the group",
    "deactivated": "the account or group is no more",
    "chat-not-found": "there is no such group",
    "forbidden": "the bot is not let in",
    "topic-gone": "the group's topic is closed or deleted",
    "no-right": "the bot may not write there",
    "refused": "Telegram does not take it",
    "flood": "Telegram asks to wait",
    "unavailable": "Telegram can't be reached",
    "migrated": "the group changed its id again and again",
    "timed-out": "no answer in time",
    "dropped": "the connection broke",
    "unreadable": "an answer that can't be read",
    "interrupted": "the bot stopped while it was sending",
    "stopped": "sending was stopped",
    "recalled": "recalled before it was sent",
    "declined": "announcements were turned off there",
    "unsubscribed": "the chat unsubscribed",
}
_HOW_TO = """\
To announce something:
1. Send or forward me the very message: text, a picture, a file or a poll.
2. Type /thongbao right after it, or reply to it with /thongbao. Or type /thongbao and the text \
in one message.
I show what it will look like, and send nothing before you confirm.

/thongbao_danhsach – announcements that were sent, are being sent or wait"""
_WORDS = AnnouncingWords(
    read="Got it",
    noted="Noted. Thank you!",
    noted_before="I have noted that before.",
    only_a_preview="This is a preview: the button works once the announcement is sent.",
    to_places="Places",
    to_topics="Topics",
    when="Time",
    who="Who gets it",
    acknowledge="“Got it” button",
    urgent="Urgent",
    cite="Attach a citation",
    attach="Attach this passage",
    try_sending="Send it to me only",
    send="Send",
    submit="Ask a second person",
    edit="Change",
    cancel="Discard",
    back="‹ Back",
    add_place="＋ Add a place",
    all_places="All places",
    all_topics="All topics",
    approve="Approve and send",
    decline="Not approved",
    withdraw="Take it back to change it",
    stop="Stop",
    resume="Go on",
    retry="Try the failed again",
    correct="Correct what was sent",
    recall="Recall",
    deliveries="Table of every chat (CSV)",
    readers="Who got it",
    export="Export the table (CSV)",
    leave="Leave it",
    newest="‹ Newest",
    older="Older ›",
    changed_meanwhile="The announcement has changed since this button was shown. See it as it is.",
    moved_on="An announcement at this step can't do that any more.",
    not_my_places="These places are not yours to write to. Please choose others.",
    one_place_stays="At least one place that is yours has to stay.",
    nobody_reached="Nobody has subscribed here yet, so there is nobody to send it to.",
    approval_needed="So many chats need the approval of a second person.",
    test_sent="Sent to you.",
    discarded="The draft is discarded; nothing was sent.",
    too_long="With this passage it is longer than Telegram allows. Shorten the message first.",
    stopping="Stopped: no more of it is sent.",
    resuming="Sending goes on.",
    retrying="Trying the failed again.",
    correcting="Correcting it in every chat.",
    recalling="Recalling it in every chat.",
    correction_gone="I can't see the correction any more. Please send it again.",
    preparing_table="The table comes below.",
    how_to=_HOW_TO,
    in_private="Please compose announcements in a private chat with me.",
    cannot_announce_this=(
        "I can't send this kind of message to groups. Use text, a picture, a video, a file, a "
        "voice message or a poll (no quiz)."
    ),
    cannot_correct_this=(
        "Telegram lets only texts and captions be changed, not polls that were sent. "
        "You can recall it and send another."
    ),
    correct_with_words="Please reply with text: it will be the new content.",
    place_unknown="I don't find this place. Type a commune, district or province, e.g. can duoc",
    places_help="Press a place to leave it out, or add one. It reaches the groups that chose that "
    "place, one inside or around it, and those that want all places.",
    topics_help="Press to choose topics. It reaches only the groups that follow them, and those "
    "that want all topics.",
    which_place="Which place?",
    preview_note="The message right above is the very one that will be sent.",
    no_passage="No article answers that. Try another question.",
    left_as_it_is="Left as it is.",
    returned="The announcement was not approved, and is a draft again.",
    no_announcements="There are no announcements yet. Type /thongbao to write one.",
    no_readers="Nobody has pressed “Got it” yet.",
    report_only="Report",
)


class EnglishAnnouncing(AnnouncingTexts):
    """In English."""

    def announcing(self) -> AnnouncingWords:
        """Return what is always the same."""
        return _WORDS

    def moment(self, moment: datetime) -> str:
        """Write a point in time."""
        local = moment.astimezone(VIETNAM)
        return f"{local:%H:%M} on {local:%A}, {local.day} {local:%B %Y}"

    def announcement_title(self, announcement_id: int, step: Step) -> str:
        """Name an announcement."""
        return f"Announcement {announcement_id} · {_STEPS[step]}"

    def wanted(self, wanted: Wanted, announcement_id: int) -> str:
        """Ask for something."""
        return f"Announcement {announcement_id} {_asked(wanted)} in a reply to this very message."

    def wanted_hint(self, wanted: Wanted) -> str:
        """Return what stands in the box."""
        match wanted:
            case Wanted.CONTENT:
                return "The new message"
            case Wanted.MOMENT:
                return "18:00 mai"
            case Wanted.PLACE:
                return "A commune, district or province"
            case Wanted.QUESTION:
                return "A question"
            case Wanted.CORRECTION:
                return "The new text"

    def no_moment(self, problem: NoMoment) -> str:
        """Say why it is no time."""
        match problem:
            case NoMoment.PAST:
                return "That time has passed. Type another with its day, e.g. 7:30 mai (tomorrow)"
            case NoMoment.UNREADABLE:
                return (
                    "I don't understand that time. Type e.g. ngay (now); 18:00; 18:00 mai "
                    "(tomorrow); 8h sáng thứ hai (Monday 8 a.m.); 20/12 7:30; 30 phút nữa (in 30 "
                    "minutes)"
                )

    def addressed_line(self, places: Sequence[str], topics: Sequence[str]) -> str:
        """Say whom it is for."""
        chosen = f"; topics: {', '.join(topics)}" if topics else ""
        return f"To: {'; '.join(places) or 'all places'}{chosen}"

    def crowd_line(self, crowd: Crowd) -> str:
        """Say how many it reaches."""
        return f"Reaches: {_crowd(crowd)}"

    def due_line(self, due_at: datetime | None) -> str:
        """Say when it is sent."""
        return f"Time: {self.moment(due_at) if due_at else 'as soon as you confirm'}"

    def flags_line(self, *, acknowledge: bool, urgent: bool) -> str:
        """Say how it is."""
        quiet = "sent in quiet hours too" if urgent else "whose hours are quiet get it later"
        return f"“Got it” button: {'yes' if acknowledge else 'no'} · Urgent: " + (
            f"yes, {quiet}" if urgent else f"no, those {quiet}"
        )

    def approval_line(self, most: int) -> str:
        """Say that a second person has to approve."""
        return f"More than {most} chats need the approval of a second person."

    def send_question(self, crowd: Crowd, places: Sequence[str], due_at: datetime | None) -> str:
        """Ask whether to send."""
        when = f" at {self.moment(due_at)}" if due_at else ""
        return f"Send to {_crowd(crowd)}{_where(places)}{when}?"

    def approval_question(
        self, announcement_id: int, crowd: Crowd, places: Sequence[str], due_at: datetime | None
    ) -> str:
        """Ask a second person."""
        return (
            f"An officer asks you to approve announcement {announcement_id}, the message right "
            f"above. {self.send_question(crowd, places, due_at)}"
        )

    def approval_asked(self, people: int) -> str:
        """Say how many were asked."""
        if people:
            return f"Asked {people} to approve. It is sent as soon as one agrees."
        return (
            "I could write to nobody who may approve: it takes another officer of these places "
            "who has pressed /start with me (give roles with /quyen). They can approve it in "
            "/thongbao_danhsach too."
        )

    def audience_title(self, crowd: Crowd, page: int, pages: int) -> str:
        """Introduce the list."""
        turned = f" (page {page}/{pages})" if pages > 1 else ""
        return f"Who gets it: {_crowd(crowd)}{turned}"

    def audience_place(self, place: str | None, count: int) -> str:
        """Count those who chose a place."""
        return f"{place or 'Want all places'}: {count}"

    def audience_people(self, count: int) -> str:
        """Count the private chats."""
        return f"And {count} in private chats."

    def sent_line(self, arrived: int, total: int) -> str:
        """Say how many have it."""
        return f"Sent: {arrived}/{total}"

    def waiting_line(self, count: int) -> str:
        """Say how many wait."""
        return f"Waiting: {count}"

    def changing_line(self, count: int) -> str:
        """Say how many wait to be edited."""
        return f"Still to be edited: {count}"

    def leaving_line(self, count: int) -> str:
        """Say how many wait to be deleted."""
        return f"Still to be deleted: {count}"

    def recalled_line(self, count: int) -> str:
        """Say where it was deleted."""
        return f"Recalled: {count}"

    def failed_line(self, reasons: Mapping[str, int]) -> str:
        """Say how many did not get it."""
        return f"Not sent: {_listed(reasons)}"

    def uncertain_line(self, reasons: Mapping[str, int]) -> str:
        """Say how many may have got it."""
        return f"Uncertain: {_listed(reasons)}. It may be there, so I don't send it again."

    def cancelled_line(self, reasons: Mapping[str, int]) -> str:
        """Say how many it is not sent to."""
        return f"Not sent any more: {_listed(reasons)}"

    def unchanged_line(self, reasons: Mapping[str, int], *, recalled: bool) -> str:
        """Say where it stayed as it was."""
        return f"{'Not deleted' if recalled else 'Not edited'}: {_listed(reasons)}"

    def readers_line(self, people: int) -> str:
        """Say how many have read it."""
        return f"Got it: {people}"

    def reason(self, reason: str | None) -> str:
        """Put a reason into words."""
        return _REASONS.get(reason or "", reason or "unknown")

    def recall_question(self, posted: int) -> str:
        """Ask whether to delete it."""
        return (
            f"Delete this announcement in the {posted} chats that have it, and send no more of it? "
            "Telegram allows that for 48 hours; I will say where it could not be done."
        )

    def correction_question(self, posted: int) -> str:
        """Ask whether to edit it."""
        return f"Put the message right above in its place in {posted} chats, and where it waits?"

    def list_title(self) -> str:
        """Introduce the announcements."""
        return "Your announcements, and those of your places"

    def list_row(self, announcement_id: int, step: Step, moment: datetime) -> str:
        """Name an announcement."""
        return f"{announcement_id} · {_STEPS[step]} · {moment.astimezone(VIETNAM):%d/%m %H:%M}"

    def readers_title(self, announcement_id: int, people: int) -> str:
        """Introduce the table."""
        return f"Announcement {announcement_id}: {people} got it"

    def readers_row(self, place: str | None, chats: int, people: int) -> str:
        """Say how many have read it."""
        return f"{place or 'Chats of all places'}: {people} people, {chats} chats"


def _asked(wanted: Wanted) -> str:
    match wanted:
        case Wanted.CONTENT:
            return "becomes which message? Send the new one"
        case Wanted.MOMENT:
            return "is sent when? In Vietnamese: ngay (now); 18:00 mai (tomorrow); 20/12 7:30"
        case Wanted.PLACE:
            return "goes to which place? Type its name, e.g. can duoc,"
        case Wanted.QUESTION:
            return "comes with which citation? Type a question that it answers,"
        case Wanted.CORRECTION:
            return "becomes what, wherever it was sent? Type the whole new text"


def _crowd(crowd: Crowd) -> str:
    counted = (f"{crowd.groups} groups", f"{crowd.people} people")
    kept = [words for words in counted if not words.startswith("0 ")]
    return " and ".join(kept) or "nobody yet"


def _where(places: Sequence[str]) -> str:
    return f" in {'; '.join(places)}" if places else " in all places"


def _listed(reasons: Mapping[str, int]) -> str:
    """Count what there is, and say why."""
    named = "; ".join(f"{reason}: {count}" for reason, count in reasons.items())
    return f"{sum(reasons.values())} ({named})"
