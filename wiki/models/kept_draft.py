"""What someone typed and did not save yet."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.database import Model, utc_now
from wiki.models.page import Page
from wiki.rules.terms import PageKind


class KeptDraft(Model):
    """A draft of one person for one page, or for a new page of one kind. Only its author may see it.

    ``place`` is ``page:<id>`` or ``new:<kind>``. ``base_revision`` is what the author
    started from, 0 for a new page. ``values`` is that of wiki.rules.draft.Draft. A
    draft that is over (``over_at``) has lost its texts; its title stays until its
    author has seen that.
    """

    __tablename__ = "kept_draft"
    __table_args__ = (
        UniqueConstraint("person_id", "place"),
        CheckConstraint("place <> ''", name="place_filled"),
        CheckConstraint("base_revision >= 0", name="base_revision_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    place: Mapped[str] = mapped_column(String(60))
    page_id: Mapped[int | None] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"), index=True)
    kind: Mapped[PageKind]
    title: Mapped[str] = mapped_column(default="")
    body: Mapped[str] = mapped_column(default="")
    values: Mapped[dict[str, Any]] = mapped_column(default=dict)
    summary: Mapped[str] = mapped_column(default="")
    base_revision: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)
    kept_at: Mapped[datetime] = mapped_column(default=utc_now)
    over_after: Mapped[datetime] = mapped_column(index=True)
    over_at: Mapped[datetime | None]

    page: Mapped[Page | None] = relationship(lazy="raise_on_sql")

    __mapper_args__ = {"version_id_col": version}
