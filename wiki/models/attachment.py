"""A file that belongs to a page."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.database import Model, utc_now
from wiki.models.page import Page


class Attachment(Model):
    """A file of a page. Its bytes lie in the data folder under ``sha256``, and are never changed.

    ``media_type`` was found in the content. Who uploaded it is an id and a name
    without relationship, so that it outlives accounts. A deleted one keeps its row.
    """

    __tablename__ = "attachment"
    __table_args__ = (
        CheckConstraint("name <> ''", name="name_filled"),
        CheckConstraint("size > 0", name="size_positive"),
        CheckConstraint("length(sha256) = 64", name="sha256_whole"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    page_id: Mapped[int] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    alt: Mapped[str] = mapped_column(String(300), default="")
    uploaded_by_id: Mapped[int | None]
    uploaded_by_label: Mapped[str] = mapped_column(String(200))
    uploaded_at: Mapped[datetime] = mapped_column(default=utc_now)
    deleted_at: Mapped[datetime | None]

    page: Mapped[Page] = relationship(lazy="raise_on_sql")

    @property
    def label(self) -> str:
        return self.name

    @property
    def is_image(self) -> bool:
        return self.media_type.startswith("image/")
