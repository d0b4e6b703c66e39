"""Dated steps of adoption, since when a stage holds, and who set a maturity.

Only adds: two columns and one table. What is added to steering later goes below, also as additions only.
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("organisation_adoption") as batch:
        batch.add_column(sa.Column("since", sa.Date(), nullable=True))
    with op.batch_alter_table("maturity") as batch:
        batch.add_column(sa.Column("by_label", sa.String(200), nullable=False, server_default=""))
    with op.batch_alter_table("maturity") as batch:
        batch.alter_column("by_label", existing_type=sa.String(200), server_default=None)
    op.create_table(
        "adoption_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("adoption_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("stage", sa.String(40), nullable=False),
        sa.Column("by_label", sa.String(200), nullable=False),
        sa.Column("is_illustrative", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["adoption_id"],
            ["organisation_adoption.id"],
            name=op.f("fk_adoption_step_adoption_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adoption_step")),
        sa.UniqueConstraint("adoption_id", "on", name=op.f("uq_adoption_step_adoption_id_on")),
    )
    # What was known until now becomes the first step, and the stop the second.
    op.execute(
        'INSERT INTO adoption_step (adoption_id, "on", stage, by_label, is_illustrative) '
        "SELECT id, in_use_on, 'in_use', '', is_illustrative FROM organisation_adoption "
        "WHERE in_use_on IS NOT NULL"
    )
    op.execute(
        'INSERT INTO adoption_step (adoption_id, "on", stage, by_label, is_illustrative) '
        "SELECT id, stopped_on, 'stopped', '', is_illustrative FROM organisation_adoption "
        "WHERE stopped_on IS NOT NULL AND (in_use_on IS NULL OR stopped_on > in_use_on)"
    )
    op.execute(
        "UPDATE organisation_adoption SET since = CASE stage "
        "WHEN 'in_use' THEN in_use_on WHEN 'stopped' THEN stopped_on END"
    )
    # What holds still, one row of each use case: the figures of today read no other.
    op.create_index(
        "ix_computed_status_standing",
        "computed_status",
        ["use_case_id"],
        sqlite_where=sa.text("until IS NULL"),
        postgresql_where=sa.text("until IS NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_computed_status_standing", "computed_status")
    op.drop_table("adoption_step")
    with op.batch_alter_table("maturity") as batch:
        batch.drop_column("by_label")
    with op.batch_alter_table("organisation_adoption") as batch:
        batch.drop_column("since")
