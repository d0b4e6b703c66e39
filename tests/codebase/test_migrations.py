"""Migrations build exactly what the models say."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from core.database import db


def test_migrations_and_models_agree(database):
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        assert compare_metadata(context, db.metadata) == []
