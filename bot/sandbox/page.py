"""The chat page's routes: its files, the state of the world, what people do, and what happens."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.sandbox import wire
from bot.sandbox.bodies import page_object
from bot.sandbox.errors import BadRequestError, BotApiError, ForbiddenError
from bot.sandbox.events import chat_states
from bot.sandbox.fields import integer_in, text_in
from bot.sandbox.methods.profile import command_object
from bot.sandbox.records import Content, JsonObject, Persona, TextContent
from bot.sandbox.samples import SAMPLES
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.world import typed_text

HEARTBEAT_SECONDS = 15.0
STATIC = Path(__file__).with_name("static")

Endpoint = Callable[[Request], Awaitable[Response]]


class Page:
    """The page's side of a sandbox."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._world = sandbox.world

    def routes(self) -> list[BaseRoute]:
        """Return all the routes."""
        messages = "/sandbox/chats/{chat_id}/messages"
        return [
            Route("/", self.index),
            Route("/sandbox/state", self.state),
            Route("/sandbox/events", self.events),
            Route("/sandbox/reset", answering(self.reset), methods=["POST"]),
            Route(messages, answering(self.messages)),
            Route(messages, answering(self.say), methods=["POST"]),
            Route(messages + "/{message_id:int}/press", answering(self.press), methods=["POST"]),
            Route("/sandbox/chats/{chat_id}/commands", answering(self.commands)),
            Mount("/static", StaticFiles(directory=STATIC)),
        ]

    async def index(self, _: Request) -> Response:
        """Answer with the page itself."""
        return FileResponse(STATIC / "index.html")

    async def state(self, _: Request) -> Response:
        """Answer with the bot, the personas and the chats."""
        chats = chat_states(self._world)
        personas = [_persona_state(persona) for persona in self._world.personas]
        bot = wire.user(self._world.bot)
        return JSONResponse({"bot": bot, "personas": personas, "chats": chats})

    async def events(self, request: Request) -> Response:
        """Answer with the stream of events, from where the page left off."""
        last = request.headers.get("last-event-id", "")
        after = int(last) if last.isdecimal() else self._sandbox.stream.last_id
        return StreamingResponse(self._sent_events(after), media_type="text/event-stream")

    async def messages(self, request: Request) -> Response:
        """Answer with a chat's messages, oldest first."""
        room = self._world.rooms.get(chat_id_of(request))
        if room is None:
            raise BadRequestError("chat not found")
        return JSONResponse([wire.message(message) for message in room.messages.values()])

    async def say(self, request: Request) -> Response:
        """Post a persona's message."""
        body = await page_object(request)
        event = self._world.say(
            integer_in(body, "from"),
            chat_id_of(request),
            _content(body),
            now=self._sandbox.now(),
            reply_to=_optional_integer(body, "reply_to_message_id"),
            thread_id=_optional_integer(body, "message_thread_id"),
        )
        self._sandbox.publish(event)
        return JSONResponse(wire.message(event.message))

    async def press(self, request: Request) -> Response:
        """Press a button as a persona; the bot's answer comes as an event."""
        body = await page_object(request)
        event = self._world.press(
            integer_in(body, "from"),
            chat_id_of(request),
            request.path_params["message_id"],
            (integer_in(body, "row"), integer_in(body, "column")),
            now=self._sandbox.now(),
        )
        self._sandbox.publish(event)
        return JSONResponse({"callback_query_id": event.query.id})

    async def commands(self, request: Request) -> Response:
        """Answer with the commands that a persona sees in a chat."""
        viewer = integer_in({**request.query_params}, "from")
        seen = self._world.commands_for(viewer, chat_id_of(request))
        return JSONResponse([command_object(command) for command in seen])

    async def reset(self, _: Request) -> Response:
        """Empty all chats."""
        self._sandbox.publish(self._world.reset())
        return JSONResponse({})

    async def _sent_events(self, after: int) -> AsyncIterator[str]:
        """Yield the stream in the form of server-sent events, comments where nothing happens."""
        yield ": the sandbox's events\n\n"
        async for event in self._sandbox.stream.follow(after, heartbeat=HEARTBEAT_SECONDS):
            yield f"id: {event[0]}\ndata: {event[1]}\n\n" if event else ": still here\n\n"


def answering(endpoint: Endpoint) -> Endpoint:
    """Let `endpoint` answer what it refuses with {"error": …}, and refuse other sites' posts."""

    async def guarded(request: Request) -> Response:
        try:
            _check_origin(request)
            return await endpoint(request)
        except BotApiError as error:
            return JSONResponse({"error": error.description}, status_code=error.status)

    return guarded


def _check_origin(request: Request) -> None:
    """Refuse what another site's page makes a browser post; programs name no origin."""
    origin = request.headers.get("origin")
    if request.method == "POST" and origin not in {None, f"http://{request.headers.get('host')}"}:
        raise ForbiddenError("posts are taken from the sandbox's own page only")


def chat_id_of(request: Request) -> int:
    """Return the chat that a request's path names; BadRequestError where it is no number."""
    return integer_in(dict(request.path_params), "chat_id")


def _optional_integer(body: JsonObject, name: str) -> int | None:
    return None if body.get(name) is None else integer_in(body, name)


def _content(body: JsonObject) -> Content:
    for name, content in SAMPLES.items():
        if body.get(name) is True:
            return content
    return TextContent(body=typed_text(text_in(body, "text")))


def _persona_state(persona: Persona) -> JsonObject:
    user = persona.user
    state: JsonObject = {"id": user.id, "name": user.first_name, "note": persona.note}
    more = {"language_code": user.language_code, "username": user.username}
    return {**state, **{name: value for name, value in more.items() if value}}
