"""What is read off the structured fields of live pages: definitions, relations, keys.

The fields of a page and of its revisions are the truth; these rows are written
anew in the transaction of each save, so that they can be asked about across
pages. Only the versions of a definition are kept for ever: others pin them.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Model, utc_now
from wiki.rules.terms import DefinitionState, RelationKind, RelationState


class Definition(Model):
    """A definition on a page, with the number of its present version.

    ``key`` is that of wiki/rules/row_keys.py, ``said`` what it says now or said
    last. ``gone_in`` is the revision that took it away, None while it is there.
    """

    __tablename__ = "definition"
    __table_args__ = (
        CheckConstraint("version > 0", name="version_positive"),
        CheckConstraint("key <> ''", name="key_filled"),
        Index("ix_definition_name", "name"),
    )

    page_id: Mapped[int] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(String(8), primary_key=True)
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(200), default="")
    state: Mapped[DefinitionState | None]
    version: Mapped[int] = mapped_column(default=1)
    said: Mapped[dict[str, Any]] = mapped_column(default=dict)
    follows: Mapped[str] = mapped_column(default="")
    gone_in: Mapped[int | None]


class DefinitionVersion(Model):
    """What a definition said from one revision of its page on; never changed afterwards."""

    __tablename__ = "definition_version"
    __table_args__ = (CheckConstraint("version > 0", name="version_positive"),)

    page_id: Mapped[int] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(String(8), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    revision: Mapped[int]
    at: Mapped[datetime] = mapped_column(default=utc_now)
    said: Mapped[dict[str, Any]] = mapped_column(default=dict)


class PageRelation(Model):
    """A relation that a page records. To which page it leads stands in its link.

    That is the row of page_link with field "relations" and the same position, so
    a relation survives a new title or address as every link does. ``own`` and
    ``theirs`` are keys of definitions, "" for the page as a whole.
    """

    __tablename__ = "page_relation"
    __table_args__ = (Index("ix_page_relation_kind", "kind"),)

    page_id: Mapped[int] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(8))
    kind: Mapped[RelationKind]
    state: Mapped[RelationState | None]
    own: Mapped[str] = mapped_column(String(8), default="")
    theirs: Mapped[str] = mapped_column(String(8), default="")
    row: Mapped[dict[str, Any]] = mapped_column(default=dict)


class PageKey(Model):
    """A key on which a dataset can be joined; ``name`` is its slug, ``label`` as it was written."""

    __tablename__ = "page_key"
    __table_args__ = (Index("ix_page_key_name", "name"),)

    page_id: Mapped[int] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"), primary_key=True)
    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    label: Mapped[str] = mapped_column(String(200))
