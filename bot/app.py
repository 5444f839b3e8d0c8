"""The Telegram application, put together: what answers what, in which order, and why.

Updates come by our own intake (`bot.intake`), which keeps them before Telegram forgets them; the
same application talks to Telegram and to the sandbox, which differ in their address only.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from telegram import Bot, LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.ext import (
    Application,
    BaseHandler,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    Defaults,
    MessageHandler,
    filters,
)
from telegram.request import BaseRequest

from bot.announcing.office import Office
from bot.announcing.steps import Steps
from bot.delivery.departure import DepartingRequest
from bot.delivery.pacing import Pace, Pacer
from bot.delivery.sender import WORKERS
from bot.delivery.turns import PacedAnswers, Turns
from bot.desk import Desk
from bot.digests.digester import Digester
from bot.digests.news import News
from bot.dispatch import Dispatch
from bot.errors import SettingsError
from bot.governing import Governing, roles_to_introduce
from bot.handlers.announcing import AnnouncementCommands, LastMessages
from bot.handlers.asking import Asking
from bot.handlers.buttons import Buttons
from bot.handlers.documents import Documents
from bot.handlers.drafts import DraftButtons
from bot.handlers.flooding import Flooding
from bot.handlers.following import FollowingButtons
from bot.handlers.groups import CALLING, NAMING_IN_COMMAND
from bot.handlers.membership import Membership
from bot.handlers.news import NewsButtons
from bot.handlers.other import Wordless, unknown_command
from bot.handlers.pages import Pages
from bot.handlers.privacy import Privacy
from bot.handlers.reading import ReadingButtons
from bot.handlers.replies import (
    ANSWERING_ABOUT_ANNOUNCEMENT,
    ANSWERING_OFFICER_PLACE,
    ANSWERING_PLACE,
)
from bot.handlers.roles import RoleButtons, RoleCommands
from bot.handlers.subscribing import SubscriptionButtons, SubscriptionCommands
from bot.handlers.troubles import note_error
from bot.intake.handling import AnswersOnce
from bot.intake.intake import WebhookPlace, taking
from bot.intake.polling import until
from bot.intake.processing import Processing
from bot.intake.worker import Observer, Worker
from bot.introduction import introduce
from bot.keeper import KnowledgeKeeper
from bot.operation.alarms import telling_owners
from bot.operation.stages import Watcher
from bot.operation.watching import Watched, WatchedSending
from bot.patience import patiently
from bot.reaching import reach
from bot.requesting import TelegramRequest
from bot.settings import Settings, is_loopback
from bot.store.records import Role
from bot.store.store import Store
from bot.subscribing import Subscribing
from bot.sweeping import keep_swept

BotApplication = Application[Any, Any, Any, Any, Any, Any]
Handler = BaseHandler[Any, Any, Any]

CONCURRENT_UPDATES = 32
CONNECTIONS = 2 * CONCURRENT_UPDATES + 2
"""An update in hand has at most two requests under way: "typing" and its answer. One polls. One
that is cut short as it connects stays occupied, and to stop needs another."""
TAKEN_UPDATES = ["message", "edited_message", "callback_query", "my_chat_member"]

_NEW = filters.UpdateType.MESSAGE
_PRIVATE = filters.ChatType.PRIVATE
_GROUP = filters.ChatType.GROUPS
_WORDS = filters.TEXT | filters.CAPTION
_REPLY_IN_WORDS = _NEW & filters.TEXT & ~filters.COMMAND
# A question that is corrected in a private chat is answered anew; groups are left in peace.
_NEW_OR_CORRECTED = _NEW | (filters.UpdateType.EDITED_MESSAGE & _PRIVATE)
# In a group /hoi and what subscribes it are for every bot to hear; any other command must name
# this one, but for a reply with /quyen.
_COMMAND = _NEW & (_PRIVATE | NAMING_IN_COMMAND)
_COMMAND_OR_REPLY = _COMMAND | (_NEW & filters.REPLY)
_ANSWERING = ANSWERING_ABOUT_ANNOUNCEMENT | ANSWERING_OFFICER_PLACE | ANSWERING_PLACE
_TO_ANNOUNCE = _NEW & _PRIVATE & ~filters.COMMAND & ~filters.StatusUpdate.ALL & ~_ANSWERING


def build_application(
    settings: Settings,
    keeper: KnowledgeKeeper,
    store: Store,
    *,
    pace: Pace | None = None,
    request: BaseRequest | None = None,
) -> tuple[BotApplication, Dispatch]:
    """Return the application, ready to be initialised, and what sends announcements beside it.

    An update goes to the first handler that takes it: presses, which are nothing else; then what
    Telegram tells of chats; then replies to what the bot asked, and commands, before their words
    could pass for a question; then questions, by where they are asked; and what is left of a
    private chat, so that nobody there is met with silence. The `pace` is Telegram's and the
    `request` goes there, unless others are given. Raises SettingsError.
    """
    turns = Turns(Pacer(pace))
    application = _connected(settings, turns, request or _request(settings, CONNECTIONS))
    desk, subscribing, governing = Desk(keeper), Subscribing(store), Governing(store)
    last = LastMessages()
    privacy = Privacy(store, desk, last)
    office = Office(Steps(store=store, most_unapproved=settings.approval_above), keeper)
    digester = Digester(keeper, store)
    dispatch = Dispatch(office, digester, application.bot, _sending_bot(settings), turns)
    buttons = Buttons(
        ReadingButtons(desk),
        SubscriptionButtons(subscribing),
        RoleButtons(governing),
        DraftButtons(office, dispatch.news),
        FollowingButtons(office, dispatch.news),
        privacy,
        NewsButtons(News(keeper, store)),
    )
    commands = AnnouncementCommands(office, last)
    application.add_handlers(
        [
            CallbackQueryHandler(buttons.press),
            *_about_chats(subscribing),
            *_about_roles(governing),
            *_about_subscriptions(subscribing),
            *_about_announcements(commands),
            *_about_privacy(privacy),
            *_about_sources(Pages(desk, subscribing, governing), Documents(desk)),
            *_about_anything(desk, governing),
        ]
    )
    # Besides being answered: much at once is noticed, and what was said last may be announced.
    application.add_handler(MessageHandler(_NEW & _PRIVATE, Flooding().notice), group=-2)
    application.add_handler(MessageHandler(_TO_ANNOUNCE, commands.remember), group=-1)
    application.add_error_handler(note_error)
    return application, dispatch


def _about_chats(subscribing: Subscribing) -> list[Handler]:
    membership = Membership(subscribing)
    return [
        ChatMemberHandler(membership.moved, ChatMemberHandler.MY_CHAT_MEMBER),
        MessageHandler(_NEW & filters.StatusUpdate.MIGRATE, membership.migrated),
        MessageHandler(_NEW & _PRIVATE & filters.StatusUpdate.CHAT_SHARED, membership.picked),
    ]


def _about_roles(governing: Governing) -> list[Handler]:
    roles = RoleCommands(governing)
    return [
        MessageHandler(_NEW & _PRIVATE & filters.StatusUpdate.USERS_SHARED, roles.picked),
        MessageHandler(_REPLY_IN_WORDS & ANSWERING_OFFICER_PLACE, roles.search_place),
        CommandHandler("quyen", roles.roles, _COMMAND_OR_REPLY),
    ]


def _about_subscriptions(subscribing: Subscribing) -> list[Handler]:
    subscriptions = SubscriptionCommands(subscribing)
    return [
        MessageHandler(_REPLY_IN_WORDS & ANSWERING_PLACE, subscriptions.search_place),
        CommandHandler("dangky", subscriptions.subscribe, _NEW),
        CommandHandler("huydangky", subscriptions.unsubscribe, _NEW),
        CommandHandler("caidat", subscriptions.settings, _NEW),
    ]


def _about_announcements(commands: AnnouncementCommands) -> list[Handler]:
    return [
        MessageHandler(_NEW & _PRIVATE & ANSWERING_ABOUT_ANNOUNCEMENT, commands.answer),
        CommandHandler("thongbao", commands.compose, _COMMAND),
        CommandHandler("thongbao_danhsach", commands.list, _COMMAND),
    ]


def _about_privacy(privacy: Privacy) -> list[Handler]:
    return [
        CommandHandler("quyenriengtu", privacy.privacy, _COMMAND),
        CommandHandler("xoadulieu", privacy.ask, _COMMAND),
    ]


def _about_sources(pages: Pages, documents: Documents) -> list[Handler]:
    return [
        CommandHandler("start", pages.start, _COMMAND),
        CommandHandler(["trogiup", "help"], pages.guide, _COMMAND),
        CommandHandler("vanban", documents.look_up, _COMMAND),
        CommandHandler("nguon", pages.sources, _COMMAND),
    ]


def _about_anything(desk: Desk, governing: Governing) -> list[Handler]:
    asking = Asking(desk)
    return [
        CommandHandler("hoi", asking.ask, _NEW_OR_CORRECTED),
        MessageHandler(_NEW & _GROUP & _WORDS & ~filters.COMMAND & CALLING, asking.ask),
        MessageHandler(_NEW_OR_CORRECTED & _PRIVATE & _WORDS & ~filters.COMMAND, asking.ask),
        MessageHandler(_NEW & _PRIVATE & filters.COMMAND, unknown_command),
        MessageHandler(_NEW & _PRIVATE & ~filters.StatusUpdate.ALL, Wordless(governing).wordless),
    ]


@dataclass(frozen=True, kw_only=True, slots=True)
class Onlookers:
    """Who wants to know how updates are doing."""

    observer: Observer | None = None
    """Hears what becomes of each."""
    watcher: Watcher | None = None
    """Hears how long their stages take."""


async def serve(
    settings: Settings,
    keeper: KnowledgeKeeper,
    store: Store,
    *,
    stop: asyncio.Event,
    ready: Callable[[str], None] = lambda _: None,
    onlookers: Onlookers | None = None,
    pace: Pace | None = None,
) -> None:
    """Answer until `stop` is set; call `ready` with the bot's @name once updates come.

    The `pace` is Telegram's unless another is given. While Telegram is away, it waits. On
    stopping, what is in hand is answered first. Raises TokenRefusedError.
    """
    application, dispatch = build_application(settings, keeper, store, pace=pace)
    roles = await patiently(lambda: roles_to_introduce(store))
    async with (
        _initialised(application, roles),
        telling_owners(application.bot, store),
        dispatch.running(),  # stops after the updates that may plan something more
        _taking_updates(application, settings, store, onlookers or Onlookers()) as coming,
    ):
        chores = [asyncio.create_task(one) for one in (keeper.watch(), keep_swept(store))]
        await until(coming.wait(), stop)
        if coming.is_set():
            ready(f"@{application.bot.username}")
        await stop.wait()
        for chore in chores:
            chore.cancel()
        await asyncio.gather(*chores, return_exceptions=True)


@asynccontextmanager
async def _initialised(application: BotApplication, roles: Collection[Role]) -> AsyncIterator[None]:
    try:
        await reach(application.bot)
        async with application:
            await introduce(application.bot, roles)
            yield
    finally:
        # An application that could not be initialised leaves the bot's connections open.
        await application.bot.shutdown()


@asynccontextmanager
async def _taking_updates(
    application: BotApplication, settings: Settings, store: Store, onlookers: Onlookers
) -> AsyncIterator[asyncio.Event]:
    bot = application.bot
    worker = Worker(
        store,
        bot.id,
        Watched(Processing(application), onlookers.watcher),
        most_at_once=CONCURRENT_UPDATES,
        observer=onlookers.observer,
    )
    place = _webhook_place(settings)
    async with taking(bot, store, worker, kinds=TAKEN_UPDATES, place=place) as coming:
        yield coming


def _webhook_place(settings: Settings) -> WebhookPlace | None:
    if settings.webhook_url is None:
        return None
    host, port = settings.webhook_address
    secret = settings.webhook_secret.get_secret_value() if settings.webhook_secret else None
    return WebhookPlace(url=settings.webhook_url, host=host, port=port, secret=secret)


def _connected(settings: Settings, turns: Turns, request: BaseRequest) -> BotApplication:
    """Return an application that reaches the Bot API of the settings, without handlers.

    What it answers goes before announcements, by the same `turns`.
    """
    return (
        Application.builder()
        .token(_token_of(settings))
        .base_url(f"{settings.base_url}/bot")
        .base_file_url(f"{settings.base_url}/file/bot")
        .request(request)
        .updater(None)
        .rate_limiter(AnswersOnce(WatchedSending(PacedAnswers(turns))))
        .defaults(
            Defaults(
                parse_mode=ParseMode.HTML,
                link_preview_options=LinkPreviewOptions(is_disabled=True),
            )
        )
        .job_queue(None)
        .build()
    )


def _sending_bot(settings: Settings) -> Bot:
    """Return the bot that sends announcements, whose messages are as they were decided on."""
    return Bot(
        _token_of(settings),
        base_url=f"{settings.base_url}/bot",
        request=DepartingRequest(**_request_options(settings, WORKERS)),
        get_updates_request=_request(settings, 1),
    )


def _token_of(settings: Settings) -> str:
    if settings.bot_token is None:
        raise SettingsError("TELEGRAM_BOT_TOKEN is not set; get a token from @BotFather")
    return settings.bot_token.get_secret_value()


def _request(settings: Settings, connections: int) -> TelegramRequest:
    return TelegramRequest(**_request_options(settings, connections))


def _request_options(settings: Settings, connections: int) -> dict[str, Any]:
    return {
        "connection_pool_size": connections,
        "connect_timeout": 10,
        "read_timeout": 10,
        "pool_timeout": 10,
        "proxy": settings.proxy.get_secret_value() if settings.proxy else None,
        # A proxy of the environment (HTTPS_PROXY) is for the world, not for loopback.
        "httpx_kwargs": {"trust_env": not is_loopback(settings.base_url)},
    }
