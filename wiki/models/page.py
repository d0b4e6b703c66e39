"""A page of the wiki as it is now, and the names by which one can link to it."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, String, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import Domain
from core.database import Base, Model, Timestamped
from wiki.rules.terms import Category, PageKind

page_domain = Table(
    "page_domain",
    Base.metadata,
    Column("page_id", ForeignKey("page.id", ondelete="CASCADE"), primary_key=True),
    Column("domain_id", ForeignKey("domain.id"), primary_key=True, index=True),
)


class Page(Timestamped, Model):
    """What people know about one subject. Its texts are Dutch; title and abstract also English.

    ``revision`` is the number of the revision that is live. A deleted page keeps
    all its rows; only curators see it. ``fields`` follows wiki/rules/fields.py,
    ``sources`` is a list of {source, passage}.
    ``approved_at`` and ``approved_by_label`` tell who approved the core values last
    (wiki/models/proposal.py); a page of which nobody did has neither.
    """

    __tablename__ = "page"
    __table_args__ = (
        CheckConstraint("title <> ''", name="title_filled"),
        CheckConstraint("slug <> ''", name="slug_filled"),
        CheckConstraint("revision > 0", name="revision_positive"),
        Index("ix_page_kind_deleted_at_title", "kind", "deleted_at", "title"),
        Index("ix_page_changed_at", "changed_at"),
        Index("ix_page_is_core", "is_core"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    title_en: Mapped[str] = mapped_column(String(200), default="")
    abstract: Mapped[str] = mapped_column(String(600), default="")
    abstract_en: Mapped[str] = mapped_column(String(600), default="")
    body: Mapped[str] = mapped_column(default="", deferred=True, deferred_group="body")
    kind: Mapped[PageKind] = mapped_column(default=PageKind.PAGE)
    aliases: Mapped[list[str]] = mapped_column(default=list)
    is_core: Mapped[bool] = mapped_column(default=False)
    fields: Mapped[dict[str, Any]] = mapped_column(default=dict)
    sources: Mapped[list[Any]] = mapped_column(default=list)
    revision: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime]
    changed_by_id: Mapped[int | None]
    changed_by_label: Mapped[str] = mapped_column(String(200), default="")
    approved_at: Mapped[datetime | None]
    approved_by_label: Mapped[str] = mapped_column(String(200), default="")
    deleted_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    categories: Mapped[list["PageCategory"]] = relationship(
        cascade="all, delete-orphan", order_by="PageCategory.category", lazy="raise_on_sql"
    )
    domains: Mapped[list[Domain]] = relationship(
        secondary=page_domain, order_by=Domain.name, lazy="raise_on_sql"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def label(self) -> str:
        return self.title

    @property
    def is_deleted(self) -> bool:
        return self.deleted_at is not None


class PageCategory(Model):
    """One of the four categories of a page."""

    __tablename__ = "page_category"
    __table_args__ = (Index("ix_page_category_category", "category"),)

    page_id: Mapped[int] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"), primary_key=True)
    category: Mapped[Category] = mapped_column(primary_key=True)


class PageName(Model):
    """A title or alias in the form of a slug, so that ``[[Een titel]]`` finds its page."""

    __tablename__ = "page_name"
    __table_args__ = (Index("ix_page_name_name", "name"),)

    page_id: Mapped[int] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"), primary_key=True)
    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    is_title: Mapped[bool] = mapped_column(default=False)


class SlugHistory(Model):
    """An address that a page had before it was renamed; it leads to the page for ever."""

    __tablename__ = "page_slug_history"

    slug: Mapped[str] = mapped_column(String(80), primary_key=True)
    page_id: Mapped[int] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"), index=True)
    until: Mapped[datetime]
