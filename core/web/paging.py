"""Lists by the page: how many there are, which part is shown, and the other addresses."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from flask import request
from sqlalchemy import Select, func, select

from core.database import db

T = TypeVar("T")
PER_PAGE = 25
LAST_PAGE = 10_000


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of a list; numbers start at 1."""

    items: Sequence[T]
    number: int
    total: int
    per_page: int = PER_PAGE

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.per_page))

    @property
    def first(self) -> int:
        return (self.number - 1) * self.per_page + 1 if self.total else 0

    @property
    def last(self) -> int:
        return min(self.number * self.per_page, self.total)

    def url(self, number: int) -> str:
        """Return the address of another page with the same filters."""
        arguments = [
            (key, value) for key, value in request.args.items(multi=True) if key not in ("page", "lang")
        ]
        return f"{request.path}?{urlencode([*arguments, ('page', number)])}"


def wanted_page() -> int:
    """Return the page number asked for; anything odd means the first page."""
    try:
        return min(max(1, int(request.args.get("page", "1"))), LAST_PAGE)
    except ValueError:
        return 1


def page_of(statement: Select[Any], number: int, per_page: int = PER_PAGE) -> Page[Any]:
    """Run ``statement`` for one page, with a count over the same filter: two queries."""
    total = db.session.scalar(select(func.count()).select_from(statement.order_by(None).subquery())) or 0
    last = max(1, -(-total // per_page))
    number = min(number, last)
    rows = db.session.scalars(statement.limit(per_page).offset((number - 1) * per_page)).unique().all()
    return Page(rows, number, total, per_page)
