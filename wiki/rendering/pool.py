"""At most two worker processes for this process, started when first needed, gone when it ends."""

import atexit
import os
import queue
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from wiki.rendering.process import Broken, TooHard, Worker

WORKERS = 2
SECONDS = 8.0  # on the clock, for one text; the worker's own limit is on processor time
WAIT_SECONDS = 20.0  # for a free worker


class Busy(Exception):
    """No worker came free in time; the text may well be fine."""


class Pool:
    """Lends workers to threads; the one that was used last goes first, so a quiet site keeps one."""

    def __init__(self, size: int = WORKERS, seconds: float = SECONDS) -> None:
        self.seconds = seconds
        self.workers = [Worker() for _ in range(size)]
        self._free: queue.LifoQueue[Worker] = queue.LifoQueue()
        for worker in self.workers:
            self._free.put(worker)

    def render(self, source: str) -> dict[str, Any]:
        """Return the answer for ``source``; raise TooHard, Broken or Busy."""
        try:
            worker = self._free.get(timeout=WAIT_SECONDS)
        except queue.Empty:
            raise Busy from None
        try:
            try:
                return worker.render(source, self.seconds)
            except Broken:
                return worker.render(source, self.seconds)  # its process died between two texts
        finally:
            self._free.put(worker)

    def render_all(self, sources: list[str]) -> list[dict[str, Any] | Exception]:
        """Return, in order, the answer or what was raised for each source; both workers at once."""

        def one(source: str) -> dict[str, Any] | Exception:
            try:
                return self.render(source)
            except (TooHard, Broken, Busy) as error:
                return error

        with ThreadPoolExecutor(len(self.workers), thread_name_prefix="render") as threads:
            return list(threads.map(one, sources))

    def close(self) -> None:
        """End every worker."""
        for worker in self.workers:
            worker.stop()

    def forget(self) -> None:
        """Let go of workers of the process that we were forked from."""
        for worker in self.workers:
            worker.forget()


_pool = Pool()


def the_pool() -> Pool:
    """Return the pool of this process."""
    return _pool


def _after_fork() -> None:
    global _pool  # locks may have been held by threads that are not in this process
    _pool.forget()
    _pool = Pool()


atexit.register(lambda: _pool.close())
os.register_at_fork(after_in_child=_after_fork)
