"""What the owners are told when something breaks."""

from abc import ABC, abstractmethod


class AlarmTexts(ABC):
    """What a language must be able to say of an error; the log's own words stand below it."""

    @abstractmethod
    def alarm(self, again: int) -> str:
        """Say that something broke, and `again` so many times since it was told last."""


class VietnameseAlarms(AlarmTexts):
    """In Vietnamese."""

    def alarm(self, again: int) -> str:
        """Say that something broke."""
        repeated = f" Từ lần báo trước, lỗi này lặp lại {again} lần." if again else ""
        return (
            f"Tôi vừa gặp lỗi.{repeated} Trong một giờ tới tôi không báo lại lỗi này; người quản "
            "lý máy chủ xem nhật ký để biết thêm."
        )


class EnglishAlarms(AlarmTexts):
    """In English."""

    def alarm(self, again: int) -> str:
        """Say that something broke."""
        times = "once more" if again == 1 else f"{again} times more"
        repeated = f" It came {times} since I last told you." if again else ""
        return (
            f"Something broke.{repeated} I won't tell of it again for an hour; the log on the "
            "server says more."
        )
