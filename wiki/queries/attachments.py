"""Read attachments, with the rights of their page."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import contains_eager

from core.backup.archive import ATTACHMENTS
from core.database import db
from core.errors import NotFound
from wiki.models import Attachment
from wiki.queries.visibility import is_readable

_OF_PAGE = (
    select(Attachment)
    .where(Attachment.page_id == bindparam("page_id"), Attachment.deleted_at.is_(None))
    .order_by(func.lower(Attachment.name), Attachment.id)
)


def list_attachments(page_id: int) -> Sequence[Attachment]:
    """Return the attachments of a page by name, without what was deleted."""
    return db.session.scalars(_OF_PAGE, {"page_id": page_id}).all()


def get_attachment(id_: int, reader: Any) -> Attachment:
    """Return an attachment with its page, if ``reader`` may open that page; else refuse with NotFound."""
    found = db.session.scalar(
        select(Attachment)
        .join(Attachment.page)
        .where(Attachment.id == id_, Attachment.deleted_at.is_(None), is_readable(reader))
        .options(contains_eager(Attachment.page))
    )
    if found is None:
        raise NotFound("attachment_not_found")
    return found


def path_of(sha256: str) -> Path:
    """Return where the bytes with this hash lie."""
    folder: Path = current_app.config["SETTINGS"].data_dir / ATTACHMENTS
    return folder / sha256[:2] / sha256
