"""Find rare changes among very many: by kind of change, and those of core pages."""

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_page_revision_change_at_id", "page_revision", ["change", "at", "id"])
    op.create_index("ix_page_is_core", "page", ["is_core"])


def downgrade() -> None:
    op.drop_index("ix_page_is_core", table_name="page")
    op.drop_index("ix_page_revision_change_at_id", table_name="page_revision")
