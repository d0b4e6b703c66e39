"""Proposals for core values, and what was said about them."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    with op.batch_alter_table("page", schema=None) as batch_op:
        batch_op.add_column(sa.Column("approved_at", MOMENT, nullable=True))
        batch_op.add_column(sa.Column("approved_by_label", sa.String(200), nullable=False, server_default=""))
    # What stood there before there was a review was saved by who might: it counts as approved then.
    op.execute("UPDATE page SET approved_at = changed_at, approved_by_label = changed_by_label")
    with op.batch_alter_table("page", schema=None) as batch_op:
        batch_op.alter_column("approved_by_label", existing_type=sa.String(200), server_default=None)
    op.create_table(
        "review_setting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.Column("days_to_object", sa.Integer(), nullable=False),
        sa.Column("days_to_remind", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_review_setting_only_one")),
        sa.CheckConstraint(
            "days_to_object BETWEEN 0 AND 90", name=op.f("ck_review_setting_days_to_object_in_bounds")
        ),
        sa.CheckConstraint(
            "days_to_remind BETWEEN 1 AND 90", name=op.f("ck_review_setting_days_to_remind_in_bounds")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_setting")),
    )
    op.create_table(
        "proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.Column("base_revision", sa.Integer(), nullable=False),
        sa.Column("summary", sa.String(300), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("author_label", sa.String(200), nullable=False),
        sa.Column("writers", sa.JSON(), nullable=False),
        sa.Column("amended_by_label", sa.String(200), nullable=False),
        sa.Column("is_clashing", sa.Boolean(), nullable=False),
        sa.Column("is_illustrative", sa.Boolean(), nullable=False),
        sa.Column("submitted_at", MOMENT, nullable=False),
        sa.Column("object_until", MOMENT, nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_by_label", sa.String(200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("approved_revision", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("base_revision > 0", name=op.f("ck_proposal_base_revision_positive")),
        sa.CheckConstraint(
            "(state IN ('approved', 'rejected', 'withdrawn')) = (decided_at IS NOT NULL)",
            name=op.f("ck_proposal_decided_when_over"),
        ),
        sa.CheckConstraint(
            "(state = 'approved') = (approved_revision IS NOT NULL)",
            name=op.f("ck_proposal_approved_with_revision"),
        ),
        sa.ForeignKeyConstraint(
            ["page_id"], ["page.id"], name=op.f("fk_proposal_page_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
    )
    op.create_index("ix_proposal_page_id_state", "proposal", ["page_id", "state"])
    op.create_index("ix_proposal_state_submitted_at", "proposal", ["state", "submitted_at"])
    op.create_index("ix_proposal_author_id_state", "proposal", ["author_id", "state"])
    op.create_table(
        "proposal_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor_label", sa.String(200), nullable=False),
        sa.Column("step", sa.String(40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_proposal_event_proposal_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal_event")),
    )
    op.create_index("ix_proposal_event_proposal_id_id", "proposal_event", ["proposal_id", "id"])
    op.create_table(
        "proposal_objection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("person_label", sa.String(200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("answered_by_label", sa.String(200), nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_proposal_objection_reason_filled")),
        sa.CheckConstraint(
            "(answer = '') = (answered_at IS NULL)", name=op.f("ck_proposal_objection_answered_with_moment")
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"],
            ["proposal.id"],
            name=op.f("fk_proposal_objection_proposal_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal_objection")),
    )
    op.create_index(op.f("ix_proposal_objection_person_id"), "proposal_objection", ["person_id"])
    op.create_index("ix_proposal_objection_proposal_id", "proposal_objection", ["proposal_id"])


def downgrade() -> None:
    op.drop_table("proposal_objection")
    op.drop_table("proposal_event")
    op.drop_table("proposal")
    op.drop_table("review_setting")
    with op.batch_alter_table("page", schema=None) as batch_op:
        batch_op.drop_column("approved_by_label")
        batch_op.drop_column("approved_at")
