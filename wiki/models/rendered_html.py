"""HTML that was made before; a cache that can be emptied at any time."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Model, utc_now


class RenderedHtml(Model):
    """The HTML of one text, by the hash of the text and of the renderer. Holds nothing personal.

    ``renderer`` tells which version of the renderer made it, ``notice`` why it is
    the text as typed, ``toc`` its headings as [level, id, words].
    """

    __tablename__ = "rendered_html"
    __table_args__ = (Index("ix_rendered_html_renderer_made_at", "renderer", "made_at"),)

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    renderer: Mapped[str] = mapped_column(String(16))
    html: Mapped[str]
    toc: Mapped[list[Any]] = mapped_column(default=list)
    notice: Mapped[str | None] = mapped_column(String(40))
    made_at: Mapped[datetime] = mapped_column(default=utc_now)
