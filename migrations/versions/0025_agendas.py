"""agendas: several, each with its state, one that follows another, and what was spent; what a mail is about

Revision ID: 0025
Revises: 0024
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

STATE = sa.Enum("draft", "open", "closed", name="agendastate", native_enum=False, length=40)
# Columns that rows of before need a value for: (table, column, type, value).
FILLED = [
    ("agenda", "purpose", sa.Text(), ""),
    ("agenda", "purpose_en", sa.Text(), ""),
    ("agenda", "state", STATE, "open"),
    ("agenda", "illustrative", sa.JSON(), "[]"),
    ("agenda", "version", sa.Integer(), "1"),
    ("action_theme", "illustrative", sa.JSON(), "[]"),
    ("action_theme", "version", sa.Integer(), "1"),
    ("action_point", "illustrative", sa.JSON(), "[]"),
    ("budget_line", "illustrative", sa.JSON(), "[]"),
    ("budget_line", "version", sa.Integer(), "1"),
    ("budget_amount", "illustrative", sa.JSON(), "[]"),
    ("mail_message", "about", sa.JSON(), "[]"),
]
TABLES = ("agenda", "action_theme", "action_point", "budget_line", "budget_amount", "mail_message")


def upgrade() -> None:
    for table in TABLES:
        with op.batch_alter_table(table) as batch:
            for _table, name, kind, value in (row for row in FILLED if row[0] == table):
                batch.add_column(sa.Column(name, kind, nullable=False, server_default=value))
            if table == "action_point":
                batch.add_column(sa.Column("agenda_id", sa.Integer(), nullable=True))
                batch.add_column(sa.Column("continues_id", sa.Integer(), nullable=True))
    op.execute(
        "UPDATE action_point SET agenda_id = "
        "(SELECT agenda_id FROM action_theme WHERE action_theme.id = action_point.theme_id)"
    )
    for table in TABLES:
        with op.batch_alter_table(table) as batch:
            for _table, name, kind, _value in (row for row in FILLED if row[0] == table):
                batch.alter_column(name, existing_type=kind, existing_nullable=False, server_default=None)
    with op.batch_alter_table("agenda") as batch:
        batch.add_column(sa.Column("organisation_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("closed_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("follows_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_agenda_organisation_id"), "organisation", ["organisation_id"], ["id"]
        )
        batch.create_foreign_key(
            op.f("fk_agenda_follows_id"), "agenda", ["follows_id"], ["id"], ondelete="SET NULL"
        )
        batch.create_check_constraint(
            op.f("ck_agenda_closed_has_day"), "(state = 'closed') = (closed_on IS NOT NULL)"
        )
        batch.create_check_constraint(op.f("ck_agenda_follows_another"), "follows_id <> id")
        batch.create_index(op.f("ix_agenda_organisation_id"), ["organisation_id"], unique=False)
        batch.create_index(op.f("ix_agenda_follows_id"), ["follows_id"], unique=False)
    with op.batch_alter_table("action_theme") as batch:
        batch.create_unique_constraint(op.f("uq_action_theme_id_agenda_id"), ["id", "agenda_id"])
    with op.batch_alter_table("action_point") as batch:
        batch.alter_column("agenda_id", existing_type=sa.Integer(), nullable=False)
        batch.drop_constraint(op.f("fk_action_point_theme_id"), type_="foreignkey")
        batch.drop_constraint(op.f("uq_action_point_theme_id_code"), type_="unique")
        batch.create_unique_constraint(op.f("uq_action_point_agenda_id_code"), ["agenda_id", "code"])
        batch.create_unique_constraint(
            op.f("uq_action_point_agenda_id_continues_id"), ["agenda_id", "continues_id"]
        )
        batch.create_foreign_key(
            op.f("fk_action_point_theme_id_agenda_id"),
            "action_theme",
            ["theme_id", "agenda_id"],
            ["id", "agenda_id"],
            ondelete="CASCADE",
        )
        batch.create_foreign_key(
            op.f("fk_action_point_continues_id"),
            "action_point",
            ["continues_id"],
            ["id"],
            ondelete="SET NULL",
        )
        batch.create_check_constraint(op.f("ck_action_point_continues_another"), "continues_id <> id")
        batch.create_index(op.f("ix_action_point_theme_id"), ["theme_id"], unique=False)
        batch.create_index(op.f("ix_action_point_continues_id"), ["continues_id"], unique=False)
    with op.batch_alter_table("budget_amount") as batch:
        batch.add_column(sa.Column("spent_cents", sa.BigInteger(), nullable=True))
        batch.create_check_constraint(op.f("ck_budget_amount_spent_not_negative"), "spent_cents >= 0")


def downgrade() -> None:
    with op.batch_alter_table("budget_amount") as batch:
        batch.drop_constraint(op.f("ck_budget_amount_spent_not_negative"), type_="check")
        batch.drop_column("spent_cents")
    with op.batch_alter_table("action_point") as batch:
        batch.drop_index(op.f("ix_action_point_continues_id"))
        batch.drop_index(op.f("ix_action_point_theme_id"))
        batch.drop_constraint(op.f("ck_action_point_continues_another"), type_="check")
        batch.drop_constraint(op.f("fk_action_point_continues_id"), type_="foreignkey")
        batch.drop_constraint(op.f("fk_action_point_theme_id_agenda_id"), type_="foreignkey")
        batch.drop_constraint(op.f("uq_action_point_agenda_id_continues_id"), type_="unique")
        batch.drop_constraint(op.f("uq_action_point_agenda_id_code"), type_="unique")
        batch.create_unique_constraint(op.f("uq_action_point_theme_id_code"), ["theme_id", "code"])
        batch.create_foreign_key(
            op.f("fk_action_point_theme_id"), "action_theme", ["theme_id"], ["id"], ondelete="CASCADE"
        )
        batch.drop_column("continues_id")
        batch.drop_column("agenda_id")
    with op.batch_alter_table("action_theme") as batch:
        batch.drop_constraint(op.f("uq_action_theme_id_agenda_id"), type_="unique")
    with op.batch_alter_table("agenda") as batch:
        batch.drop_index(op.f("ix_agenda_follows_id"))
        batch.drop_index(op.f("ix_agenda_organisation_id"))
        batch.drop_constraint(op.f("ck_agenda_follows_another"), type_="check")
        batch.drop_constraint(op.f("ck_agenda_closed_has_day"), type_="check")
        batch.drop_constraint(op.f("fk_agenda_follows_id"), type_="foreignkey")
        batch.drop_constraint(op.f("fk_agenda_organisation_id"), type_="foreignkey")
        batch.drop_column("follows_id")
        batch.drop_column("closed_on")
        batch.drop_column("organisation_id")
    for table in TABLES:
        with op.batch_alter_table(table) as batch:
            for _table, name, _kind, _value in (row for row in FILLED if row[0] == table):
                batch.drop_column(name)
