"""What is said of roles; people are their Telegram ids, no names."""

from abc import ABC, abstractmethod
from collections.abc import Sequence

from bot.store.records import Rank


class RoleTexts(ABC):
    """What a language must be able to say of roles."""

    @abstractmethod
    def not_allowed(self) -> str:
        """Refuse, in at most 200 characters, what someone's role does not allow."""

    @abstractmethod
    def role_fixed(self) -> str:
        """Say, in at most 200 characters, that the settings make someone an owner."""

    @abstractmethod
    def in_private(self) -> str:
        """Say where roles are shown; in a group it is only answered to a person's message."""

    @abstractmethod
    def nobodys_id(self) -> str:
        """Say that what was typed is no person's id, or that of a bot or a hidden person."""

    @abstractmethod
    def roles_title(self, page: int, pages: int) -> str:
        """Introduce a page of those who have a role."""

    @abstractmethod
    def roles_help(self) -> str:
        """Say how to give a role to someone else."""

    @abstractmethod
    def person_title(self, user_id: int) -> str:
        """Introduce one person."""

    @abstractmethod
    def role_line(self, rank: Rank, places: Sequence[str]) -> str:
        """Say what someone is; for an officer, with the places; none is everywhere."""

    @abstractmethod
    def roles_row(self, user_id: int, rank: Rank) -> str:
        """Name someone with their role, in a button's width."""

    @abstractmethod
    def pick_person(self) -> str:
        """Ask whom to give a role; the button to pick one stands in the place of the keyboard."""

    @abstractmethod
    def picked(self) -> str:
        """Say that someone was picked."""

    @abstractmethod
    def officer_place_prompt(self, user_id: int) -> str:
        """Ask, in a reply to this very message, for a place that someone shall write to."""

    @abstractmethod
    def one_place_stays(self) -> str:
        """Refuse, in at most 200 characters, to take an officer's last place."""

    # Buttons

    @abstractmethod
    def add_person_button(self) -> str:
        """Give someone else a role."""

    @abstractmethod
    def pick_person_button(self) -> str:
        """Open the list of people."""

    @abstractmethod
    def rank_button(self, rank: Rank) -> str:
        """Give a rank, or take it away; officers, everywhere."""

    @abstractmethod
    def officer_place_button(self) -> str:
        """Let someone write to a place that is typed next."""

    @abstractmethod
    def all_roles_button(self) -> str:
        """Go back to the list."""


class VietnameseRoles(RoleTexts):
    """In Vietnamese."""

    def not_allowed(self) -> str:
        """Refuse."""
        return "Bạn chưa được giao việc này. Cần thì bạn hỏi người quản lý bot nhé."

    def role_fixed(self) -> str:
        """Say that the settings make someone an owner."""
        return "Người này là chủ theo cài đặt DANVAN_OWNERS, nên chỉ đổi được ở đó."

    def in_private(self) -> str:
        """Say where roles are shown."""
        return (
            "Bạn dùng /quyen trong cuộc trò chuyện riêng với tôi, "
            "hoặc trả lời tin của một người ở đây bằng /quyen."
        )

    def nobodys_id(self) -> str:
        """Say that there is no person's id."""
        return (
            "Tôi không thấy mã của ai ở đây. Bạn gõ mã số Telegram của người đó, ví dụ "
            "/quyen 123456789, hoặc trả lời tin của họ bằng /quyen."
        )

    def roles_title(self, page: int, pages: int) -> str:
        """Introduce the list."""
        return f"Vai trò (trang {page}/{pages})" if pages > 1 else "Vai trò"

    def roles_help(self) -> str:
        """Say how to give a role."""
        return (
            "Bấm một người để xem và đổi. Giao cho người khác: bấm “Thêm người”, gõ /quyen kèm "
            "mã số Telegram, hoặc trả lời tin của họ bằng /quyen."
        )

    def person_title(self, user_id: int) -> str:
        """Introduce one person."""
        return f"Người dùng {user_id}"

    def role_line(self, rank: Rank, places: Sequence[str]) -> str:
        """Say what someone is."""
        match rank:
            case Rank.OWNER:
                return "Chủ: giao vai trò, gửi thông báo đến mọi nơi"
            case Rank.OFFICER:
                return f"Cán bộ: gửi thông báo đến {'; '.join(places) or 'mọi nơi'}"
            case Rank.NONE:
                return "Không có vai trò"

    def roles_row(self, user_id: int, rank: Rank) -> str:
        """Name someone with their role."""
        return f"{user_id} · {'chủ' if rank is Rank.OWNER else 'cán bộ'}"

    def pick_person(self) -> str:
        """Ask whom to give a role."""
        return "Bạn chọn một người bằng nút dưới ô nhập tin."

    def picked(self) -> str:
        """Say that someone was picked."""
        return "Đã chọn."

    def officer_place_prompt(self, user_id: int) -> str:
        """Ask for a place."""
        return (
            f"Người dùng {user_id} được gửi thông báo đến nơi nào? "
            "Bạn trả lời (Reply) chính tin này bằng tên nơi, ví dụ: can duoc"
        )

    def one_place_stays(self) -> str:
        """Refuse to take the last place."""
        return (
            "Đây là nơi cuối cùng của cán bộ này. Bạn thêm nơi khác trước, "
            "hoặc bấm “Cán bộ, mọi nơi” hay “Thôi vai trò”."
        )

    def add_person_button(self) -> str:
        """Give someone else a role."""
        return "+ Thêm người"

    def pick_person_button(self) -> str:
        """Open the list of people."""
        return "Chọn người"

    def rank_button(self, rank: Rank) -> str:
        """Give a rank."""
        match rank:
            case Rank.OWNER:
                return "Chủ"
            case Rank.OFFICER:
                return "Cán bộ, mọi nơi"
            case Rank.NONE:
                return "Thôi vai trò"

    def officer_place_button(self) -> str:
        """Let someone write to a place."""
        return "+ Cán bộ của một nơi"

    def all_roles_button(self) -> str:
        """Go back to the list."""
        return "‹ Mọi vai trò"


class EnglishRoles(RoleTexts):
    """In English."""

    def not_allowed(self) -> str:
        """Refuse."""
        return "This is not yours to do. Please ask whoever runs the bot if you need it."

    def role_fixed(self) -> str:
        """Say that the settings make someone an owner."""
        return "The setting DANVAN_OWNERS makes them an owner; it can only be changed there."

    def in_private(self) -> str:
        """Say where roles are shown."""
        return "Use /quyen in a private chat with me, or reply to a person's message here with it."

    def nobodys_id(self) -> str:
        """Say that there is no person's id."""
        return (
            "I see nobody's id here. Type a person's Telegram id, e.g. /quyen 123456789, "
            "or reply to one of their messages with /quyen."
        )

    def roles_title(self, page: int, pages: int) -> str:
        """Introduce the list."""
        return f"Roles (page {page}/{pages})" if pages > 1 else "Roles"

    def roles_help(self) -> str:
        """Say how to give a role."""
        return (
            "Press a person to see and change their role. For someone else press “Add a person”, "
            "type /quyen with their Telegram id, or reply to their message with /quyen."
        )

    def person_title(self, user_id: int) -> str:
        """Introduce one person."""
        return f"User {user_id}"

    def role_line(self, rank: Rank, places: Sequence[str]) -> str:
        """Say what someone is."""
        match rank:
            case Rank.OWNER:
                return "Owner: gives roles, announces everywhere"
            case Rank.OFFICER:
                return f"Officer: announces to {'; '.join(places) or 'all places'}"
            case Rank.NONE:
                return "No role"

    def roles_row(self, user_id: int, rank: Rank) -> str:
        """Name someone with their role."""
        return f"{user_id} · {'owner' if rank is Rank.OWNER else 'officer'}"

    def pick_person(self) -> str:
        """Ask whom to give a role."""
        return "Pick a person with the button below the message box."

    def picked(self) -> str:
        """Say that someone was picked."""
        return "Picked."

    def officer_place_prompt(self, user_id: int) -> str:
        """Ask for a place."""
        return (
            f"Which place shall user {user_id} announce to? "
            "Reply to this very message with its name, e.g. can duoc"
        )

    def one_place_stays(self) -> str:
        """Refuse to take the last place."""
        return (
            "This is the officer's last place. Add another first, "
            "or press “Officer, everywhere” or “Take the role”."
        )

    def add_person_button(self) -> str:
        """Give someone else a role."""
        return "+ Add a person"

    def pick_person_button(self) -> str:
        """Open the list of people."""
        return "Pick a person"

    def rank_button(self, rank: Rank) -> str:
        """Give a rank."""
        match rank:
            case Rank.OWNER:
                return "Owner"
            case Rank.OFFICER:
                return "Officer, everywhere"
            case Rank.NONE:
                return "Take the role"

    def officer_place_button(self) -> str:
        """Let someone write to a place."""
        return "+ Officer of a place"

    def all_roles_button(self) -> str:
        """Go back to the list."""
        return "‹ All roles"
