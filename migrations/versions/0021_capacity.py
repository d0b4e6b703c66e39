"""What organisations can do per quarter, exact scheduling proposals, and sizes on adopted roadmaps."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
STATES = ("queued", "done", "cancelled", "timed_out", "failed")


def upgrade() -> None:
    op.create_table(
        "organisation_capacity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("domain_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("months", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.String(400), nullable=False),
        sa.Column("is_illustrative", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.CheckConstraint("months >= 0", name=op.f("ck_organisation_capacity_months_not_negative")),
        sa.ForeignKeyConstraint(
            ["domain_id"], ["domain.id"], name=op.f("fk_organisation_capacity_domain_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_organisation_capacity_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_capacity")),
        sa.UniqueConstraint(
            "domain_id",
            "organisation_id",
            name=op.f("uq_organisation_capacity_domain_id_organisation_id"),
        ),
    )
    op.create_index(
        op.f("ix_organisation_capacity_organisation_id"), "organisation_capacity", ["organisation_id"]
    )
    op.create_table(
        "organisation_capacity_quarter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("capacity_id", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.Integer(), nullable=False),
        sa.Column("months", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("months >= 0", name=op.f("ck_organisation_capacity_quarter_months_not_negative")),
        sa.ForeignKeyConstraint(
            ["capacity_id"],
            ["organisation_capacity.id"],
            name=op.f("fk_organisation_capacity_quarter_capacity_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_capacity_quarter")),
        sa.UniqueConstraint(
            "capacity_id", "quarter", name=op.f("uq_organisation_capacity_quarter_capacity_id_quarter")
        ),
    )
    op.create_table(
        "schedule_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("domain_id", sa.Integer(), nullable=False),
        sa.Column("aim", sa.String(12), nullable=False),
        sa.Column("may_move_promised", sa.Boolean(), nullable=False),
        sa.Column("state", sa.Enum(*STATES, name="runstate", native_enum=False, length=40), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.Column("inputs", sa.JSON(), nullable=False),
        sa.Column("input_hash", sa.String(64), nullable=False),
        sa.Column("model_version", sa.String(40), nullable=False),
        sa.Column("result", sa.JSON(), nullable=True),
        sa.Column("error", sa.String(60), nullable=False),
        sa.Column("asked_by", sa.String(200), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "(state = 'queued') = (ended_at IS NULL)", name=op.f("ck_schedule_run_ended_when_final")
        ),
        sa.CheckConstraint("length(input_hash) = 64", name=op.f("ck_schedule_run_input_hash_whole")),
        sa.CheckConstraint("aim IN ('value', 'completion')", name=op.f("ck_schedule_run_aim_known")),
        sa.ForeignKeyConstraint(["domain_id"], ["domain.id"], name=op.f("fk_schedule_run_domain_id")),
        sa.ForeignKeyConstraint(
            ["job_id"], ["job.id"], name=op.f("fk_schedule_run_job_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_schedule_run")),
    )
    op.create_index("ix_schedule_run_domain_id_asked_at", "schedule_run", ["domain_id", "asked_at"])
    op.create_index(op.f("ix_schedule_run_job_id"), "schedule_run", ["job_id"])
    # Not by a batch: that would make the table anew and lose the triggers that hold what is published.
    op.add_column(
        "roadmap_adoption_row",
        sa.Column(
            "size", sa.Enum("small", "ambitious", name="size", native_enum=False, length=40), nullable=True
        ),
    )


def downgrade() -> None:
    op.drop_column("roadmap_adoption_row", "size")
    op.drop_table("schedule_run")
    op.drop_table("organisation_capacity_quarter")
    op.drop_table("organisation_capacity")
