"""HTTP requests -> fields: query, form, multipart and JSON alike, within a limit of bytes."""

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.types import Message, Receive

from bot.sandbox.errors import TooLargeError
from bot.sandbox.fields import Fields, Upload, fields_of_json, object_of, read_json
from bot.sandbox.records import JsonObject

MAX_BODY_BYTES = 50 * 1024 * 1024
MAX_PAGE_BODY_BYTES = 64 * 1024


async def fields_of(request: Request, *, limit: int = MAX_BODY_BYTES) -> Fields:
    """Return a request's fields; those of the body win over those of the query.

    Raises TooLargeError for a body of more than `limit` bytes, and BadRequestError for one that
    is not what its content type says.
    """
    query = dict(request.query_params)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if request.method == "GET" or not kind:
        return Fields(texts=query)
    limited = Request(request.scope, _limited(request, limit))
    if kind == "application/json":
        return Fields(texts={**query, **fields_of_json(await _object(limited))})
    if kind in {"application/x-www-form-urlencoded", "multipart/form-data"}:
        async with limited.form() as form:
            files = {n: await _upload(v) for n, v in form.items() if isinstance(v, UploadFile)}
            texts = {name: value for name, value in form.items() if isinstance(value, str)}
        return Fields(texts={**query, **texts}, files=files)
    return Fields(texts=query)


async def page_object(request: Request) -> JsonObject:
    """Return the JSON object that the chat page posted."""
    return await _object(Request(request.scope, _limited(request, MAX_PAGE_BODY_BYTES)))


async def _object(request: Request) -> JsonObject:
    body = read_json(await request.body() or b"{}", "can't parse JSON object")
    return object_of(body, "expected an Object")


async def _upload(file: UploadFile) -> Upload:
    mime_type = file.content_type or "application/octet-stream"
    return Upload(name=file.filename or "file", mime_type=mime_type, content=await file.read())


def _limited(request: Request, limit: int) -> Receive:
    """Return the request's way to its body, which breaks off beyond `limit` bytes."""
    announced = request.headers.get("content-length", "0")
    if announced.isdecimal() and int(announced) > limit:
        raise TooLargeError
    received = 0

    async def receive() -> Message:
        nonlocal received
        message = await request.receive()
        received += len(message.get("body", b""))
        if received > limit:
            raise TooLargeError
        return message

    return receive
