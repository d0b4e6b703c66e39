"""The forms that read pages in: choose a file, then confirm what it would do.

Between the two the file lies in the data folder under its hash, and the page
carries a mark signed for the person who sent it: nobody confirms another file
than was shown. What is not confirmed is thrown away after a day.
"""

import hashlib
import os
import time
from pathlib import Path

from flask import current_app
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from itsdangerous import BadData, URLSafeTimedSerializer
from wtforms import BooleanField, HiddenField, StringField
from wtforms.validators import DataRequired

from core.forms import BaseForm

LASTS_SECONDS = 2 * 3600
KEPT_SECONDS = 86_400
FOLDER = "wiki-import"


class UploadForm(BaseForm):
    """An archive, or one file of a page."""

    file = FileField(
        _l("Bestand"),
        [FileRequired(message=_l("Kies een bestand."))],
        description=_l("Een archief (zip) of één pagina (md) die u hier exporteerde, ten hoogste 10 MB."),
    )


class ConfirmForm(BaseForm):
    """The file that was shown, to read in; what clashes is only passed over when that is said."""

    mark = HiddenField(validators=[DataRequired()])
    leave_clashes = BooleanField(
        _l("Sla de pagina's over die botsen"),
        description=_l("Die blijven zoals ze zijn. De rest lezen wij in."),
    )
    summary = StringField(
        _l("Wat leest u in?"), description=_l("Eén zin voor de geschiedenis van elke pagina.")
    )


def keep_file(content: bytes, person_id: int) -> str:
    """Keep an uploaded file for a moment; return the mark with which this person finds it again."""
    digest = hashlib.sha256(content).hexdigest()
    path = _folder() / digest
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return str(_serializer().dumps([person_id, digest]))


def find_file(mark: str, person_id: int) -> bytes | None:
    """Return the file of a mark; None when it is not ours, too old, of someone else, or the file is gone."""
    try:
        owner, digest = _serializer().loads(mark, max_age=LASTS_SECONDS)
    except (BadData, ValueError):
        return None
    path = _folder() / str(digest)
    return path.read_bytes() if owner == person_id and path.is_file() else None


def forget_files() -> int:
    """Throw away files that were never confirmed; return how many."""
    old = [path for path in _folder().glob("*") if time.time() - path.stat().st_mtime > KEPT_SECONDS]
    for path in old:
        os.unlink(path)
    return len(old)


def _folder() -> Path:
    folder: Path = current_app.config["SETTINGS"].data_dir / FOLDER
    return folder


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="wiki-import")
