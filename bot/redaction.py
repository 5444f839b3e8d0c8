"""What must not be read by others, taken out of what is written down: tokens and passwords."""

import re

_REDACTIONS = (
    # 123456:AAE-secret, alone or in /bot123456:AAE-secret/getMe
    (re.compile(r"(?<![0-9])[0-9]{3,}:[A-Za-z0-9_-]{20,}"), "<token>"),
    # http://name:password@proxy:3128, and what people put into passwords: up to the last @
    (re.compile(r"(?<=://)[^\s@/:]*:\S{1,1000}(?=@)|(?<=://)[^/\s]+(?=@)"), "<secret>"),
)


def redacted(text: str) -> str:
    """Return `text` without bots' tokens and the credentials of addresses.

    >>> redacted("GET https://api.telegram.org/bot110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5P/getMe")
    'GET https://api.telegram.org/bot<token>/getMe'
    """
    for pattern, replacement in _REDACTIONS:
        text = pattern.sub(replacement, text)
    return text
