"""A Bot API on loopback with a chat page: the bot without a token.

    records     what the sandbox's little world is made of, and the events that change it
    world       that world: people, chats, messages, what the bot may see; pure, no HTTP, no clock
    methods     the Bot API's methods, each a function of the world and a request's fields
    sandbox     the world in use: answers requests, holds long polls, tells the page what changed
    server      the HTTP around it, on 127.0.0.1 only

Its errors and limits are Telegram's own wordings and numbers, as its open-source Bot API server
gives them; where the sandbox is simpler than Telegram, the docstring of the place says so.
"""
