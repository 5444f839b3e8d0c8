import csv
import io

from bot.announcing.tables import csv_file, deliveries_csv, readers_csv
from bot.store.records import Delivery, State, Task
from tests.support.stores import NOW


def delivery(**fields: object) -> Delivery:
    given = {
        "id": 1,
        "announcement_id": 1,
        "chat_id": -5,
        "task": Task.SEND,
        "state": State.FAILED,
        "due_at": NOW,
        "attempts": 2,
        "reason": "refused",
        "detail": "Bad Request",
        "message_id": None,
        "sent_at": None,
        **fields,
    }
    return Delivery(**given)  # type: ignore[arg-type]  # each test's own


def test_every_chat_has_a_line_with_its_reason() -> None:
    [row] = csv.DictReader(io.StringIO(deliveries_csv([delivery()])))
    assert row == {
        "chat_id": "-5",
        "task": "send",
        "state": "failed",
        "reason": "refused",
        "detail": "Bad Request",
        "attempts": "2",
        "due_at": "2025-03-03T10:00:00+07:00",
        "sent_at": "",
        "message_id": "",
    }


def test_words_of_others_are_no_formula() -> None:
    [row] = csv.DictReader(io.StringIO(deliveries_csv([delivery(detail='=HYPERLINK("x")')])))
    assert row["detail"] == '\'=HYPERLINK("x")'


def test_a_file_is_read_right_by_spreadsheets() -> None:
    file = csv_file(readers_csv([("Xã Cần Đước", 3, 12)]))
    assert file.decode("utf-8-sig") == "place,chats,people\nXã Cần Đước,3,12\n"
    assert file.startswith(b"\xef\xbb\xbf")
