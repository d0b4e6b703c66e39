"""Attach files to pages and take them away. None of these commits."""

import hashlib
import os
import tempfile
from pathlib import Path

from core import audit
from core.audit import Actor
from core.database import db, utc_now
from core.errors import Invalid, NotAllowed, Refusal
from wiki.models import Attachment, Page
from wiki.queries.attachments import list_attachments, path_of
from wiki.rules.file_types import LARGEST, tidy_name, type_of

MOST = 50  # attachments of one page
LONGEST_ALT = 300


class FileTooLarge(Refusal):
    """More bytes than one attachment may have."""

    status = 413

    def __init__(self) -> None:
        super().__init__("file_too_large", "file", most=LARGEST // 1024 // 1024)


class FileNotAllowed(Refusal):
    """By its content this is none of the kinds that may be attached."""

    status = 415

    def __init__(self) -> None:
        super().__init__("file_kind_not_allowed", "file")


def add_attachment(page: Page, *, name: str, content: bytes, alt: str, by: Actor) -> Attachment:
    """Attach a file to ``page``; its kind is found in ``content``, its bytes are on disk before its row."""
    if page.is_deleted:
        raise Refusal("page_is_deleted")
    if len(content) > LARGEST:
        raise FileTooLarge
    if not content:
        raise Invalid([("file", "file_empty", {})])
    type_ = type_of(content, name)
    if type_ is None:
        raise FileNotAllowed
    alt = alt.strip()
    if type_.is_image and not alt:
        raise Invalid([("alt", "alt_needed", {})])
    if len(alt) > LONGEST_ALT:
        raise Invalid([("alt", "text_too_long", {"most": LONGEST_ALT})])
    others = [other.name for other in list_attachments(page.id)]
    if len(others) >= MOST:
        raise Invalid([("file", "attachments_too_many", {"most": MOST})])
    digest = hashlib.sha256(content).hexdigest()
    _keep(content, path_of(digest))
    attachment = Attachment(
        page_id=page.id,
        name=_free_name(tidy_name(name, type_), others),
        media_type=type_.media_type,
        size=len(content),
        sha256=digest,
        alt=alt,
        uploaded_by_id=by.actor_id,
        uploaded_by_label=by.actor_label,
    )
    db.session.add(attachment)
    audit.record("attachment.added", attachment, by=by, page_id=page.id, sha256=digest)
    return attachment


def delete_attachment(attachment: Attachment, *, by: Actor, is_curator: bool) -> None:
    """Take an attachment away; who uploaded it may, and a curator. Its bytes are kept."""
    if not is_curator and (by.actor_id is None or attachment.uploaded_by_id != by.actor_id):
        raise NotAllowed("attachment_of_another")
    if attachment.deleted_at is not None:
        return
    attachment.deleted_at = utc_now()
    audit.record("attachment.deleted", attachment, by=by, page_id=attachment.page_id)


def _free_name(name: str, taken: list[str]) -> str:
    lower = {other.lower() for other in taken}
    stem, _point, ending = name.rpartition(".")
    number = 2
    while name.lower() in lower:
        name = f"{stem}-{number}.{ending}"
        number += 1
    return name


def _keep(content: bytes, path: Path) -> None:
    """Write the bytes so that they survive a power cut: whole or not at all."""
    if path.exists() and path.stat().st_size == len(content):
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as unfinished:
        try:
            unfinished.write(content)
            unfinished.flush()
            os.fsync(unfinished.fileno())
            Path(unfinished.name).replace(path)
        except BaseException:
            Path(unfinished.name).unlink(missing_ok=True)
            raise
    for folder in (path.parent, path.parent.parent):
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
