"""Threads apart from those that all share: what has its own does not queue behind the others."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class OwnThreads:
    """Do what blocks, in the order of coming, one after the other in each of `most`.

    Use them like `asyncio.to_thread`.
    """

    def __init__(self, name: str, *, most: int = 1) -> None:
        self._executor = ThreadPoolExecutor(max_workers=most, thread_name_prefix=name)

    async def run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do something in a thread, and return what it returns."""
        loop = asyncio.get_running_loop()
        call = partial(copy_context().run, work, *args, **kwargs)
        return await loop.run_in_executor(self._executor, call)

    def close(self) -> None:
        """End them once they have nothing to do."""
        self._executor.shutdown(wait=False)
