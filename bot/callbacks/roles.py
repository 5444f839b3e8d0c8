"""Buttons of roles; only owners may, whenever and wherever they press them."""

from dataclasses import dataclass
from typing import ClassVar, Self

from bot.callbacks import payloads
from bot.callbacks.payloads import Bare
from bot.errors import StaleButtonError
from bot.store.records import Rank


@dataclass(frozen=True, kw_only=True, slots=True)
class ShowRoles:
    """Turn the list of roles to a page, counted from one."""

    code: ClassVar[str] = "rl"
    page: int

    def payload(self) -> str:
        """Return what follows the code in the data."""
        return str(self.page)

    @classmethod
    def read(cls, payload: str) -> Self:
        """Return the action of a payload; raises StaleButtonError."""
        return cls(page=payloads.number(payload))


@dataclass(frozen=True, kw_only=True, slots=True)
class PickPerson(Bare):
    """Ask whom to give a role."""

    code: ClassVar[str] = "rq"


@dataclass(frozen=True, kw_only=True, slots=True)
class ShowRole:
    """Show what someone may do."""

    code: ClassVar[str] = "rs"
    user_id: int

    def payload(self) -> str:
        """Return what follows the code in the data."""
        return str(self.user_id)

    @classmethod
    def read(cls, payload: str) -> Self:
        """Return the action of a payload; raises StaleButtonError."""
        return cls(user_id=payloads.telegram_id(payload))


@dataclass(frozen=True, kw_only=True, slots=True)
class GiveRank:
    """Make someone this; an officer, of all places; nothing takes any role away."""

    code: ClassVar[str] = "rg"
    user_id: int
    rank: Rank

    def payload(self) -> str:
        """Return what follows the code in the data."""
        return f"{self.rank.value},{self.user_id}"

    @classmethod
    def read(cls, payload: str) -> Self:
        """Return the action of a payload; raises StaleButtonError."""
        rank, _, person = payload.partition(",")
        if rank not in list(Rank):
            raise StaleButtonError("a button carried something that is not a rank")
        return cls(user_id=payloads.telegram_id(person), rank=Rank(rank))


@dataclass(frozen=True, kw_only=True, slots=True)
class SearchOfficerPlace:
    """Ask for the name of a place that someone shall write to."""

    code: ClassVar[str] = "rp"
    user_id: int

    def payload(self) -> str:
        """Return what follows the code in the data."""
        return str(self.user_id)

    @classmethod
    def read(cls, payload: str) -> Self:
        """Return the action of a payload; raises StaleButtonError."""
        return cls(user_id=payloads.telegram_id(payload))


@dataclass(frozen=True, kw_only=True, slots=True)
class GrantPlace:
    """Make someone an officer of a place, beside others; or no longer of that one."""

    code: ClassVar[str] = "ra"
    user_id: int
    place: str
    granted: bool

    def payload(self) -> str:
        """Return what follows the code in the data."""
        return f"{self.granted:d},{self.user_id},{payloads.place_reference(self.place)}"

    @classmethod
    def read(cls, payload: str) -> Self:
        """Return the action of a payload; raises StaleButtonError."""
        granted, _, rest = payload.partition(",")
        person, _, place = rest.partition(",")
        return cls(
            user_id=payloads.telegram_id(person),
            place=payloads.place_id(place),
            granted=payloads.flag(granted),
        )


RoleAction = ShowRoles | PickPerson | ShowRole | GiveRank | SearchOfficerPlace | GrantPlace
