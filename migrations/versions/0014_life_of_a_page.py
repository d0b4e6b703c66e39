"""Owners, confirmations, doubts, discussions and following."""

from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
MONTHS = {"faq": 6, "tool": 6, "term": 18, "best_practice": 18, "lesson": 24, "principle": 24}


def upgrade() -> None:
    op.create_table(
        "page_life",
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("function", sa.String(120), nullable=False),
        sa.Column("interval_months", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", MOMENT, nullable=True),
        sa.Column("confirmed_revision", sa.Integer(), nullable=True),
        sa.Column("stale_from", sa.Date(), nullable=False),
        sa.Column("is_illustrative", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "interval_months IS NULL OR interval_months BETWEEN 1 AND 60",
            name=op.f("ck_page_life_interval_fits"),
        ),
        sa.CheckConstraint(
            "function = '' OR organisation_id IS NOT NULL", name=op.f("ck_page_life_function_of_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["page_id"], ["page.id"], name=op.f("fk_page_life_page_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_page_life_organisation_id")
        ),
        sa.PrimaryKeyConstraint("page_id", name=op.f("pk_page_life")),
    )
    op.create_index(op.f("ix_page_life_organisation_id"), "page_life", ["organisation_id"])
    op.create_index(op.f("ix_page_life_stale_from"), "page_life", ["stale_from"])
    op.create_table(
        "page_confirmation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_label", sa.String(200), nullable=False),
        sa.Column("note", sa.String(300), nullable=False),
        sa.ForeignKeyConstraint(
            ["page_id"], ["page.id"], name=op.f("fk_page_confirmation_page_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page_confirmation")),
    )
    op.create_index(op.f("ix_page_confirmation_page_id"), "page_confirmation", ["page_id"])
    op.create_table(
        "upkeep_interval",
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.CheckConstraint("months BETWEEN 1 AND 60", name=op.f("ck_upkeep_interval_months_fit")),
        sa.PrimaryKeyConstraint("kind", name=op.f("pk_upkeep_interval")),
    )
    _create_exchange()
    _create_following()
    _begin_lives()


def _create_exchange() -> None:
    op.create_table(
        "page_doubt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("asked_by_label", sa.String(200), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("is_released", sa.Boolean(), nullable=False),
        sa.Column("is_illustrative", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("text <> ''", name=op.f("ck_page_doubt_text_filled")),
        sa.ForeignKeyConstraint(
            ["page_id"], ["page.id"], name=op.f("fk_page_doubt_page_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page_doubt")),
    )
    op.create_index("ix_page_doubt_page_id_state", "page_doubt", ["page_id", "state"])
    op.create_index("ix_page_doubt_state_due_on", "page_doubt", ["state", "due_on"])
    op.create_table(
        "doubt_reply",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("doubt_id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_label", sa.String(200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.String(40), nullable=True),
        sa.CheckConstraint("text <> ''", name=op.f("ck_doubt_reply_text_filled")),
        sa.ForeignKeyConstraint(
            ["doubt_id"], ["page_doubt.id"], name=op.f("fk_doubt_reply_doubt_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_doubt_reply")),
    )
    op.create_index(op.f("ix_doubt_reply_doubt_id"), "doubt_reply", ["doubt_id"])
    op.create_table(
        "page_comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_label", sa.String(200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("edited_at", MOMENT, nullable=True),
        sa.Column("hidden_at", MOMENT, nullable=True),
        sa.Column("hidden_reason", sa.String(300), nullable=False),
        sa.Column("is_illustrative", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("text <> ''", name=op.f("ck_page_comment_text_filled")),
        sa.ForeignKeyConstraint(
            ["page_id"], ["page.id"], name=op.f("fk_page_comment_page_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["page_comment.id"], name=op.f("fk_page_comment_parent_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page_comment")),
    )
    op.create_index(op.f("ix_page_comment_page_id"), "page_comment", ["page_id"])
    op.create_index(op.f("ix_page_comment_parent_id"), "page_comment", ["parent_id"])
    op.create_table(
        "comment_version",
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"],
            ["page_comment.id"],
            name=op.f("fk_comment_version_comment_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("comment_id", "number", name=op.f("pk_comment_version")),
    )


def _create_following() -> None:
    op.create_table(
        "follow",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("key", sa.String(300), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("seen", sa.JSON(), nullable=False),
        sa.Column("looked_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_follow_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow")),
        sa.UniqueConstraint("person_id", "kind", "key", name=op.f("uq_follow_person_id_kind_key")),
    )
    op.create_index("ix_follow_kind_key", "follow", ["kind", "key"])
    op.create_table(
        "lesson_use",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("use_case", sa.String(20), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["page_id"], ["page.id"], name=op.f("fk_lesson_use_page_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_lesson_use_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_lesson_use_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson_use")),
        sa.UniqueConstraint(
            "page_id", "person_id", "use_case", name=op.f("uq_lesson_use_page_id_person_id_use_case")
        ),
    )
    op.create_index(op.f("ix_lesson_use_person_id"), "lesson_use", ["person_id"])
    op.create_index(op.f("ix_lesson_use_organisation_id"), "lesson_use", ["organisation_id"])


def _begin_lives() -> None:
    """Give each page that is there a row: it was right when it was made."""
    page = sa.table("page", sa.column("id"), sa.column("kind"), sa.column("created_at", MOMENT))
    rows: list[dict[str, Any]] = [
        {
            "page_id": row.id,
            "function": "",
            "is_illustrative": False,
            "version": 1,
            "stale_from": _later(_day(row.created_at), MONTHS.get(row.kind, 12)),
        }
        for row in op.get_bind().execute(sa.select(page.c.id, page.c.kind, page.c.created_at))
    ]
    life = sa.table(
        "page_life",
        sa.column("page_id"),
        sa.column("function"),
        sa.column("is_illustrative", sa.Boolean()),
        sa.column("version"),
        sa.column("stale_from", sa.Date()),
    )
    if rows:
        op.bulk_insert(life, rows)


def _day(moment: Any) -> date:
    if isinstance(moment, datetime):
        return moment.date()
    return datetime.now(UTC).date()


def _later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, 28))


def downgrade() -> None:
    for name in ("lesson_use", "follow", "comment_version", "page_comment", "doubt_reply", "page_doubt"):
        op.drop_table(name)
    for name in ("upkeep_interval", "page_confirmation", "page_life"):
        op.drop_table(name)
