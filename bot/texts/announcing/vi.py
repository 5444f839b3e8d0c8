"""Announcements in Vietnamese."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.announcing.moments import NoMoment
from bot.callbacks.composing import Wanted
from bot.store.records import VIETNAM, Step
from bot.texts.announcing.base import AnnouncingTexts, AnnouncingWords, Crowd

_DAYS = ("thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy", "chủ nhật")
_STEPS = {
    Step.DRAFT: "bản nháp",
    Step.AWAITING_APPROVAL: "chờ người thứ hai duyệt",
    Step.PLANNED: "chờ đến giờ gửi",
    Step.SENDING: "đang gửi",
    Step.STOPPED: "đã dừng",
    Step.DONE: "đã gửi xong",
    Step.RECALLED: "đã thu hồi",
}
_REASONS = {
    "blocked": "người nhận đã chặn bot",
    "removed": "bot không còn trong nhóm",
    "deactivated": "tài khoản hoặc nhóm không còn",
    "chat-not-found": "không tìm thấy nhóm",
    "forbidden": "không cho bot vào",
    "topic-gone": "chủ đề trong nhóm đã đóng hoặc bị xóa",
    "no-right": "bot không có quyền gửi ở đó",
    "refused": "Telegram không nhận",
    "flood": "Telegram yêu cầu chờ",
    "unavailable": "không kết nối được Telegram",
    "migrated": "nhóm đổi mã nhiều lần",
    "timed-out": "hết giờ chờ trả lời",
    "dropped": "đứt kết nối giữa chừng",
    "unreadable": "câu trả lời không đọc được",
    "interrupted": "bot dừng giữa lúc gửi",
    "stopped": "đã dừng gửi",
    "recalled": "đã thu hồi trước khi gửi",
    "declined": "nơi nhận đã tắt thông báo",
    "unsubscribed": "đã hủy đăng ký",
}
_HOW_TO = """\
Để gửi thông báo:
1. Gửi cho tôi, hoặc chuyển tiếp, đúng tin cần gửi: chữ, ảnh, tập tin hay bình chọn.
2. Gõ /thongbao ngay sau tin đó, hoặc trả lời tin đó bằng /thongbao. Cũng có thể gõ luôn \
/thongbao kèm nội dung.
Tôi cho xem trước, và chỉ gửi khi bạn xác nhận.

/thongbao_danhsach – các thông báo đã gửi, đang gửi và chờ gửi"""
_WORDS = AnnouncingWords(
    read="Đã nắm",
    noted="Đã ghi nhận. Cảm ơn bạn!",
    noted_before="Tôi đã ghi nhận từ trước rồi.",
    only_a_preview="Đây là bản xem trước: nút có tác dụng khi thông báo đã gửi.",
    to_places="Nơi nhận",
    to_topics="Chủ đề",
    when="Giờ gửi",
    who="Danh sách nhận",
    acknowledge="Nút “Đã nắm”",
    urgent="Khẩn",
    cite="Gửi kèm trích dẫn",
    attach="Kèm đoạn này",
    try_sending="Gửi thử cho tôi",
    send="Gửi",
    submit="Nhờ người thứ hai duyệt",
    edit="Sửa",
    cancel="Hủy",
    back="‹ Quay lại",
    add_place="＋ Thêm nơi",
    all_places="Mọi nơi",
    all_topics="Mọi chủ đề",
    approve="Duyệt và gửi",
    decline="Chưa duyệt",
    withdraw="Rút lại để sửa",
    stop="Dừng",
    resume="Gửi tiếp",
    retry="Thử lại nơi lỗi",
    correct="Sửa tin đã gửi",
    recall="Thu hồi",
    deliveries="Bảng từng nơi (CSV)",
    readers="Ai đã nắm",
    export="Xuất bảng (CSV)",
    leave="Thôi",
    newest="‹ Mới nhất",
    older="Cũ hơn ›",
    changed_meanwhile="Thông báo đã thay đổi từ lúc hiện nút này. Bạn xem lại bản mới nhé.",
    moved_on="Việc này không còn làm được với thông báo ở bước hiện tại.",
    not_my_places="Nơi nhận này ngoài phạm vi bạn được giao. Bạn chọn lại nơi nhận nhé.",
    one_place_stays="Cần ít nhất một nơi trong phạm vi bạn được giao.",
    nobody_reached="Chưa có nhóm hay người nào đăng ký nhận ở đây, nên chưa gửi được.",
    approval_needed="Đông nơi nhận như vậy thì cần người thứ hai duyệt.",
    test_sent="Đã gửi thử cho bạn.",
    discarded="Đã hủy bản nháp, không gửi gì cả.",
    too_long="Kèm đoạn này thì tin dài quá giới hạn của Telegram. Bạn rút ngắn tin trước nhé.",
    stopping="Đã dừng: không gửi thêm nữa.",
    resuming="Gửi tiếp phần còn lại.",
    retrying="Đang thử lại những nơi lỗi.",
    correcting="Đang sửa ở từng nơi.",
    recalling="Đang thu hồi ở từng nơi.",
    correction_gone="Tôi không còn thấy bản sửa. Bạn gửi lại giúp tôi nhé.",
    preparing_table="Tôi gửi bảng bên dưới.",
    how_to=_HOW_TO,
    in_private="Bạn soạn thông báo trong cuộc trò chuyện riêng với tôi nhé.",
    cannot_announce_this=(
        "Tôi chưa gửi được loại tin này đến các nhóm. Bạn dùng chữ, ảnh, phim, tập tin, tin thoại "
        "hoặc bình chọn (không phải câu đố) nhé."
    ),
    cannot_correct_this=(
        "Telegram chỉ cho sửa chữ và chú thích, nên bình chọn đã gửi không sửa được. "
        "Bạn có thể thu hồi rồi gửi tin mới."
    ),
    correct_with_words="Bạn trả lời bằng chữ giúp tôi: đó sẽ là nội dung mới.",
    place_unknown="Tôi không tìm thấy nơi này. Bạn gõ tên xã, huyện hoặc tỉnh, ví dụ: can duoc",
    places_help="Bấm một nơi để bỏ, hoặc thêm nơi. Tin đến các nhóm đã chọn nơi đó, chọn nơi "
    "bên trong hay bao quanh nó, và các nhóm nhận mọi nơi.",
    topics_help="Bấm để chọn chủ đề. Tin chỉ đến các nhóm theo dõi chủ đề đó, và các nhóm nhận "
    "mọi chủ đề.",
    which_place="Bạn chọn nơi nào?",
    preview_note="Tin ngay trên đây là đúng tin sẽ gửi.",
    no_passage="Kho bài chưa có đoạn nào trả lời câu này. Bạn thử hỏi cách khác nhé.",
    left_as_it_is="Đã thôi, không có gì thay đổi.",
    returned="Thông báo chưa được duyệt và đã trở lại thành bản nháp.",
    no_announcements="Chưa có thông báo nào. Gõ /thongbao để soạn.",
    no_readers="Chưa có ai bấm “Đã nắm”.",
    report_only="Báo cáo",
)


class VietnameseAnnouncing(AnnouncingTexts):
    """In Vietnamese."""

    def announcing(self) -> AnnouncingWords:
        """Return what is always the same."""
        return _WORDS

    def moment(self, moment: datetime) -> str:
        """Write a point in time."""
        local = moment.astimezone(VIETNAM)
        return f"{local:%H:%M} {_DAYS[local.weekday()]}, {local:%d/%m/%Y}"

    def announcement_title(self, announcement_id: int, step: Step) -> str:
        """Name an announcement."""
        return f"Thông báo {announcement_id} · {_STEPS[step]}"

    def wanted(self, wanted: Wanted, announcement_id: int) -> str:
        """Ask for something."""
        return (
            f"Thông báo {announcement_id} {_asked(wanted)} bằng cách trả lời (Reply) chính tin này."
        )

    def wanted_hint(self, wanted: Wanted) -> str:
        """Return what stands in the box."""
        match wanted:
            case Wanted.CONTENT:
                return "Tin mới"
            case Wanted.MOMENT:
                return "18:00 mai"
            case Wanted.PLACE:
                return "Tên xã, huyện hoặc tỉnh"
            case Wanted.QUESTION:
                return "Câu hỏi"
            case Wanted.CORRECTION:
                return "Nội dung mới"

    def no_moment(self, problem: NoMoment) -> str:
        """Say why it is no time."""
        match problem:
            case NoMoment.PAST:
                return "Giờ đó đã qua. Bạn gõ giờ khác kèm ngày nhé, ví dụ: 7:30 mai"
            case NoMoment.UNREADABLE:
                return (
                    "Tôi chưa hiểu giờ này. Bạn gõ như: ngay; 18:00; 18:00 mai; "
                    "8h sáng thứ hai; 20/12 7:30; 30 phút nữa"
                )

    def addressed_line(self, places: Sequence[str], topics: Sequence[str]) -> str:
        """Say whom it is for."""
        chosen = f"; chủ đề: {', '.join(topics)}" if topics else ""
        return f"Nơi nhận: {'; '.join(places) or 'mọi nơi'}{chosen}"

    def crowd_line(self, crowd: Crowd) -> str:
        """Say how many it reaches."""
        return f"Sẽ đến: {_crowd(crowd)}"

    def due_line(self, due_at: datetime | None) -> str:
        """Say when it is sent."""
        return f"Giờ gửi: {self.moment(due_at) if due_at else 'ngay khi bạn xác nhận'}"

    def flags_line(self, *, acknowledge: bool, urgent: bool) -> str:
        """Say how it is."""
        quiet = "gửi cả trong giờ yên tĩnh" if urgent else "nơi đang giờ yên tĩnh nhận sau"
        return f"Nút “Đã nắm”: {'có' if acknowledge else 'không'} · Khẩn: " + (
            f"có, {quiet}" if urgent else f"không, {quiet}"
        )

    def approval_line(self, most: int) -> str:
        """Say that a second person has to approve."""
        return f"Trên {most} nơi nhận thì cần người thứ hai duyệt."

    def send_question(self, crowd: Crowd, places: Sequence[str], due_at: datetime | None) -> str:
        """Ask whether to send."""
        when = f" lúc {self.moment(due_at)}" if due_at else ""
        return f"Gửi tới {_crowd(crowd)}{_where(places)}{when}?"

    def approval_question(
        self, announcement_id: int, crowd: Crowd, places: Sequence[str], due_at: datetime | None
    ) -> str:
        """Ask a second person."""
        return (
            f"Một cán bộ nhờ bạn duyệt thông báo {announcement_id}, là tin ngay trên đây. "
            f"{self.send_question(crowd, places, due_at)}"
        )

    def approval_asked(self, people: int) -> str:
        """Say how many were asked."""
        if people:
            return f"Đã nhờ {people} người duyệt. Một người đồng ý là gửi."
        return (
            "Chưa nhắn được cho ai để duyệt: cần một cán bộ khác có quyền ở nơi này và đã bấm "
            "/start với tôi (giao quyền bằng /quyen). Họ cũng có thể duyệt ở /thongbao_danhsach."
        )

    def audience_title(self, crowd: Crowd, page: int, pages: int) -> str:
        """Introduce the list."""
        turned = f" (trang {page}/{pages})" if pages > 1 else ""
        return f"Danh sách nhận: {_crowd(crowd)}{turned}"

    def audience_place(self, place: str | None, count: int) -> str:
        """Count those who chose a place."""
        return f"{place or 'Nhận mọi nơi'}: {count}"

    def audience_people(self, count: int) -> str:
        """Count the private chats."""
        return f"Và {count} người nhận riêng."

    def sent_line(self, arrived: int, total: int) -> str:
        """Say how many have it."""
        return f"Đã gửi: {arrived}/{total}"

    def waiting_line(self, count: int) -> str:
        """Say how many wait."""
        return f"Đang chờ: {count}"

    def changing_line(self, count: int) -> str:
        """Say how many wait to be edited."""
        return f"Chờ sửa: {count}"

    def leaving_line(self, count: int) -> str:
        """Say how many wait to be deleted."""
        return f"Chờ xóa: {count}"

    def recalled_line(self, count: int) -> str:
        """Say where it was deleted."""
        return f"Đã thu hồi: {count}"

    def failed_line(self, reasons: Mapping[str, int]) -> str:
        """Say how many did not get it."""
        return f"Không gửi được: {_listed(reasons)}"

    def uncertain_line(self, reasons: Mapping[str, int]) -> str:
        """Say how many may have got it."""
        return f"Chưa chắc: {_listed(reasons)}. Có thể đã đến, nên tôi không tự gửi lại."

    def cancelled_line(self, reasons: Mapping[str, int]) -> str:
        """Say how many it is not sent to."""
        return f"Không gửi nữa: {_listed(reasons)}"

    def unchanged_line(self, reasons: Mapping[str, int], *, recalled: bool) -> str:
        """Say where it stayed as it was."""
        return f"{'Không xóa được' if recalled else 'Không sửa được'}: {_listed(reasons)}"

    def readers_line(self, people: int) -> str:
        """Say how many have read it."""
        return f"Đã nắm: {people} người"

    def reason(self, reason: str | None) -> str:
        """Put a reason into words."""
        return _REASONS.get(reason or "", reason or "không rõ")

    def recall_question(self, posted: int) -> str:
        """Ask whether to delete it."""
        return (
            f"Thu hồi thông báo này ở {posted} nơi đã nhận, và thôi gửi phần còn lại? "
            "Telegram chỉ cho xóa trong 48 giờ; nơi nào không xóa được tôi sẽ báo."
        )

    def correction_question(self, posted: int) -> str:
        """Ask whether to edit it."""
        return f"Thay bằng tin ngay trên đây ở {posted} nơi đã nhận, và ở nơi chưa gửi?"

    def list_title(self) -> str:
        """Introduce the announcements."""
        return "Thông báo của bạn và của các nơi bạn được giao"

    def list_row(self, announcement_id: int, step: Step, moment: datetime) -> str:
        """Name an announcement."""
        return f"{announcement_id} · {_STEPS[step]} · {moment.astimezone(VIETNAM):%d/%m %H:%M}"

    def readers_title(self, announcement_id: int, people: int) -> str:
        """Introduce the table."""
        return f"Thông báo {announcement_id}: {people} người đã nắm"

    def readers_row(self, place: str | None, chats: int, people: int) -> str:
        """Say how many have read it."""
        return f"{place or 'Nơi nhận mọi tin'}: {people} người, {chats} nhóm"


def _asked(wanted: Wanted) -> str:
    match wanted:
        case Wanted.CONTENT:
            return "được thay bằng tin nào? Bạn gửi tin mới"
        case Wanted.MOMENT:
            return "gửi lúc nào? Ví dụ: ngay; 18:00 mai; 8h sáng thứ hai; 20/12 7:30. Bạn gõ"
        case Wanted.PLACE:
            return "gửi đến nơi nào? Bạn gõ tên nơi, ví dụ: can duoc,"
        case Wanted.QUESTION:
            return "kèm trích dẫn nào? Bạn gõ câu hỏi mà đoạn trích trả lời,"
        case Wanted.CORRECTION:
            return "được sửa thành gì ở mọi nơi đã nhận? Bạn gõ nội dung mới đầy đủ,"


def _crowd(crowd: Crowd) -> str:
    counted = (f"{crowd.groups} nhóm", f"{crowd.people} người")
    kept = [words for words in counted if not words.startswith("0 ")]
    return " và ".join(kept) or "chưa có nơi nào"


def _where(places: Sequence[str]) -> str:
    return f" ở {'; '.join(places)}" if places else " ở mọi nơi"


def _listed(reasons: Mapping[str, int]) -> str:
    """Count what there is, and say why: "3 (đứt kết nối: 1; bị chặn: 2)"."""
    named = "; ".join(f"{reason}: {count}" for reason, count in reasons.items())
    return f"{sum(reasons.values())} ({named})"
