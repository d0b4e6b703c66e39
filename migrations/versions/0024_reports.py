"""Progress reports.

A published report does not change. Triggers refuse it in the database, so that no
mistake in the application and no hand in SQL can edit what was sent to a parliament.
A later migration that rebuilds one of these tables on SQLite must make their triggers again.

Revision ID: 0024
Revises: 0023
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

TEXT = "a published report does not change"
TABLES = ("report", "report_section")


def _is_published(table: str, row: str) -> str:
    """Return the condition that ``row`` (NEW, OLD or an alias) of ``table`` belongs to a published report."""
    if table == "report":
        return f"{row}.state = 'published'"
    return f"EXISTS (SELECT 1 FROM report r WHERE r.id = {row}.report_id AND r.state = 'published')"


def _conditions(table: str) -> list[tuple[str, str, str]]:
    """Return (name, event, condition) of the triggers of a table."""
    other = f"EXISTS (SELECT 1 FROM {table} o WHERE o.id = NEW.id AND {_is_published(table, 'o')})"
    if table == "report":
        same = "EXISTS (SELECT 1 FROM report o WHERE o.number = NEW.number AND o.state = 'published')"
        insert, update = f"({other} OR {same})", _is_published(table, "OLD")
    else:
        insert = f"({_is_published(table, 'NEW')} OR {other})"
        update = f"({_is_published(table, 'OLD')} OR {_is_published(table, 'NEW')})"
    return [
        ("insert", "INSERT", insert),
        ("update", "UPDATE", update),
        ("delete", "DELETE", _is_published(table, "OLD")),
    ]


def _add_triggers() -> None:
    is_postgres = op.get_bind().dialect.name == "postgresql"
    for table in TABLES:
        for name, event, condition in _conditions(table):
            trigger = f"{table}_fixed_{name}"
            if not is_postgres:
                op.execute(
                    f"CREATE TRIGGER {trigger} BEFORE {event} ON {table} WHEN {condition} "
                    f"BEGIN SELECT RAISE(ABORT, '{TEXT}'); END"
                )
                continue
            row = "OLD" if name == "delete" else "NEW"
            op.execute(
                f"CREATE FUNCTION {trigger}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"IF {condition} THEN RAISE EXCEPTION '{TEXT}' "
                f"USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN {row}; END $$"
            )
            op.execute(
                f"CREATE TRIGGER {trigger} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {trigger}()"
            )


def _drop_triggers() -> None:
    is_postgres = op.get_bind().dialect.name == "postgresql"
    for table in TABLES:
        for name, _event, _condition in _conditions(table):
            trigger = f"{table}_fixed_{name}"
            op.execute(f"DROP TRIGGER {trigger} ON {table}" if is_postgres else f"DROP TRIGGER {trigger}")
            if is_postgres:
                op.execute(f"DROP FUNCTION {trigger}()")


def upgrade() -> None:
    op.create_table(
        "report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("serial", sa.Integer(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_by", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("title_en", sa.String(length=200), nullable=False),
        sa.Column("audience", sa.String(length=40), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("domain_ids", sa.JSON(), nullable=False),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.Column("correction", sa.String(length=600), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("documents", sa.JSON(), nullable=False),
        sa.Column("illustrative", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("title <> ''", name=op.f("ck_report_title_filled")),
        sa.CheckConstraint("from_on <= to_on", name=op.f("ck_report_days_in_order")),
        sa.CheckConstraint(
            "(state = 'published') = (number IS NOT NULL)", name=op.f("ck_report_published_has_number")
        ),
        sa.CheckConstraint("(number IS NULL) = (serial IS NULL)", name=op.f("ck_report_number_whole")),
        sa.CheckConstraint("(number IS NULL) = (year IS NULL)", name=op.f("ck_report_number_has_year")),
        sa.CheckConstraint(
            "(number IS NULL) = (published_at IS NULL)", name=op.f("ck_report_number_has_moment")
        ),
        sa.CheckConstraint("serial > 0", name=op.f("ck_report_serial_positive")),
        sa.CheckConstraint("corrects_id <> id", name=op.f("ck_report_not_after_itself")),
        sa.ForeignKeyConstraint(["corrects_id"], ["report.id"], name=op.f("fk_report_corrects_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sa.UniqueConstraint("number", name=op.f("uq_report_number")),
        sa.UniqueConstraint("year", "serial", name=op.f("uq_report_year_serial")),
    )
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_report_corrects_id"), ["corrects_id"], unique=False)
        batch_op.create_index("ix_report_state_published_at", ["state", "published_at"], unique=False)

    op.create_table(
        "report_section",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("drafted", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"], ["report.id"], name=op.f("fk_report_section_report_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_section")),
        sa.UniqueConstraint("report_id", "key", name=op.f("uq_report_section_report_id_key")),
    )
    _add_triggers()


def downgrade() -> None:
    _drop_triggers()
    op.drop_table("report_section")
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.drop_index("ix_report_state_published_at")
        batch_op.drop_index(batch_op.f("ix_report_corrects_id"))
    op.drop_table("report")
