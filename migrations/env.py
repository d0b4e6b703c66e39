"""How Alembic runs our migrations: on the application's own engine, in one transaction each."""

from typing import Any

from alembic import context
from sqlalchemy import Connection, Enum

from core.database import Exact, Moment, db


def render_item(kind: str, thing: Any, _autogen: Any) -> str | bool:
    """Write plain column types, so that old migrations do not depend on today's code."""
    if kind == "type" and isinstance(thing, Moment):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(thing, Exact):
        return "sa.BigInteger()"
    if kind == "type" and isinstance(thing, Enum):
        return f"sa.String(length={thing.length})"
    return False


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        render_as_batch=True,
        render_item=render_item,
        compare_type=False,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


with db.engine.connect() as connection:
    driver = connection.connection.driver_connection
    if connection.dialect.name == "sqlite":
        # Batch mode rebuilds tables; with foreign keys on, that would cascade.
        driver.execute("PRAGMA foreign_keys=OFF")
    try:
        run(connection)
        connection.commit()
    finally:
        if connection.dialect.name == "sqlite":
            driver.execute("PRAGMA foreign_keys=ON")
