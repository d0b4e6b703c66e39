"""Optimistic locking: who saves must have seen what is there now."""

from datetime import datetime
from typing import Protocol

from core.database import utc_now
from core.errors import Conflict


class Versioned(Protocol):
    """A row with a version counter (``version_id_col``) and a moment of change."""

    version: int
    updated_at: datetime


def check_version(thing: Versioned, seen: int | None) -> None:
    """Refuse a save by someone who saw another version than the one that is there now."""
    if seen != thing.version:
        raise Conflict("stale")


def touch(thing: Versioned) -> None:
    """Count a new version, also when only rows that hang below ``thing`` change."""
    thing.updated_at = utc_now()
