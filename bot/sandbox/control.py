"""The sandbox's control side: what goes wrong, who lets the bot in, what was sent and how fast.

The page's menu and drills use it over HTTP, Python code the world itself:

    POST /sandbox/chats/{id}/fault    {"kind": "flood", "seconds": 5}, met once, or so many "times",
                                      null for ever; {} for none
    POST /sandbox/chats/{id}/bot      {"from": 1005, "in": false}: removed, blocked; true: let in
    POST /sandbox/chats/{id}/migrate  a group becomes a supergroup
    POST /sandbox/chats/{id}/share    {"from": 1005, "request_id": 1, "chat_id": -5}: picked; or a
                                      person: "user_id" instead of "chat_id"
    POST /sandbox/limits              {"enforced": true}: what is too fast is refused
    GET  /sandbox/traffic             what the server counted
    GET  /sandbox/delivered           the bot's messages, chat by chat
"""

from dataclasses import asdict

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.sandbox import membership
from bot.sandbox.bodies import page_object
from bot.sandbox.changes import ChatsChanged
from bot.sandbox.errors import BadRequestError
from bot.sandbox.faults import Fault, FaultKind
from bot.sandbox.fields import integer_in, says_yes, text_in
from bot.sandbox.page import answering, chat_id_of
from bot.sandbox.records import Captioned, JsonObject, Message, PollContent, TextContent
from bot.sandbox.room import Room
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.traffic import Limits

LONGEST_SECONDS = 3600


class Control:
    """The routes of the control side."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._world = sandbox.world

    def routes(self) -> list[BaseRoute]:
        """Return all the routes."""
        chat = "/sandbox/chats/{chat_id}"
        return [
            Route(f"{chat}/fault", answering(self.fault), methods=["POST"]),
            Route(f"{chat}/bot", answering(self.bot), methods=["POST"]),
            Route(f"{chat}/migrate", answering(self.migrate), methods=["POST"]),
            Route(f"{chat}/share", answering(self.share), methods=["POST"]),
            Route("/sandbox/limits", answering(self.limits), methods=["POST"]),
            Route("/sandbox/traffic", answering(self.traffic)),
            Route("/sandbox/delivered", answering(self.delivered)),
        ]

    async def fault(self, request: Request) -> Response:
        """Give a chat a fault, or take its fault away."""
        body = await page_object(request)
        self._world.faults.set(self._room(request).chat.id, _fault(body))
        self._sandbox.publish(ChatsChanged())
        return JSONResponse({})

    async def bot(self, request: Request) -> Response:
        """Let a persona take the bot out of a chat, or let it in again."""
        body = await page_object(request)
        actor = self._world.people.get(integer_in(body, "from"))
        if actor is None:
            raise BadRequestError("user not found")
        change = membership.let_in if says_yes(body.get("in")) else membership.put_out
        events = change(self._world, self._room(request), actor, now=self._sandbox.now())
        self._sandbox.publish(*events)
        return JSONResponse({})

    async def migrate(self, request: Request) -> Response:
        """Make a supergroup of a group; answer with its id."""
        room = self._room(request)
        self._sandbox.publish(*membership.migrate(self._world, room, now=self._sandbox.now()))
        return JSONResponse({"chat_id": room.moved_to})

    async def share(self, request: Request) -> Response:
        """Pick a chat, or a person, for a button that asks for one."""
        body = await page_object(request)
        is_person = "user_id" in body
        share = self._world.share_person if is_person else self._world.share_chat
        event = share(
            integer_in(body, "from"),
            chat_id_of(request),
            integer_in(body, "request_id"),
            integer_in(body, "user_id" if is_person else "chat_id"),
            now=self._sandbox.now(),
        )
        self._sandbox.publish(event)
        return JSONResponse({})

    async def limits(self, request: Request) -> Response:
        """Refuse what is too fast, or nothing."""
        body = await page_object(request)
        self._world.traffic.limits = Limits() if says_yes(body.get("enforced")) else None
        return JSONResponse({})

    async def traffic(self, _: Request) -> Response:
        """Answer with what the server counted."""
        report = self._world.traffic.report()
        counted = {**asdict(report), "pace": report.pace}
        return JSONResponse({**counted, "impatient": self._world.faults.impatient})

    async def delivered(self, _: Request) -> Response:
        """Answer with the messages of the bot that are there now, chat by chat."""
        return JSONResponse([self._delivered(room) for room in self._world.rooms.values()])

    def _delivered(self, room: Room) -> JsonObject:
        own = [m for m in room.messages.values() if m.sender == self._world.bot]
        return {
            "chat_id": room.chat.id,
            "moved_to": room.moved_to,
            "messages": [
                {
                    "message_id": m.id,
                    "replies_to": m.reply_to.id if m.reply_to else None,
                    "words": _words(m),
                }
                for m in own
            ],
        }

    def _room(self, request: Request) -> Room:
        room = self._world.rooms.get(chat_id_of(request))
        if room is None:
            raise BadRequestError("chat not found")
        return room


def _fault(body: JsonObject) -> Fault | None:
    name = text_in(body, "kind")
    if not name:
        return None
    if name not in list(FaultKind):
        raise BadRequestError(f"a fault is one of {', '.join(FaultKind)}")
    fields: JsonObject = {"seconds": 0, "times": 1, **body}
    seconds = integer_in(fields, "seconds")
    times = None if fields["times"] is None else integer_in(fields, "times")
    if not 0 <= seconds <= LONGEST_SECONDS or (times is not None and times < 1):
        raise BadRequestError(f"a fault has 0 to {LONGEST_SECONDS} seconds and times from 1 on")
    return Fault(kind=FaultKind(name), times=times, seconds=seconds)


def _words(message: Message) -> str:
    match message.content:
        case TextContent(body=body):
            return body.text
        case PollContent(question=question):
            return question.text
    return message.content.caption.text if isinstance(message.content, Captioned) else ""
