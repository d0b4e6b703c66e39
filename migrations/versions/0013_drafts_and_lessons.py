"""Drafts that keep what was typed."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "kept_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(60), nullable=False),
        sa.Column("page_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("base_revision", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kept_at", MOMENT, nullable=False),
        sa.Column("over_after", MOMENT, nullable=False),
        sa.Column("over_at", MOMENT, nullable=True),
        sa.CheckConstraint("place <> ''", name=op.f("ck_kept_draft_place_filled")),
        sa.CheckConstraint("base_revision >= 0", name=op.f("ck_kept_draft_base_revision_positive")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_kept_draft_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["page_id"], ["page.id"], name=op.f("fk_kept_draft_page_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_draft")),
        sa.UniqueConstraint("person_id", "place", name=op.f("uq_kept_draft_person_id_place")),
    )
    op.create_index(op.f("ix_kept_draft_page_id"), "kept_draft", ["page_id"])
    op.create_index(op.f("ix_kept_draft_over_after"), "kept_draft", ["over_after"])


def downgrade() -> None:
    op.drop_table("kept_draft")
