"""What many pages read alike, kept in memory for as long as nobody changes any content.

Kept under the mark of all content (core/content_version.py), which the request
reads before anything else: whoever saves draws another mark in the same
transaction, and everything kept before is let go at once. As pages are, what is
kept is read anew after a minute, because days pass without a write. Only for what
every reader with the same key may see.
"""

import time
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from flask import Flask, current_app

from core.web.page_cache import SECONDS, mark_of_request

MOST = 1000
Read = TypeVar("Read")


class KeptReads:
    """The last ``most`` things that were read under one mark."""

    def __init__(self, most: int = MOST) -> None:
        self.most = most
        self.mark: int | None = None
        self._things: dict[Hashable, tuple[float, Any]] = {}

    def __len__(self) -> int:
        return len(self._things)

    def clear(self) -> None:
        """Let go of everything."""
        self._things = {}

    def find(self, mark: int, key: Hashable) -> Any | None:
        """Return what was read under this mark, if that is not long ago."""
        made_at, thing = self._things.get((mark, key), (0.0, None))
        return thing if thing is not None and time.monotonic() - made_at <= SECONDS else None

    def keep(self, mark: int, key: Hashable, thing: Any) -> None:
        """Keep ``thing``, and let go of what belongs to another mark."""
        if mark != self.mark:
            self.mark = mark
            self.clear()
        things = self._things
        things[(mark, key)] = (time.monotonic(), thing)
        while len(things) > self.most:
            things.pop(next(iter(things)), None)


def kept_read(key: Hashable, read: Callable[[], Read | None]) -> Read | None:
    """Return what ``read`` returns, or what it returned before if nothing changed since. None is not kept.

    What it returns is shared by requests: it must be detached from the session,
    and nobody may change it.
    """
    mark = mark_of_request()
    if mark is None:
        return read()
    store: KeptReads = current_app.extensions["kept_reads"]
    thing: Read | None = store.find(mark, key)
    if thing is None:
        thing = read()
        if thing is not None:
            store.keep(mark, key, thing)
    return thing


def init_kept_reads(app: Flask) -> None:
    """Give ``app`` room for what it reads."""
    app.extensions["kept_reads"] = KeptReads()
