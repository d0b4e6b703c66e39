"""The database: base class, types, and the way SQLite is opened.

SQLite's Python driver begins transactions by itself and loses updates under
concurrent writers; so we begin them: IMMEDIATE where something will be written,
DEFERRED where a request only reads. Measured: docs/decisions/0003-sqlite.md.
"""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any, cast
from zoneinfo import ZoneInfo

from flask import Flask, current_app, request
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    JSON,
    BigInteger,
    CursorResult,
    Date,
    DateTime,
    Dialect,
    Engine,
    Enum,
    MetaData,
    Text,
    TypeDecorator,
    UpdateBase,
    event,
    inspect,
    select,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, registry

ZONE = ZoneInfo("Europe/Amsterdam")
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Moment(TypeDecorator[datetime]):
    """A moment in UTC; refuses a datetime without a time zone."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        return dialect.type_descriptor(DateTime(timezone=dialect.name == "postgresql"))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        moment = value.astimezone(UTC)
        return moment if dialect.name == "postgresql" else moment.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


class Exact(TypeDecorator[Decimal]):
    """A decimal of at most four places, stored as a whole number of ten-thousandths.

    SQLite knows no decimals; whole numbers add, compare and sort alike in every database.
    """

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | int | None, dialect: Dialect) -> int | None:
        return None if value is None else int((Decimal(value) * 10_000).to_integral_value())

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else _plain(Decimal(value) / 10_000)


def _plain(number: Decimal) -> Decimal:
    """Return ``number`` without trailing zeros and without an exponent."""
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()


class Base(DeclarativeBase):
    """The base of every model: constraint names by convention, types by annotation."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMING),
        type_annotation_map={
            datetime: Moment(),
            date: Date(),
            Decimal: Exact(),
            str: Text(),
            dict[str, Any]: JSON(),
            list[str]: JSON(),
            list[Any]: JSON(),
            StrEnum: Enum(
                StrEnum,
                native_enum=False,
                length=40,
                values_callable=lambda kind: [item.value for item in kind],
            ),
        },
    )


db = SQLAlchemy(model_class=Base)
if TYPE_CHECKING:
    # db.Model is made at run time; to a type checker our models are what they really are.
    Model = Base
else:
    Model = db.Model
migrate = Migrate()


def utc_now() -> datetime:
    """Return this moment, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Return today's date where our users live; rules get it as an argument."""
    return day_of(utc_now())


def day_of(moment: datetime) -> date:
    """Return the day of a moment where our users live: shortly after midnight UTC has another."""
    return moment.astimezone(ZONE).date()


def start_of(day: date) -> datetime:
    """Return the moment at which a day begins where our users live."""
    return datetime.combine(day, time(), ZONE)


class Timestamped:
    """Adds when a row was made and last changed (UTC)."""

    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    updated_at: Mapped[datetime] = mapped_column(default=utc_now, onupdate=utc_now)


_only_reads: ContextVar[bool] = ContextVar("only_reads", default=False)


@contextmanager
def reading() -> Iterator[None]:
    """Begin SQLite transactions inside this block as readers, who wait for no writer."""
    token = _only_reads.set(True)
    try:
        yield
    finally:
        _only_reads.reset(token)


@contextmanager
def writing() -> Iterator[None]:
    """Begin SQLite transactions inside this block as writers, also in a request that only reads."""
    token = _only_reads.set(False)
    try:
        yield
    finally:
        _only_reads.reset(token)


def is_reading() -> bool:
    """Tell whether transactions begun here are those of a reader."""
    return _only_reads.get()


def count_changed(statement: UpdateBase, **options: Any) -> int:
    """Execute an UPDATE or DELETE and return how many rows it changed."""
    result = db.session.execute(statement, execution_options=options)
    return int(cast("CursorResult[Any]", result).rowcount)


def lock(kind: type[Base], ids: Collection[int]) -> None:
    """Keep others from changing or locking these rows until this transaction ends.

    For what is read first and written then, by one at a time. SQLite knows one writer
    anyhow, so there nothing is asked.
    """
    key: Any = inspect(kind).primary_key[0]
    if ids and db.session.get_bind().dialect.name != "sqlite":
        mine = select(key).where(key.in_(ids)).order_by(key)
        db.session.execute(mine.with_for_update(key_share=True))


def only_reads(view: Callable[..., Any]) -> Callable[..., Any]:
    """Declare that a view writes nothing, though it is sent something: it waits for no writer."""
    view.only_reads = True  # type: ignore[attr-defined]  # no type tells of a function's attributes
    return view


def _set_intent_of_request() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    is_question = request.method in ("GET", "HEAD", "OPTIONS") or getattr(view, "only_reads", False)
    _only_reads.set(is_question)


_MAPPED = 512 * 1024 * 1024
"""So many bytes are read through the memory that all processes share; without it each has 2 MB to itself."""


def _open_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    safe = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000")
    for pragma in (*safe, f"mmap_size={_MAPPED}"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Any) -> None:
    connection.exec_driver_sql("BEGIN DEFERRED" if _only_reads.get() else "BEGIN IMMEDIATE")


def hook_sqlite(engine: Engine) -> None:
    """Open every SQLite connection of ``engine`` safely; does nothing for another database."""
    if engine.dialect.name == "sqlite" and not event.contains(engine, "connect", _open_sqlite):
        event.listen(engine, "connect", _open_sqlite)
        event.listen(engine, "begin", _begin_sqlite)


def init_database(app: Flask) -> None:
    """Bind the database and its migrations to ``app``."""
    db.init_app(app)
    migrate.init_app(app, db, directory=str(app.config["MIGRATIONS"]), render_as_batch=True)
    with app.app_context():
        hook_sqlite(db.engine)
    app.before_request(_set_intent_of_request)
