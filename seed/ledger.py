"""What was loaded before: decides for each thing whether to add it, update it or leave it alone."""

import hashlib
import json
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import inspect, select

from core.database import db, today
from core.errors import Refusal
from portfolio.rules.quarters import Quarter
from seed.models import SeedRecord

BASE_QUARTER = "base-quarter"
TAKEN = frozenset({"address_taken", "domain_code_taken", "email_taken"})


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to load: its key, its content as plain values, and how to find, add and update it."""

    key: str
    content: object
    find: Callable[[], Any | None]
    add: Callable[[], Any]
    update: Callable[[Any], object]


class Ledger:
    """The records of earlier loads, read once."""

    def __init__(self) -> None:
        self._records = {record.key: record for record in db.session.scalars(select(SeedRecord))}

    def hash_of(self, key: str) -> str | None:
        """Return the hash under which ``key`` was last loaded."""
        record = self._records.get(key)
        return record.content_hash if record else None

    def note(self, key: str, content_hash: str, version: int | None = None) -> None:
        """Remember ``key`` as loaded."""
        record = self._records.get(key)
        if record is None:
            record = self._records[key] = SeedRecord(key=key)
            db.session.add(record)
        record.content_hash, record.version = content_hash, version

    def base_quarter(self) -> Quarter:
        """Return the quarter of the first load, from which illustrative quarters are counted."""
        known = self.hash_of(BASE_QUARTER)
        if known is None:
            known = str(Quarter.of(today()))
            self.note(BASE_QUARTER, known)
        return Quarter.parse(known)

    def untouched(self, versions: Mapping[str, int]) -> set[str]:
        """Return the keys of what nobody changed since it was loaded; ``versions`` are those of now."""
        return {
            key
            for key, version in versions.items()
            if (one := self._records.get(key)) and one.version == version
        }

    def follow(self, keys: Iterable[str], versions: Mapping[str, int]) -> None:
        """Remember the versions of now: the loader itself went on with these, no person did."""
        for key in keys:
            if (record := self._records.get(key)) is not None and key in versions:
                record.version = versions[key]

    def load(self, items: Iterable[Item]) -> int:
        """Add what is new and update what nobody else touched; return how many rows changed."""
        return sum(self._load_one(item) for item in items)

    def _load_one(self, item: Item) -> bool:
        digest = digest_of(item.content)
        known = self._records.get(item.key)
        if known is not None and known.content_hash == digest:
            return False
        thing = item.find()
        if known is None and thing is None:
            thing = _add(item)
        elif known is not None and thing is not None and known.version == version_of(thing):
            item.update(thing)
        else:
            thing = None
        if thing is None:
            # Somebody made, changed or removed it: theirs from now on.
            self.note(item.key, digest, None)
            return False
        db.session.flush()
        self.note(item.key, digest, version_of(thing))
        return True


def _add(item: Item) -> Any | None:
    """Return what was added, or None when somebody uses its name or code for another thing."""
    try:
        return item.add()
    except Refusal as refusal:
        if refusal.code in TAKEN:
            return None
        raise


def digest_of(content: object) -> str:
    """Return a hash that is the same for the same content, whatever the order of keys."""
    written = json.dumps(content, sort_keys=True, default=_plain, ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()


def version_of(thing: Any) -> int:
    """Return the version of a row; for a row without one a checksum of its columns."""
    version = getattr(thing, "version", None)
    if version is not None:
        return int(version)
    columns = {
        column.key: getattr(thing, column.key)
        for column in inspect(type(thing)).column_attrs
        if column.key not in ("created_at", "updated_at")
    }
    written = json.dumps(columns, sort_keys=True, default=_plain)
    return zlib.crc32(written.encode()) & 0x7FFFFFFF


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
