"""Links from the live text and fields of a page to other things."""

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.database import Model
from wiki.models.page import Page


class PageLink(Model):
    """One link. To a page it is kept by id, so that it survives a new title or address.

    ``position`` is its place in the body from 0, or in the list of the field that
    ``field`` names ("" for the body). A link to a page that nobody wrote yet has
    no ``target_id`` but a ``wanted_slug``; to another thing it has type and key.
    """

    __tablename__ = "page_link"
    __table_args__ = (
        Index("ix_page_link_target_type_key", "target_type", "key"),
        Index("ix_page_link_wanted_slug", "wanted_slug"),
    )

    source_id: Mapped[int] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"), primary_key=True)
    field: Mapped[str] = mapped_column(String(40), primary_key=True, default="")
    position: Mapped[int] = mapped_column(primary_key=True)
    target_type: Mapped[str] = mapped_column(String(40))
    target_id: Mapped[int | None] = mapped_column(ForeignKey("page.id"), index=True)
    key: Mapped[str] = mapped_column(String(200))
    label: Mapped[str | None] = mapped_column(String(200))
    wanted_slug: Mapped[str] = mapped_column(String(80), default="")

    source: Mapped[Page] = relationship(foreign_keys=[source_id], lazy="raise_on_sql")
