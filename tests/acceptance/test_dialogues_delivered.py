"""What officers see of announcements that are on their way, and what they do about it."""

import csv
import io
from datetime import UTC, datetime

from bot.sandbox.cast import FRONT, HAMLET, OFFICER, SECOND_OFFICER, WOMEN
from bot.store.records import Preferences, State, Step
from tests.support.announcing import GROUPS, WORDS, Work, officers_at_work, subscribe
from tests.support.sandbox import CADRE, CITIZEN, GROUP, NEIGHBOUR, Answer

INVITATION = "Mời bà con họp tổ dân phố lúc 19 giờ."
CORRECTED = "Mời bà con họp tổ dân phố lúc 18 giờ."


async def planned(work: Work) -> Answer:
    """Have an announcement planned for a time to come; return its card."""
    card = await work.compose(INVITATION)
    prompt = await work.asked(card, WORDS.when)
    _, card = await work.reply(prompt, "18:00 mai", replies=2)
    return await work.send(card)


async def table_of(work: Work, document: Answer) -> list[dict[str, str]]:
    """Return the rows of a table that was sent."""
    table = await work.file(document.raw["document"]["file_id"])
    return list(csv.DictReader(io.StringIO(table.decode("utf-8-sig"))))


# Stop and resume


async def test_what_waits_is_stopped_and_goes_on_by_a_press() -> None:
    async with officers_at_work() as work:
        card = await planned(work)
        assert card.buttons[0] == WORDS.stop
        stopped = await work.chatter.press(card, WORDS.stop, persona=OFFICER)
        assert stopped.notice == WORDS.stopping
        card = await work.card_with("đã dừng")
        assert "Không gửi nữa: 4 (đã dừng gửi: 4)" in card.text
        assert set(work.states().values()) == {State.CANCELLED}
        resumed = await work.chatter.press(card, WORDS.resume, persona=OFFICER)
        assert resumed.notice == WORDS.resuming
        card = await work.card_with("Đang chờ: 4")
        assert set(work.states().values()) == {State.WAITING}


async def test_a_button_pressed_twice_does_nothing_twice() -> None:
    async with officers_at_work() as work:
        card = await planned(work)
        await work.chatter.press(card, WORDS.stop, persona=OFFICER)
        again = await work.chatter.press(card, WORDS.stop, persona=OFFICER)
        assert again.notice == WORDS.moved_on


# What did not arrive


async def test_a_group_that_fails_is_named_by_its_reason_and_tried_again() -> None:
    async with officers_at_work() as work:
        subscribe(work.store, [FRONT], Preferences(thread_id=99, quiet=None))
        await work.send(await work.compose(INVITATION))
        report, document = await work.reported()
        assert "Đã gửi: 3/4" in report.text
        assert "Không gửi được: 1 (chủ đề trong nhóm đã đóng hoặc bị xóa: 1)" in report.text
        rows = {row["chat_id"]: row for row in await table_of(work, document)}
        assert len(rows) == len(GROUPS)
        assert (rows[str(FRONT.id)]["state"], rows[str(GROUP.id)]["state"]) == ("failed", "sent")
        assert rows[str(FRONT.id)]["reason"] == "topic-gone"
        subscribe(work.store, [FRONT])
        retried = await work.chatter.press(await work.opened(), WORDS.retry, persona=OFFICER)
        assert retried.notice == WORDS.retrying
        await work.arrived(FRONT.id, INVITATION)
        report, _ = await work.reported()
        assert "Đã gửi: 4/4" in report.text


async def test_a_break_after_the_request_went_out_is_shown_as_uncertain_and_not_repeated() -> None:
    async with officers_at_work() as work:
        await work.chatter.control("fault", HAMLET.id, {"kind": "drop_after"})
        await work.send(await work.compose(INVITATION))
        report, _ = await work.reported()
        assert "Chưa chắc: 1 (đứt kết nối giữa chừng: 1)" in report.text
        card = await work.opened()
        assert WORDS.retry not in card.buttons
        assert await work.copies(HAMLET.id, INVITATION) == 1


async def test_a_flood_in_one_group_holds_that_group_alone() -> None:
    async with officers_at_work() as work:
        await work.chatter.control("fault", GROUP.id, {"kind": "flood", "seconds": 600})
        await work.send(await work.compose(INVITATION))
        for group in (HAMLET, FRONT, WOMEN):
            await work.arrived(group.id, INVITATION)
        card = await work.card_with("Đã gửi: 3/4")
        assert "Đang chờ: 1" in card.text
        assert work.newest().step is Step.SENDING


# Correct and recall


async def test_a_correction_is_shown_before_it_edits_every_copy() -> None:
    async with officers_at_work() as work:
        card = await work.sent(INVITATION)
        prompt = await work.asked(card, WORDS.correct)
        preview, question = await work.reply(prompt, CORRECTED, replies=2)
        assert preview.text == CORRECTED
        assert "4 nơi đã nhận" in question.text
        assert await work.copies(GROUP.id, INVITATION) == 1
        done = await work.press(question, WORDS.correct)
        assert done.text == WORDS.correcting
        for group in GROUPS:
            assert (await work.chatter.edit(chat=group.id)).text == CORRECTED
        report, _ = await work.reported()
        assert "Đã gửi: 4/4" in report.text
        assert await work.copies(GROUP.id, INVITATION) == 0


async def test_a_correction_that_is_left_changes_nothing() -> None:
    async with officers_at_work() as work:
        card = await work.sent(INVITATION)
        prompt = await work.asked(card, WORDS.correct)
        _, question = await work.reply(prompt, CORRECTED, replies=2)
        left = await work.press(question, WORDS.leave)
        assert left.text == WORDS.left_as_it_is
        assert work.newest().revision == 1


async def test_the_caption_of_a_picture_is_corrected() -> None:
    async with officers_at_work() as work:
        await work.chatter.say(persona=OFFICER, photo=True)
        _, card = await work.chatter.say("/thongbao", persona=OFFICER, replies=2)
        await work.send(card)
        await work.reported()
        prompt = await work.asked(await work.opened(), WORDS.correct)
        preview, question = await work.reply(prompt, CORRECTED, replies=2)
        assert "photo" in preview.raw
        assert preview.text == CORRECTED
        await work.press(question, WORDS.correct)
        assert (await work.chatter.edit(chat=FRONT.id)).text == CORRECTED
        await work.reported()


async def test_a_poll_can_not_be_corrected_and_says_so() -> None:
    async with officers_at_work() as work:
        await work.chatter.say(persona=OFFICER, poll=True)
        _, card = await work.chatter.say("/thongbao", persona=OFFICER, replies=2)
        await work.send(card)
        await work.reported()
        refused = await work.chatter.press(await work.opened(), WORDS.correct, persona=OFFICER)
        assert refused.notice == WORDS.cannot_correct_this


async def test_a_recall_deletes_every_copy_once_it_is_confirmed() -> None:
    async with officers_at_work() as work:
        card = await work.sent(INVITATION)
        question = await work.asked(card, WORDS.recall)
        assert "4 nơi đã nhận" in question.text
        assert await work.copies(GROUP.id, INVITATION) == 1
        done = await work.press(question, WORDS.recall)
        assert done.text == WORDS.recalling
        report, document = await work.reported()
        assert "Đã thu hồi: 4" in report.text
        assert [await work.copies(group.id, INVITATION) for group in GROUPS] == [0, 0, 0, 0]
        assert {row["state"] for row in await table_of(work, document)} == {"recalled"}


async def test_where_a_recall_can_not_delete_it_says_so() -> None:
    async with officers_at_work() as work:
        card = await work.sent(INVITATION)
        await work.chatter.control("bot", WOMEN.id, {"in": False}, by=SECOND_OFFICER)
        question = await work.asked(card, WORDS.recall)
        await work.press(question, WORDS.recall)
        report, _ = await work.reported()
        assert "Đã thu hồi: 3" in report.text
        assert "Không xóa được: 1 (bot không còn trong nhóm: 1)" in report.text


# Who has read it


async def test_got_it_is_counted_once_a_person_and_by_place() -> None:
    async with officers_at_work() as work:
        await work.sent(INVITATION, acknowledge=True)
        [in_group] = [
            Answer(raw=one)
            for one in await work.chatter.history(GROUP.id)
            if one.get("text") == INVITATION
        ]
        assert in_group.buttons == [WORDS.read]
        for persona in (CITIZEN, CADRE, NEIGHBOUR):
            pressed = await work.chatter.press(in_group, WORDS.read, persona=persona)
            assert pressed.notice == WORDS.noted
        again = await work.chatter.press(in_group, WORDS.read, persona=CADRE)
        assert again.notice == WORDS.noted_before
        card = await work.opened()
        assert "Đã nắm: 3 người" in card.text
        readers = await work.asked(card, WORDS.readers)
        assert readers.text.splitlines() == [
            f"Thông báo {work.newest().id}: 3 người đã nắm",
            "Nơi nhận mọi tin: 3 người, 4 nhóm",
        ]
        exported = await work.asked(readers, WORDS.export)
        assert await table_of(work, exported) == [{"place": "", "chats": "4", "people": "3"}]


async def test_got_it_under_a_preview_counts_for_nothing() -> None:
    async with officers_at_work() as work:
        preview, card = await work.chatter.say(
            f"/thongbao {INVITATION}", persona=OFFICER, replies=2
        )
        assert preview.buttons == []
        pressed = await work.chatter.press(card, WORDS.acknowledge, persona=OFFICER, edits=2)
        [preview] = [one for one in pressed.edits if one.id == preview.id]
        assert preview.buttons == [WORDS.read]
        noted = await work.chatter.press(preview, WORDS.read, persona=OFFICER)
        assert noted.notice == WORDS.only_a_preview


# The list


async def test_past_and_planned_announcements_are_listed_and_opened() -> None:
    async with officers_at_work() as work:
        await work.sent("Tin đầu")
        await planned(work)
        [listed] = await work.chatter.say("/thongbao_danhsach", persona=OFFICER)
        assert "chờ đến giờ gửi" in listed.buttons[0]
        assert "đã gửi xong" in listed.buttons[1]
        past = await work.asked(listed, "đã gửi xong")
        assert "Đã gửi: 4/4" in past.text


async def test_drafts_of_others_are_not_listed() -> None:
    async with officers_at_work() as work:
        await work.compose(INVITATION)
        [listed] = await work.chatter.say("/thongbao_danhsach", persona=SECOND_OFFICER)
        assert listed.text == WORDS.no_announcements


async def test_a_long_list_is_turned_there_and_back() -> None:
    async with officers_at_work() as work:
        card = await work.compose("Tin 1")
        draft = work.newest().draft
        for _ in range(11):
            work.store.announcements.draft(draft, by=OFFICER.user.id, now=datetime.now(UTC))
        [listed] = await work.chatter.say("/thongbao_danhsach", persona=OFFICER)
        older = await work.press(listed, WORDS.older)
        assert older.buttons == [*older.buttons[:2], WORDS.newest]
        newest = await work.press(older, WORDS.newest)
        assert newest.buttons == listed.buttons
        assert card.buttons
