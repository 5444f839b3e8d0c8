"""The chat page of a sandbox, opened in a browser."""

from contextlib import AsyncExitStack
from typing import Literal

from playwright.async_api import Browser, ConsoleMessage, Error, Page, Request, expect

from tests.support.sandbox import CITIZEN

PATIENCE = 30_000
"""Milliseconds that the page may take before a test gives up on it."""
PHONE_BELOW = 720
"""Pixels; the page shows one pane at a time on narrower screens."""

Scheme = Literal["light", "dark"]

expect.set_options(timeout=PATIENCE)


class Pages:
    """Opens the page, as a person with a screen of a certain size would, and minds its errors."""

    def __init__(self, browser: Browser, url: str, exits: AsyncExitStack) -> None:
        self.url = url
        self.complaints: list[str] = []
        """What the page must never do: fail, break its own policy, or reach beyond the sandbox."""
        self._browser = browser
        self._exits = exits

    async def open(
        self,
        chat: int | None = CITIZEN.user.id,
        *,
        width: int = 1280,
        height: int = 800,
        scheme: Scheme = "light",
    ) -> Page:
        """Open a chat, or for None what a first visit shows; sizes in pixels."""
        is_phone = width < PHONE_BELOW
        context = await self._browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            has_touch=is_phone,
            is_mobile=is_phone,
            locale="vi-VN",
            permissions=["clipboard-read", "clipboard-write"],
        )
        self._exits.push_async_callback(context.close)
        context.set_default_timeout(PATIENCE)
        page = await context.new_page()
        page.on("pageerror", self._on_error)
        page.on("console", self._on_console)
        page.on("request", self._on_request)
        await page.goto(self.url + (f"/#{chat}" if chat else ""))
        await expect(page.locator("body[data-ready]")).to_be_visible()
        return page

    def _on_error(self, error: Error) -> None:
        self.complaints.append(f"failed: {error}")

    def _on_console(self, message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            self.complaints.append(message.text)

    def _on_request(self, request: Request) -> None:
        if not request.url.startswith(self.url):
            self.complaints.append(f"asked for {request.url}")
