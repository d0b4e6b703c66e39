"""The forms that read a spreadsheet in: choose a file, then confirm what it would do.

Between the two, the table travels in the page itself, signed for the person who
uploaded it: nothing waits on the server to be cleaned up, any web process can
answer the second step, and nobody can confirm another table than was shown.
"""

from flask import current_app
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from itsdangerous import BadData, URLSafeTimedSerializer
from wtforms import HiddenField
from wtforms.validators import DataRequired

from core.forms import BaseForm
from portfolio.rules.sheet_files import Table

LASTS_SECONDS = 2 * 3600


class UploadForm(BaseForm):
    """A spreadsheet to look at."""

    file = FileField(
        _l("Bestand"),
        [FileRequired(message=_l("Kies een bestand."))],
        description=_l("CSV of ODS, ten hoogste 1 MB en 500 regels."),
    )


class ConfirmForm(BaseForm):
    """The table that was shown, to read in."""

    table = HiddenField(validators=[DataRequired()])


def seal(table: Table, person_id: int) -> str:
    """Return ``table`` as text that only we can have made, for this person."""
    return str(_serializer().dumps([person_id, table]))


def unseal(text: str, person_id: int) -> Table | None:
    """Return the table, or None when the text was changed, is too old or is someone else's."""
    try:
        owner, table = _serializer().loads(text, max_age=LASTS_SECONDS)
    except (BadData, ValueError):
        return None
    return table if owner == person_id else None


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="use-case-sheet")
