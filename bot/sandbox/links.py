"""Which links Telegram takes, and how it writes them."""

import re
from urllib.parse import urlsplit

_WEB = re.compile(r"https?|ton(?:site)?", re.IGNORECASE)
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*)://", re.IGNORECASE)
_APPLICATION = re.compile(r"(tg|ton):/{0,2}([a-z0-9_-]+.*)", re.IGNORECASE | re.DOTALL)
_USER = re.compile(r"tg:/{0,2}user/?\?id=(\d+)", re.IGNORECASE)


def checked_link(link: str) -> str | None:
    """Return `link` as Telegram keeps it; None for one that it refuses.

    A host needs a dot, so "localhost" is refused and "127.0.0.1" is not.

    >>> checked_link("example.com"), checked_link("tg:resolve?domain=x"), checked_link("localhost")
    ('http://example.com/', 'tg://resolve?domain=x', None)
    """
    link = link.strip()
    if application := _APPLICATION.fullmatch(link):
        return f"{application[1].lower()}://{application[2]}"
    scheme = _SCHEME.match(link)
    if scheme and not _WEB.fullmatch(scheme[1]):
        return None
    return _web_link(link if scheme else f"http://{link}")


def linked_user(link: str) -> int | None:
    """Return the user's id of a `tg://user?id=…` link.

    >>> linked_user("tg://user?id=1001"), linked_user("https://t.me/x")
    (1001, None)
    """
    user = _USER.fullmatch(link.strip())
    return int(user[1]) if user else None


def _web_link(link: str) -> str | None:
    try:
        parts = urlsplit(link)
        port = parts.port
    except ValueError:
        return None
    host = parts.hostname or ""
    if "." not in host.strip(".") and ":" not in host:
        return None
    if re.search(r"\s", parts.netloc) or port == 0:
        return None
    return parts._replace(scheme=parts.scheme.lower(), path=parts.path or "/").geturl()
