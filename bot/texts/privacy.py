"""What is said of what is kept and what is not, and of deleting it."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.store.keeping import Kept, Kind
from bot.store.records import Rank


@dataclass(frozen=True, kw_only=True, slots=True)
class KeptWords:
    """One row of what is kept."""

    what: str
    purpose: str
    until: str


# `{lasts}` stands for how long.
_VIETNAMESE: Mapping[Kind, KeptWords] = {
    Kind.MESSAGE: KeptWords(
        what="Tin bạn vừa gửi, nút bạn vừa bấm",
        purpose="để không tin nào bị bỏ sót khi có sự cố",
        until="đến khi trả lời xong, nhiều nhất {lasts}",
    ),
    Kind.SUBSCRIPTION: KeptWords(
        what="Đăng ký nhận tin: mã số cuộc trò chuyện và các lựa chọn ở /caidat",
        purpose="để gửi đúng tin đến đúng nơi",
        until="trong lúc đăng ký, và {lasts} sau khi thôi",
    ),
    Kind.DELIVERY: KeptWords(
        what="Thông báo nào đã gửi đến cuộc trò chuyện nào",
        purpose="để không gửi hai lần, để sửa và thu hồi",
        until="{lasts} sau khi gửi xong",
    ),
    Kind.ACKNOWLEDGEMENT: KeptWords(
        what="Ai đã bấm “Đã nắm”, ở đâu",
        purpose="để mỗi người chỉ đếm một lần",
        until="{lasts} sau khi thông báo gửi xong",
    ),
    Kind.ROLE: KeptWords(
        what="Vai trò của người được giao gửi thông báo",
        purpose="để biết ai được làm gì",
        until="đến khi thu vai trò",
    ),
    Kind.ANNOUNCEMENT: KeptWords(
        what="Thông báo đã gửi: nội dung, ai soạn, ai duyệt",
        purpose="để xem lại, sửa và thu hồi",
        until="{lasts} sau khi gửi xong",
    ),
    Kind.DRAFT: KeptWords(
        what="Thông báo chưa gửi: nội dung, ai soạn",
        purpose="để soạn tiếp",
        until="{lasts} từ khi soạn",
    ),
    Kind.AUDIT: KeptWords(
        what="Nhật ký ai đã giao vai trò, gửi, sửa, thu hồi thông báo",
        purpose="để kiểm tra lại khi cần",
        until="{lasts}",
    ),
}

_ENGLISH: Mapping[Kind, KeptWords] = {
    Kind.MESSAGE: KeptWords(
        what="What you just wrote or pressed",
        purpose="so that none is lost when something breaks",
        until="until it is answered, at most {lasts}",
    ),
    Kind.SUBSCRIPTION: KeptWords(
        what="Subscriptions: the chat's id and the choices of /caidat",
        purpose="to send each chat what it wants",
        until="while it is subscribed, and {lasts} after",
    ),
    Kind.DELIVERY: KeptWords(
        what="Which announcement was sent to which chat",
        purpose="to send none twice, to correct and to recall",
        until="{lasts} after it was sent to all",
    ),
    Kind.ACKNOWLEDGEMENT: KeptWords(
        what="Who pressed “Got it”, and where",
        purpose="to count each person once",
        until="{lasts} after the announcement was sent to all",
    ),
    Kind.ROLE: KeptWords(
        what="The role of whoever may announce",
        purpose="to know who may do what",
        until="until the role is taken",
    ),
    Kind.ANNOUNCEMENT: KeptWords(
        what="Announcements: their words, who wrote and who approved them",
        purpose="to look back, to correct and to recall",
        until="{lasts} after they were sent to all",
    ),
    Kind.DRAFT: KeptWords(
        what="Announcements that were not sent: their words, who wrote them",
        purpose="to go on writing",
        until="{lasts} from their beginning",
    ),
    Kind.AUDIT: KeptWords(
        what="A log of who gave roles, and sent, corrected or recalled announcements",
        purpose="to look into what happened",
        until="{lasts}",
    ),
}


class PrivacyTexts(ABC):
    """What a language must be able to say of privacy."""

    @abstractmethod
    def privacy_title(self) -> str:
        """Return the heading of what is kept and what is not."""

    @abstractmethod
    def not_kept(self) -> str:
        """Say what is not kept."""

    @abstractmethod
    def kept_heading(self) -> str:
        """Introduce what is kept."""

    @abstractmethod
    def kept(self, row: Kept) -> KeptWords:
        """Say what is kept, what for, and until when."""

    @abstractmethod
    def kept_row(self, words: KeptWords) -> str:
        """Return what stands below `words.what`."""

    @abstractmethod
    def privacy_closing(self) -> str:
        """Say how to have it deleted, and what is not the bot's."""

    # Deleting

    @abstractmethod
    def forget_title(self) -> str:
        """Ask whether to delete all that belongs to a person."""

    @abstractmethod
    def forget_question(self, rank: Rank) -> str:
        """Say what would be deleted, and what not, of someone of that rank."""

    @abstractmethod
    def forget_button(self) -> str:
        """Delete it."""

    @abstractmethod
    def keep_button(self) -> str:
        """Delete nothing."""

    @abstractmethod
    def forgotten(self) -> str:
        """Say that it is deleted."""

    @abstractmethod
    def forgotten_but_owner(self) -> str:
        """Add that the settings, which no button changes, still name the person as an owner."""

    @abstractmethod
    def nothing_deleted(self) -> str:
        """Say that nothing was deleted."""

    @abstractmethod
    def forget_in_private(self) -> str:
        """Say, in at most 200 characters, that this is done in the private chat."""


class VietnamesePrivacy(PrivacyTexts):
    """In Vietnamese."""

    def privacy_title(self) -> str:
        """Return the heading."""
        return "Quyền riêng tư"

    def not_kept(self) -> str:
        """Say what is not kept."""
        return (
            "Không giữ: tên, số điện thoại của bạn, và câu hỏi đã trả lời xong. Vài câu hỏi gần "
            "nhất chỉ ở trong bộ nhớ tối đa 10 phút, để tôi hiểu câu hỏi tiếp như “còn năm "
            "2021?”. Nhật ký hệ thống không ghi nội dung tin nhắn và không ghi tên ai."
        )

    def kept_heading(self) -> str:
        """Introduce what is kept."""
        return "Có giữ (ai và nhóm nào thì chỉ là mã số Telegram):"

    def kept(self, row: Kept) -> KeptWords:
        """Say what is kept."""
        return _lasting(_VIETNAMESE[row.kind], _vietnamese_time(row.lasts))

    def kept_row(self, words: KeptWords) -> str:
        """Return the rest of a row."""
        return f"{_capital(words.purpose)}. Giữ {words.until}."

    def privacy_closing(self) -> str:
        """Say how to have it deleted."""
        return (
            "Muốn thôi nhận tin, bạn gõ /huydangky. Muốn xóa hết những gì của bạn, gõ /xoadulieu "
            "ở cuộc trò chuyện riêng với tôi.\n\n"
            "Trong nhóm, tôi bỏ qua mọi tin không gọi đến tôi. Còn cuộc trò chuyện này do "
            "Telegram lưu, bạn xóa lúc nào cũng được."
        )

    def forget_title(self) -> str:
        """Ask whether to delete."""
        return "Xóa hết dữ liệu của bạn?"

    def forget_question(self, rank: Rank) -> str:
        """Say what would be deleted."""
        question = (
            "Tôi sẽ xóa: đăng ký nhận tin và các lựa chọn của bạn, thông báo nào đã gửi cho bạn, "
            "lần bấm “Đã nắm”, và tin đang chờ trả lời. Xóa rồi không lấy lại được. Đăng ký của "
            "nhóm vẫn còn, vì là của nhóm."
        )
        if rank is Rank.NONE:
            return question
        return (
            f"{question}\n\nBạn đang được giao gửi thông báo: vai trò và bản nháp của bạn cũng bị "
            "xóa. Thông báo đã gửi và nhật ký vẫn còn, nhưng không còn mã số của bạn."
        )

    def forget_button(self) -> str:
        """Delete it."""
        return "Xóa hết"

    def keep_button(self) -> str:
        """Delete nothing."""
        return "Để nguyên"

    def forgotten(self) -> str:
        """Say that it is deleted."""
        return (
            "Đã xóa hết dữ liệu của bạn. Bạn vẫn hỏi tôi được như trước; "
            "muốn nhận tin lại thì gõ /dangky."
        )

    def forgotten_but_owner(self) -> str:
        """Add that the settings still name an owner."""
        return "Bạn vẫn là chủ bot, vì cài đặt DANVAN_OWNERS còn ghi mã số của bạn."

    def nothing_deleted(self) -> str:
        """Say that nothing was deleted."""
        return "Tôi chưa xóa gì cả."

    def forget_in_private(self) -> str:
        """Say where it is done."""
        return "Bạn gõ /xoadulieu trong cuộc trò chuyện riêng với tôi nhé."


class EnglishPrivacy(PrivacyTexts):
    """In English."""

    def privacy_title(self) -> str:
        """Return the heading."""
        return "Privacy"

    def not_kept(self) -> str:
        """Say what is not kept."""
        return (
            "Not kept: your name, your phone number, and questions that are answered. Your last "
            "few questions stay in memory for at most 10 minutes, so that I understand a "
            "follow-up such as “còn năm 2021?”. Logs hold neither messages nor names."
        )

    def kept_heading(self) -> str:
        """Introduce what is kept."""
        return "Kept (people and groups by their Telegram ids alone):"

    def kept(self, row: Kept) -> KeptWords:
        """Say what is kept."""
        return _lasting(_ENGLISH[row.kind], _english_time(row.lasts))

    def kept_row(self, words: KeptWords) -> str:
        """Return the rest of a row."""
        return f"{_capital(words.purpose)}. Kept {words.until}."

    def privacy_closing(self) -> str:
        """Say how to have it deleted."""
        return (
            "To get no more announcements, type /huydangky. To delete all that is yours, type "
            "/xoadulieu in your private chat with me.\n\n"
            "In groups I ignore every message that does not call me. This conversation itself "
            "is stored by Telegram; you can delete it at any time."
        )

    def forget_title(self) -> str:
        """Ask whether to delete."""
        return "Delete all that is yours?"

    def forget_question(self, rank: Rank) -> str:
        """Say what would be deleted."""
        question = (
            "I would delete: your subscription and choices, which announcements you were sent, "
            "where you pressed “Got it”, and messages that wait for an answer. That can't be "
            "undone. What a group subscribed to stays: it is the group's."
        )
        if rank is Rank.NONE:
            return question
        return (
            f"{question}\n\nYou may announce: your role and drafts would go as well. "
            "Announcements that were sent, and the log, would stay without your id."
        )

    def forget_button(self) -> str:
        """Delete it."""
        return "Delete all"

    def keep_button(self) -> str:
        """Delete nothing."""
        return "Leave it"

    def forgotten(self) -> str:
        """Say that it is deleted."""
        return (
            "All that was yours is deleted. You can go on asking me; to get announcements "
            "again, type /dangky."
        )

    def forgotten_but_owner(self) -> str:
        """Add that the settings still name an owner."""
        return "You are still an owner of this bot: DANVAN_OWNERS names your id."

    def nothing_deleted(self) -> str:
        """Say that nothing was deleted."""
        return "I have deleted nothing."

    def forget_in_private(self) -> str:
        """Say where it is done."""
        return "Type /xoadulieu in your private chat with me."


def _lasting(words: KeptWords, lasts: str) -> KeptWords:
    return replace(words, until=words.until.format(lasts=lasts))


def _vietnamese_time(lasts: timedelta | None) -> str:
    if lasts is None:
        return ""
    years, days = divmod(lasts.days, 365)
    return f"{lasts.days} ngày" if days else f"{years} năm"


def _english_time(lasts: timedelta | None) -> str:
    if lasts is None:
        return ""
    years, days = divmod(lasts.days, 365)
    number, unit = (lasts.days, "day") if days else (years, "year")
    return f"{number} {unit}{'s' if number > 1 else ''}"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
