"""Methods about the bot's own session: itself, its updates' way, queries, files."""

from bot.sandbox import wire
from bot.sandbox.errors import BadRequestError
from bot.sandbox.fields import list_of
from bot.sandbox.methods.call import DONE, Call, Method, Outcome
from bot.sandbox.profile import ProfileText
from bot.sandbox.records import JsonObject
from bot.sandbox.webhooks import webhook_at

MAX_NOTICE = 200
MAX_INLINE_RESULTS = 50


def get_me(call: Call) -> Outcome:
    """Return the bot, by the name that it has now."""
    return Outcome(
        result={
            **wire.user(call.world.bot),
            "first_name": call.world.profile.get(ProfileText.NAME, ""),
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": False,
            "can_connect_to_business": False,
            "has_main_web_app": False,
        }
    )


def set_webhook(call: Call) -> Outcome:
    """Post updates to an address of this machine; an empty one deletes the webhook."""
    fields = call.fields
    if not fields.text("url"):
        return delete_webhook(call)
    call.world.updates.webhook = webhook_at(fields.text("url"), fields.text("secret_token"))
    if fields.flag("drop_pending_updates"):
        call.world.updates.clear()
    return DONE


def delete_webhook(call: Call) -> Outcome:
    """Let the bot fetch its updates; drop the pending ones if asked to."""
    call.world.updates.webhook = None
    if call.fields.flag("drop_pending_updates"):
        call.world.updates.clear()
    return DONE


def get_webhook_info(call: Call) -> Outcome:
    """Return where updates are posted, if anywhere, and how many wait."""
    queue = call.world.updates
    webhook = queue.webhook
    info: JsonObject = {
        "url": webhook.url if webhook else "",
        "has_custom_certificate": False,
        "pending_update_count": len(queue),
    }
    if webhook and webhook.last_error_date is not None:
        info["last_error_date"] = webhook.last_error_date
        info["last_error_message"] = webhook.last_error_message
    if queue.allowed is not None:
        info["allowed_updates"] = [*sorted(queue.allowed)]
    return Outcome(result=info)


def close(_: Call) -> Outcome:
    """Say yes to close and logOut: there is no other server to move to."""
    return DONE


def answer_callback_query(call: Call) -> Outcome:
    """Answer the press of a button."""
    fields = call.fields
    if len(fields.text("text")) > MAX_NOTICE:
        raise BadRequestError("MESSAGE_TOO_LONG")
    event = call.world.answer_callback(
        fields.text("callback_query_id"),
        text=fields.text("text"),
        show_alert=fields.flag("show_alert"),
        url=fields.text("url") or None,
        now=call.now,
    )
    return Outcome(result=True, events=(event,))


def answer_inline_query(call: Call) -> Outcome:
    """Refuse: nobody in the sandbox makes inline queries, so every id is one that is unknown."""
    given = call.fields.json("results", "inline query results")
    results = list_of([] if given is None else given, "expected an Array of inline query results")
    if len(results) > MAX_INLINE_RESULTS:
        raise BadRequestError("RESULTS_TOO_MUCH")
    raise BadRequestError("query is too old and response timeout expired or query ID is invalid")


def get_file(call: Call) -> Outcome:
    """Return where a file can be downloaded."""
    file_id = call.fields.text("file_id")
    if not file_id:
        raise BadRequestError("file_id not specified")
    stored = call.world.files.find(file_id)
    if stored is None:
        raise BadRequestError("invalid file_id")
    return Outcome(result=wire.file(stored, with_path=True))


METHODS: dict[str, Method] = {
    "getMe": get_me,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
    "close": close,
    "logOut": close,
    "answerCallbackQuery": answer_callback_query,
    "answerInlineQuery": answer_inline_query,
    "getFile": get_file,
}
