"""Subscriptions in Vietnamese."""

from collections.abc import Sequence

from bot.store.records import DigestRhythm, QuietHours
from bot.texts.subscriptions.base import SubscriptionTexts
from corpus.topics import Topic


class VietnameseSubscriptions(SubscriptionTexts):
    """In Vietnamese."""

    def former_place(self, name: str) -> str:
        """Mark a former place."""
        return f"{name} (cũ)"

    def topic(self, topic: Topic) -> str:
        """Name a topic."""
        return topic.name

    def hello_group(self) -> str:
        """Greet a group."""
        return (
            "Chào mọi người! Tôi gửi thông báo của cán bộ dân vận đến nhóm nào đăng ký, và trả "
            "lời câu hỏi khi được gọi (/hoi). Ngoài ra tôi im lặng.\n\n"
            "Quản trị viên bấm nút dưới đây nếu nhóm muốn nhận thông báo."
        )

    def subscribed(self) -> str:
        """Head the settings."""
        return "Đã đăng ký nhận thông báo."

    def not_subscribed(self) -> str:
        """Say that a chat is not subscribed."""
        return "Ở đây chưa đăng ký nhận thông báo."

    def unsubscribed(self) -> str:
        """Say that the subscription has ended."""
        return (
            "Đã hủy đăng ký: từ nay tôi không gửi thông báo và điểm tin vào đây nữa. "
            "Lựa chọn cũ được giữ, muốn nhận lại thì gõ /dangky."
        )

    def welcome_back(self) -> str:
        """Say that announcements come again."""
        return "Tôi lại gửi thông báo vào đây như trước. Xem hay đổi lựa chọn: /caidat."

    def pick_group(self) -> str:
        """Ask for a group."""
        return (
            "Bạn chọn nhóm mà bạn quản trị và đã có tôi, bằng nút dưới ô nhập tin. "
            "Nhóm chưa có tôi thì bạn thêm tôi vào nhóm trước."
        )

    def group_subscribed(self) -> str:
        """Say that the group is subscribed."""
        return (
            "Nhóm đã được đăng ký. Tôi vừa gửi bảng cài đặt vào nhóm; "
            "ở đó quản trị viên nào cũng chỉnh được."
        )

    def not_in_group(self) -> str:
        """Say that the bot is not in the group."""
        return (
            "Tôi chưa ở trong nhóm này, hoặc không được gửi tin vào đó. "
            "Bạn thêm tôi vào nhóm, cho phép tôi gửi tin, rồi thử lại nhé."
        )

    def administrators_only(self) -> str:
        """Refuse what only administrators may do."""
        return "Việc này dành cho quản trị viên của nhóm. Bạn nhờ quản trị viên giúp nhé."

    def write_as_yourself(self) -> str:
        """Refuse what a channel asked for."""
        return (
            "Tin này gửi dưới tên một kênh nên tôi không biết bạn có phải quản trị viên không. "
            "Bạn gửi lại dưới tên mình, hoặc tên nhóm, giúp tôi nhé."
        )

    def settings_title(self) -> str:
        """Return the heading."""
        return "Cài đặt nhận tin"

    def announcements_line(self, *, wanted: bool) -> str:
        """Say whether announcements are wanted."""
        return f"Thông báo của cán bộ: {'có nhận' if wanted else 'không nhận'}"

    def places_line(self, places: Sequence[str]) -> str:
        """List the places."""
        return f"Nơi: {'; '.join(places) or 'mọi nơi'}"

    def topics_line(self, topics: Sequence[str]) -> str:
        """List the topics."""
        return f"Chủ đề: {'; '.join(topics) or 'mọi chủ đề'}"

    def digest_line(self, rhythm: DigestRhythm, hour: int) -> str:
        """Say how often there are digests."""
        return f"Điểm tin bài mới: {_often(rhythm, hour)}"

    def quiet_line(self, quiet: QuietHours | None) -> str:
        """Say which hours are quiet."""
        if quiet is None:
            return "Giờ yên tĩnh: không đặt"
        return f"Giờ yên tĩnh: {quiet.start:%H:%M}–{quiet.end:%H:%M} (trừ tin khẩn)"

    def thread_line(self, *, general: bool, here: bool) -> str:
        """Say into which topic things go."""
        where = "mục này" if here else "mục chung" if general else "một mục khác"
        return f"Gửi vào: {where} của nhóm"

    def places_help(self) -> str:
        """Say what choosing places does."""
        return (
            "Tôi gửi những gì nói về các nơi này, nơi nằm trong đó và nơi bao trùm. "
            "Bấm ✕ để bỏ một nơi; không chọn nơi nào là nhận của mọi nơi."
        )

    def topics_help(self) -> str:
        """Say what choosing topics does."""
        return "Bấm để chọn hay bỏ. Không chọn chủ đề nào là nhận mọi chủ đề."

    def digest_help(self) -> str:
        """Say what a digest is."""
        return "Điểm tin: tên bài mới trong kho, vài câu nguyên văn và nguồn. Giờ Việt Nam."

    def quiet_help(self) -> str:
        """Say what quiet hours are."""
        return (
            "Trong giờ yên tĩnh tôi chỉ gửi tin khẩn, tin khác đợi đến hết giờ. "
            "Hàng trên là giờ bắt đầu, hàng dưới là giờ kết thúc."
        )

    def place_prompt(self) -> str:
        """Ask for a place's name."""
        return (
            "Bạn trả lời (Reply) chính tin này bằng tên nơi muốn nhận tin: tỉnh, huyện, xã hay "
            "phường, tên cũ hay mới, không dấu cũng được. Ví dụ: can duoc"
        )

    def place_hint(self) -> str:
        """Return what stands in the box."""
        return "Tên nơi, ví dụ: Cần Đước"

    def places_found(self, count: int, shown: int) -> str:
        """Ask which place is meant."""
        if count > shown:
            return (
                f"Có {count} nơi tên như vậy, đây là {shown} nơi đầu. "
                "Không thấy nơi cần tìm thì bạn gõ thêm huyện hay tỉnh."
            )
        return "Bạn chọn đúng nơi:"

    def place_not_found(self) -> str:
        """Say that there is no such place."""
        return (
            "Tôi không thấy nơi nào tên như vậy. Bạn gõ tên tỉnh, huyện, xã hay phường, "
            "ví dụ: xã Cần Đước, Tây Ninh."
        )

    def too_many_places(self, most: int) -> str:
        """Refuse one more place."""
        return (
            f"Mỗi nơi nhận tin chọn được nhiều nhất {most} nơi. Bạn bỏ bớt, hoặc chọn nơi rộng hơn."
        )

    def subscribe_button(self) -> str:
        """Subscribe."""
        return "Đăng ký nhận thông báo"

    def unsubscribe_button(self) -> str:
        """End the subscription."""
        return "Hủy đăng ký"

    def group_button(self) -> str:
        """Subscribe a group."""
        return "Đăng ký cho một nhóm"

    def pick_group_button(self) -> str:
        """Open the list of groups."""
        return "Chọn nhóm"

    def places_button(self) -> str:
        """Choose places."""
        return "Nơi"

    def topics_button(self) -> str:
        """Choose topics."""
        return "Chủ đề"

    def announcements_button(self, *, wanted: bool) -> str:
        """Want announcements, or none."""
        return "Nhận thông báo" if wanted else "Tắt thông báo"

    def digest_button(self) -> str:
        """Choose how often there are digests."""
        return "Điểm tin"

    def quiet_button(self) -> str:
        """Choose quiet hours."""
        return "Giờ yên tĩnh"

    def thread_button(self, *, here: bool) -> str:
        """Choose a topic of the forum."""
        return "Gửi vào mục này" if here else "Gửi vào mục chung"

    def add_place_button(self) -> str:
        """Type a place's name."""
        return "+ Thêm nơi"

    def all_places_button(self) -> str:
        """Want all places."""
        return "Mọi nơi"

    def all_topics_button(self) -> str:
        """Want all topics."""
        return "Mọi chủ đề"

    def rhythm_button(self, rhythm: DigestRhythm) -> str:
        """Choose a rhythm."""
        match rhythm:
            case DigestRhythm.OFF:
                return "Không nhận"
            case DigestRhythm.AT_ONCE:
                return "Ngay khi có"
            case DigestRhythm.DAILY:
                return "Mỗi ngày"
            case DigestRhythm.WEEKLY:
                return "Mỗi tuần"

    def no_quiet_button(self) -> str:
        """Want no quiet hours."""
        return "Không đặt giờ yên tĩnh"

    def hour_button(self, hour: int) -> str:
        """Choose an hour."""
        return f"{hour} giờ"

    def back_button(self) -> str:
        """Go back."""
        return "‹ Quay lại"

    def done_button(self) -> str:
        """Leave the settings."""
        return "Xong"


def _often(rhythm: DigestRhythm, hour: int) -> str:
    match rhythm:
        case DigestRhythm.OFF:
            return "không nhận"
        case DigestRhythm.AT_ONCE:
            return "ngay khi có bài"
        case DigestRhythm.DAILY:
            return f"mỗi ngày lúc {hour} giờ, nếu có bài"
        case DigestRhythm.WEEKLY:
            return f"mỗi tuần lúc {hour} giờ thứ Hai, nếu có bài"
