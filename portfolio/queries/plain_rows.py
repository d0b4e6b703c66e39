"""Rows as the driver gives them, for charts that may hold thousands: each different value is made once."""

import json
from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import BigInteger, String, case, cast, or_, type_coerce
from sqlalchemy.dialects import sqlite
from sqlalchemy.sql import ColumnElement

from core.database import Exact, db

Term = TypeVar("Term", bound=StrEnum)
_EXACT, _DIALECT = Exact(), sqlite.dialect()  # a decimal is stored alike in every database


def plain_rows(statement: Any) -> Sequence[Any]:
    """Return the rows of a statement without the machinery for objects."""
    return db.session.connection().execute(statement).all()


def stored_word(column: Any) -> ColumnElement[str]:
    """Return a term as the word that is stored for it."""
    return type_coerce(column, String)


def stored_number(column: Any) -> ColumnElement[int]:
    """Return a decimal as the whole number that is stored for it."""
    return type_coerce(column, BigInteger)


def stored_list(column: Any) -> ColumnElement[str]:
    """Return a list as the text that is stored for it."""
    return cast(column, String)


def first_true(conditions: Sequence[ColumnElement[bool]]) -> ColumnElement[int]:
    """Return the place of the first condition that holds, and how many there are when none does.

    Dated rows that are grouped by it need no sum per day: each is looked at once.
    """
    return case(*((one, place) for place, one in enumerate(conditions)), else_=len(conditions))


def words_of(kind: type[Term]) -> dict[str, Term]:
    """Return the members by the word that is stored for them."""
    return {member.value: member for member in kind}


@lru_cache(maxsize=4096)
def exact(number: int | None) -> Decimal | None:
    """Return the decimal of what is stored for it."""
    return _EXACT.process_result_value(number, _DIALECT)


@lru_cache(maxsize=1024)
def list_of(text: str) -> tuple[str, ...]:
    """Return the list of what is stored for it."""
    return tuple(json.loads(text))


def names(marks: Any, *fields: str) -> ColumnElement[int]:
    """Tell in the database whether marks name one of the fields: thousands of lists are slow to read."""
    text = stored_list(marks)
    return case((or_(*(text.contains(f'"{field}"', autoescape=True) for field in fields)), 1), else_=0)
