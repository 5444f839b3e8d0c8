"""Vietnamese: warm and short; the reader is "bạn", the bot "tôi"."""

from collections.abc import Sequence
from datetime import date

from bot.texts.alarms import VietnameseAlarms
from bot.texts.announcing import VietnameseAnnouncing
from bot.texts.base import CommandText, CorpusSummary, MessageKind, Texts
from bot.texts.digests import VietnameseDigests
from bot.texts.places import VietnamesePlaces
from bot.texts.privacy import VietnamesePrivacy
from bot.texts.register import VietnameseRegister
from bot.texts.roles import VietnameseRoles
from bot.texts.subscriptions import VietnameseSubscriptions
from retrieval.records import Abstention, AbstentionReason


class Vietnamese(
    VietnameseRegister,
    VietnamesePlaces,
    VietnameseSubscriptions,
    VietnameseRoles,
    VietnameseAnnouncing,
    VietnamesePrivacy,
    VietnameseDigests,
    VietnameseAlarms,
    Texts,
):
    """The language of nearly everyone who writes to the bot."""

    def private_commands(self) -> tuple[CommandText, ...]:
        """Return the commands of a private chat."""
        return (
            CommandText(name="hoi", description="Hỏi về công tác dân vận"),
            CommandText(name="vanban", description="Tra văn bản theo số hiệu, ví dụ 25-NQ/TW"),
            CommandText(name="nguon", description="Các bài tôi dùng để trả lời"),
            CommandText(name="dangky", description="Nhận thông báo, cho bạn hay cho nhóm"),
            CommandText(name="caidat", description="Chọn nơi, chủ đề, giờ nhận thông báo"),
            CommandText(name="huydangky", description="Thôi nhận thông báo"),
            CommandText(name="trogiup", description="Cách hỏi và các lệnh"),
            CommandText(name="quyenriengtu", description="Tôi giữ gì và không giữ gì"),
            CommandText(name="xoadulieu", description="Xóa hết dữ liệu của bạn"),
            CommandText(name="start", description="Bắt đầu, xem câu hỏi ví dụ"),
        )

    def group_commands(self) -> tuple[CommandText, ...]:
        """Return the commands of a group."""
        return (CommandText(name="hoi", description="Hỏi về công tác dân vận"),)

    def administrator_commands(self) -> tuple[CommandText, ...]:
        """Return what a group's administrators have more."""
        return (
            CommandText(name="dangky", description="Nhóm nhận thông báo"),
            CommandText(name="caidat", description="Chọn nơi, chủ đề, giờ nhận thông báo"),
            CommandText(name="huydangky", description="Nhóm thôi nhận thông báo"),
        )

    def officer_commands(self) -> tuple[CommandText, ...]:
        """Return what officers have more."""
        return (
            CommandText(name="thongbao", description="Soạn thông báo gửi các nhóm đăng ký"),
            CommandText(name="thongbao_danhsach", description="Các thông báo đã gửi và chờ gửi"),
        )

    def owner_commands(self) -> tuple[CommandText, ...]:
        """Return what owners have more."""
        return (CommandText(name="quyen", description="Giao và thu vai trò gửi thông báo"),)

    def description(self) -> str:
        """Return what an empty chat shows."""
        return (
            "Tôi trả lời câu hỏi về công tác dân vận ở địa phương bằng nguyên văn các bài viết, "
            "kèm nguồn. Bạn gõ có dấu hay không dấu đều được. Không tìm thấy thì tôi nói là "
            "không tìm thấy."
        )

    def short_description(self) -> str:
        """Return what the profile shows."""
        return "Hỏi đáp về công tác dân vận: trả lời bằng nguyên văn bài viết, kèm nguồn."

    def greeting(self, corpus: CorpusSummary) -> str:
        """Answer /start in a private chat."""
        return (
            "Chào bạn! Tôi trả lời câu hỏi về công tác dân vận ở địa phương bằng nguyên văn "
            f"các bài viết trong kho ({_articles(corpus)}), kèm nguồn để bạn kiểm tra.\n\n"
            "Bạn cứ gõ câu hỏi, có dấu hay không dấu đều được, hoặc bấm thử một câu:"
        )

    def group_greeting(self, username: str) -> str:
        """Answer /start@bot in a group."""
        return (
            "Chào mọi người! Khi cần, hãy gõ /hoi kèm câu hỏi, "
            f"nhắc @{username}, hoặc trả lời một tin của tôi. Ngoài ra tôi im lặng."
        )

    def help_title(self) -> str:
        """Return the heading of the help."""
        return "Tôi giúp bạn thế nào"

    def help(self) -> str:
        """Return the help."""
        return (
            "Bạn gõ câu hỏi như nói thường ngày, không dấu cũng được. Tôi tìm câu trả lời "
            "trong kho bài và trích nguyên văn, kèm nguồn. Không có thì tôi nói là không có. "
            "Hỏi tiếp thì bạn gõ ngắn cũng được, ví dụ “còn năm 2021?”, “ở Hồng Lĩnh thì sao?”.\n\n"
            "/hoi câu hỏi – để hỏi; trong nhóm, bạn cũng có thể nhắc tên tôi hoặc trả lời tin "
            "của tôi\n"
            "/vanban số hiệu – tra một văn bản, ví dụ /vanban 25-NQ/TW\n"
            "/nguon – các bài trong kho\n"
            "/dangky – nhận thông báo của cán bộ, cho bạn hay cho nhóm bạn quản trị\n"
            "/caidat – chọn nơi, chủ đề, giờ nhận\n"
            "/huydangky – thôi nhận\n"
            "/quyenriengtu – tôi giữ gì và không giữ gì\n"
            "/xoadulieu – xóa hết dữ liệu của bạn\n"
            "/trogiup – trang này"
        )

    def you_are_welcome(self) -> str:
        """Answer someone who says thanks."""
        return "Vâng, cần hỏi thêm gì bạn cứ gõ nhé."

    def ask_hint(self) -> str:
        """Say how to ask."""
        return (
            "Bạn muốn hỏi gì? Hãy gõ câu hỏi sau /hoi, ví dụ:\n"
            "/hoi Cần Đước có bao nhiêu mô hình dân vận khéo"
        )

    def oversized_question(self, length: int, limit: int) -> str:
        """Ask for a shorter question."""
        return (
            f"Tin của bạn dài {_grouped(length)} ký tự, còn tôi chỉ đọc được câu hỏi đến "
            f"{_grouped(limit)} ký tự. Bạn rút gọn thành một câu, nêu việc và nơi cần hỏi, "
            "rồi gửi lại giúp tôi nhé. Ví dụ:"
        )

    def unknown_command(self) -> str:
        """Say that there is no such command."""
        return (
            "Tôi chưa có lệnh này. Bạn cứ gõ thẳng câu hỏi, hoặc dùng /vanban để tra văn bản, "
            "/nguon để xem kho bài, /trogiup để xem cách hỏi."
        )

    def no_question_in(self, kind: MessageKind) -> str:
        """Say what can't be read."""
        match kind:
            case MessageKind.VOICE:
                return "Tôi chưa nghe được tin thoại. Bạn gõ câu hỏi bằng chữ giúp tôi nhé."
            case MessageKind.PICTURE:
                return (
                    "Tôi chưa đọc được chữ trong hình và phim. "
                    "Bạn gõ câu hỏi bằng chữ giúp tôi nhé."
                )
            case MessageKind.STICKER:
                return "Dễ thương quá! Bạn muốn hỏi gì về công tác dân vận thì gõ cho tôi nhé."
            case MessageKind.FILE:
                return (
                    "Tôi chưa mở được tập tin. Bạn gõ câu hỏi, hoặc số hiệu văn bản sau /vanban, "
                    "ví dụ /vanban 25-NQ/TW."
                )
            case MessageKind.OTHER:
                return (
                    "Tôi chỉ đọc được tin nhắn chữ. Bạn gõ câu hỏi về công tác dân vận nhé, "
                    "hoặc /trogiup để xem cách hỏi."
                )

    def one_after_the_other(self) -> str:
        """Ask for patience."""
        return "Bạn gửi nhiều tin cùng lúc nên tôi trả lời lần lượt từng tin, bạn chờ chút nhé."

    def announcing_hint(self) -> str:
        """Tell of /thongbao."""
        return "Nếu muốn gửi đúng tin này tới các nhóm đã đăng ký, bạn gõ /thongbao."

    def apology(self) -> str:
        """Say that something broke."""
        return "Xin lỗi bạn, tôi đang gặp sự cố nên chưa trả lời được. Ít phút nữa bạn thử lại nhé."

    def store_away(self) -> str:
        """Say that nothing can be kept right now."""
        return (
            "Sổ đăng ký đang tạm mất kết nối nên tôi chưa làm được việc này, chưa có gì thay đổi. "
            "Ít phút nữa bạn thử lại nhé."
        )

    def asked(self, question: str) -> str:
        """Repeat the example question."""
        return f"Câu hỏi: {question}"

    def abstention(self, found: Abstention, corpus: CorpusSummary) -> str:
        """Say honestly that nothing answers."""
        match found.reason:
            case AbstentionReason.EMPTY_QUESTION:
                return self.ask_hint()
            case AbstentionReason.EMPTY_CORPUS:
                return self.no_sources()
            case AbstentionReason.PLACE_NOT_COVERED:
                return f"Kho bài chưa có bài nào về {found.subject or 'nơi bạn hỏi'}."
            case AbstentionReason.YEAR_NOT_COVERED:
                places = "".join(f"{place.name} " for place in found.query.places)
                year = f"năm {found.subject or 'bạn hỏi'}"
                return f"Kho bài chưa có bài nào nói về {places}{year}."
            case AbstentionReason.DOCUMENT_NOT_COVERED:
                return f"Chưa có bài nào trong kho nhắc đến {found.subject or 'văn bản bạn hỏi'}."
            case AbstentionReason.FORCE_NOT_KNOWN:
                return self.force_unknown(found.subject or "văn bản bạn hỏi")
            case AbstentionReason.NO_MATCH:
                return f"Kho bài ({_articles(corpus)}) chưa có câu trả lời cho điều bạn hỏi."
            case AbstentionReason.OFF_TOPIC:
                return (
                    f"Tôi chỉ trả lời từ kho bài về công tác dân vận ({_articles(corpus)}), "
                    "trong đó không có điều bạn hỏi."
                )

    def nearest_years(self, years: Sequence[int]) -> str:
        """Add the nearest years."""
        return f"Gần nhất là năm {' và năm '.join(map(str, years))}."

    def understood_as(self, question: str) -> str:
        """Give a question as it was understood."""
        return f"Đã hiểu là: {question}"

    def earlier_question_unknown(self) -> str:
        """Ask for the whole question."""
        return (
            "Tôi chưa rõ câu này hỏi tiếp điều gì (tôi chỉ nhớ câu hỏi trước trong ít phút). "
            "Bạn gõ đủ cả câu giúp tôi nhé."
        )

    def nearest_heading(self) -> str:
        """Introduce passages that are near."""
        return "Gần nhất trong kho là những đoạn sau, có thể không đúng điều bạn hỏi:"

    def more_heading(self) -> str:
        """Introduce further passages."""
        return "Các đoạn khác gần với câu hỏi:"

    def examples_heading(self) -> str:
        """Introduce the example questions."""
        return "Bạn có thể hỏi, ví dụ:"

    def day(self, day: date) -> str:
        """Write a date."""
        return f"{day:%d/%m/%Y}"

    def undated(self) -> str:
        """Say that a source gives no date."""
        return "không ghi ngày"

    def digest_of(self, original: str) -> str:
        """Mark a digest."""
        return f"tóm lược từ: {original}"

    def digest(self, title: str) -> str:
        """Mark a digest of an untitled original."""
        return f"{title} (bản tóm lược)"

    def document_hint(self) -> str:
        """Say how to look a document up."""
        return "Bạn gõ số hiệu sau /vanban, ví dụ:\n/vanban 25-NQ/TW\n/vanban nghị quyết 25"

    def document_unknown(self, number: str) -> str:
        """Say that no article names the document."""
        return (
            f"Chưa có bài nào trong kho nhắc đến văn bản “{number}”. "
            "Bạn xem lại số hiệu giúp tôi, ví dụ /vanban 25-NQ/TW."
        )

    def did_you_mean(self) -> str:
        """Introduce documents with similar numbers."""
        return "Có phải ý bạn là:"

    def documents_heading(self, count: int) -> str:
        """Introduce the documents."""
        return f"Có {count} văn bản mang số này. Bạn cần văn bản nào?"

    def issued(self, days: str) -> str:
        """Give the issue dates."""
        return f"Ngày ban hành: {days}."

    def stated_day(self, day: date, sources: str) -> str:
        """Give one date and its sources."""
        return f"{self.day(day)} theo {sources}"

    def undated_document(self) -> str:
        """Say that no article gives the date."""
        return "Các bài trong kho không ghi ngày ban hành."

    def sources_disagree(self, count: int) -> str:
        """Say that the sources disagree."""
        return f"Các nguồn ghi {count} ngày khác nhau."

    def days_differ(self, label: str, days: Sequence[date]) -> str:
        """Add that the sources give different issue dates."""
        written = ", ".join(map(self.day, days))
        return f"Lưu ý: các nguồn ghi ngày ban hành {label} khác nhau: {written}."

    def mentioned(self, passages: int, articles: int) -> str:
        """Count where a document is named."""
        return f"Được nhắc trong {passages} đoạn của {articles} bài."

    def named_beside(self, labels: Sequence[str]) -> str:
        """Name the documents that stand in the same passages."""
        return f"Nhắc cùng: {', '.join(labels)}."

    def mentions_heading(self, label: str, page: int, pages: int) -> str:
        """Introduce the passages."""
        return f"Các đoạn nhắc đến {label}{_page(page, pages)}"

    def sources_heading(self, corpus: CorpusSummary, page: int, pages: int) -> str:
        """Introduce a page of the articles."""
        return f"Kho bài: {_articles(corpus)}{_page(page, pages)}"

    def no_sources(self) -> str:
        """Say that there are no articles yet."""
        return "Kho bài còn trống nên tôi chưa trả lời được. Bạn quay lại sau nhé."

    def as_typed_button(self) -> str:
        """Search for a question's very words."""
        return "Tìm đúng như đã gõ"

    def passage_button(self, number: int | None) -> str:
        """Open a passage."""
        return "Cả đoạn" if number is None else f"Cả đoạn [{number}]"

    def next_source_button(self) -> str:
        """Go on to another article."""
        return "Nguồn kế tiếp"

    def more_button(self) -> str:
        """Show further passages."""
        return "Xem thêm"

    def copy_citation_button(self, number: int | None) -> str:
        """Copy a quote with its source."""
        return "Trích dẫn" if number is None else f"Trích dẫn [{number}]"

    def copy_number_button(self) -> str:
        """Copy a document's number."""
        return "Sao chép số hiệu"

    def mentions_button(self) -> str:
        """Show the passages that name a document."""
        return "Các đoạn nhắc đến"

    def previous_page_button(self) -> str:
        """Turn back a page."""
        return "‹ Trước"

    def next_page_button(self) -> str:
        """Turn on a page."""
        return "Sau ›"

    def stale_button(self) -> str:
        """Say that a button is too old."""
        return "Nút này đã cũ. Bạn gõ lại câu hỏi giúp tôi nhé."

    def question_gone(self) -> str:
        """Say that the question can't be read any more."""
        return "Tôi không còn thấy câu hỏi của bạn. Bạn gõ lại giúp tôi nhé."

    def passage_gone(self) -> str:
        """Say that the passage is gone."""
        return "Bài này đã được cập nhật, bạn hỏi lại nhé."


def _articles(corpus: CorpusSummary) -> str:
    """Count the articles and give their years: "5 bài, 2018–2023"."""
    count = f"{_grouped(corpus.articles)} bài"
    if corpus.first_year is None:
        return count
    if corpus.first_year == corpus.last_year:
        return f"{count}, năm {corpus.first_year}"
    return f"{count}, {corpus.first_year}–{corpus.last_year}"


def _page(page: int, pages: int) -> str:
    return f" (trang {page}/{pages})" if pages > 1 else ""


def _grouped(number: int) -> str:
    """Write a number as Vietnamese does: 4.000."""
    return f"{number:,}".replace(",", ".")
