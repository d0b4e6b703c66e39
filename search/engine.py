"""Search behind one small interface: ``find`` for a page of results, whatever engine there is."""

import threading
from typing import Any

from flask import current_app

from core.web.log import logger
from search import schema
from search.querying import Answer, Reading, search, understand
from search.registry import access_of
from search.writing import index_root


class SearchNotPossible(Exception):
    """The index is missing or broken; saving goes on, and the worker builds it anew."""


_lock = threading.Lock()
_readings: dict[str, Reading] = {}


def find(
    text: str, reader: Any, chosen: dict[str, tuple[str, ...]], *, page: int = 1, per_page: int = 10
) -> Answer:
    """Return what ``reader`` may find; raise SearchNotPossible without a sound index."""
    asked = understand(text)
    try:
        return search(_reading(), asked, access_of(reader), chosen, (page - 1) * per_page, per_page)
    except SearchNotPossible:
        raise
    except Exception as error:
        _forget()
        if current_app.testing:
            raise
        logger.error("search failed", exc_info=error)
        raise SearchNotPossible from error


def _reading() -> Reading:
    """Return this process's searcher, opened again when the index changed."""
    root = index_root()
    folder = schema.current_folder(root)
    if folder is None:
        raise SearchNotPossible
    with _lock:
        known = _readings.get(str(root))
        if known is None or not known.is_current(folder):
            _readings[str(root)] = Reading(folder)
        return _readings[str(root)]


def _forget() -> None:
    with _lock:
        _readings.clear()
