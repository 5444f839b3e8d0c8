"""The chat page's routes: its files, the state of the world, what people do, and what happens."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.sandbox import wire
from bot.sandbox.bodies import fields_of, page_object
from bot.sandbox.changes import MessagePosted
from bot.sandbox.errors import BadRequestError, BotApiError, ForbiddenError
from bot.sandbox.events import chat_states, page_message
from bot.sandbox.fields import (
    Fields,
    fields_of_json,
    integer_in,
    list_of,
    object_of,
    text_in,
)
from bot.sandbox.files import MAX_SIDES, picture_type
from bot.sandbox.formatting import MAX_CAPTION_UNITS, formatted
from bot.sandbox.methods.arguments import poll
from bot.sandbox.methods.profile import command_object
from bot.sandbox.records import (
    Content,
    DocumentContent,
    JsonObject,
    Persona,
    PhotoContent,
    StoredFile,
    TextContent,
)
from bot.sandbox.samples import SAMPLES
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.world import typed_text

HEARTBEAT_SECONDS = 15.0
MAX_FILE_BYTES = 20 * 1024 * 1024
"""Of what people send from the page; a bot could not download more on Telegram either."""
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
            Route(messages + "/{message_id:int}/vote", answering(self.vote), methods=["POST"]),
            Route("/sandbox/chats/{chat_id}/files", answering(self.send_file), methods=["POST"]),
            Route("/sandbox/files/{file_id}", answering(self.file)),
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
        self._sandbox.stream.is_wanted = True
        last = request.headers.get("last-event-id", "")
        after = int(last) if last.isdecimal() else self._sandbox.stream.last_id
        return StreamingResponse(self._sent_events(after), media_type="text/event-stream")

    async def messages(self, request: Request) -> Response:
        """Answer with a chat's messages, oldest first."""
        room = self._world.rooms.get(chat_id_of(request))
        if room is None:
            raise BadRequestError("chat not found")
        return JSONResponse([page_message(message) for message in room.messages.values()])

    async def say(self, request: Request) -> Response:
        """Post a persona's message, or another message again as their forward."""
        body = await page_object(request)
        sender, chat_id, now = integer_in(body, "from"), chat_id_of(request), self._sandbox.now()
        thread_id = _optional_integer(body, "message_thread_id")
        if (forwarded := body.get("forward")) is not None:
            source = _message_in(object_of(forwarded, "expected an Object as forward"))
            event = self._world.forward(sender, source, chat_id, now=now, thread_id=thread_id)
            return self._posted(event)
        event = self._world.say(
            sender,
            chat_id,
            _content(body),
            now=now,
            reply_to=_optional_integer(body, "reply_to_message_id"),
            thread_id=thread_id,
        )
        return self._posted(event)

    async def send_file(self, request: Request) -> Response:
        """Post a file of a persona's own: a picture as a photo, anything else as a document."""
        fields = await fields_of(request, limit=MAX_FILE_BYTES)
        body: JsonObject = {**fields.texts}
        upload = fields.upload("file")
        if upload is None:
            raise BadRequestError("there is no file in the request")
        event = self._world.say(
            integer_in(body, "from"),
            chat_id_of(request),
            _file_content(self._world.files.add(upload), text_in(body, "caption")),
            now=self._sandbox.now(),
            reply_to=_optional_integer(body, "reply_to_message_id"),
            thread_id=_optional_integer(body, "message_thread_id"),
        )
        return self._posted(event)

    async def file(self, request: Request) -> Response:
        """Answer with a file's bytes: a picture to be shown, anything else to be saved."""
        stored = self._world.files.find(request.path_params["file_id"])
        if stored is None:
            raise BadRequestError("wrong file identifier")
        if picture := picture_type(stored):
            return Response(stored.content, media_type=picture)
        name = quote(stored.name, safe="")
        disposition = {"content-disposition": f"attachment; filename*=UTF-8''{name}"}
        return Response(stored.content, media_type="application/octet-stream", headers=disposition)

    async def vote(self, request: Request) -> Response:
        """Vote in a poll as a persona; no options take the vote back."""
        body = await page_object(request)
        given = list_of(body.get("options"), "expected an Array of options")
        events = self._world.vote(
            integer_in(body, "from"),
            chat_id_of(request),
            request.path_params["message_id"],
            [integer_in({"option": one}, "option") for one in given],
            now=self._sandbox.now(),
        )
        self._sandbox.publish(*events)
        return JSONResponse({})

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

    def _posted(self, event: MessagePosted) -> Response:
        self._sandbox.publish(event)
        return JSONResponse(page_message(event.message))

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
    if (asked := body.get("poll")) is not None:
        fields = fields_of_json(object_of(asked, "expected an Object as poll"))
        return poll(Fields(texts=fields))
    return TextContent(body=typed_text(text_in(body, "text")))


def _file_content(file: StoredFile, words: str) -> Content:
    caption = formatted(words, limit=MAX_CAPTION_UNITS)
    if file.size is None or sum(file.size) > MAX_SIDES:
        return DocumentContent(file=file, caption=caption)
    return PhotoContent(file=file, caption=caption)


def _message_in(named: JsonObject) -> tuple[int, int]:
    """Return the chat and the id of a message that the page names."""
    return integer_in(named, "chat_id"), integer_in(named, "message_id")


def _persona_state(persona: Persona) -> JsonObject:
    user = persona.user
    state: JsonObject = {"id": user.id, "name": user.first_name, "note": persona.note}
    more = {"language_code": user.language_code, "username": user.username}
    return {**state, **{name: value for name, value in more.items() if value}}
