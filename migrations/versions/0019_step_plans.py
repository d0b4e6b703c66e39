"""How far organisations are with step plans; addresses that are no titles' any more."""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0016"
branch_labels = None
depends_on = None

TAKEN = ("export", "import", "categories", "glossary", "faq", "toolbox", "plans")


def upgrade() -> None:
    op.create_table(
        "plan_progress",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(8), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("note", sa.String(300), nullable=False),
        sa.Column("is_illustrative", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_label", sa.String(200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("step <> ''", name=op.f("ck_plan_progress_step_filled")),
        sa.ForeignKeyConstraint(
            ["page_id"], ["page.id"], name=op.f("fk_plan_progress_page_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_plan_progress_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_progress")),
        sa.UniqueConstraint(
            "page_id", "organisation_id", "step", name=op.f("uq_plan_progress_page_id_organisation_id_step")
        ),
    )
    op.create_index(op.f("ix_plan_progress_organisation_id"), "plan_progress", ["organisation_id"])
    page = sa.table("page", sa.column("id", sa.Integer), sa.column("slug", sa.String))
    connection = op.get_bind()
    used = set(connection.scalars(sa.select(page.c.slug)))
    for slug in TAKEN:
        if slug in used:
            free = next(name for name in _free(slug) if name not in used)
            connection.execute(page.update().where(page.c.slug == slug).values(slug=free))


def _free(slug: str) -> Iterator[str]:
    yield f"{slug}-page"
    number = 2
    while True:
        yield f"{slug}-page-{number}"
        number += 1


def downgrade() -> None:
    op.drop_table("plan_progress")
