"""The form that attaches a file."""

from flask_babel import lazy_gettext as _l
from wtforms import FileField, StringField
from wtforms.validators import Length

from core.forms import BaseForm
from wiki.actions.attachments import LONGEST_ALT


class AttachmentForm(BaseForm):
    """A file and what it shows."""

    file = FileField(_l("Bestand"))
    alt = StringField(_l("Wat is erop te zien of te lezen?"), [Length(max=LONGEST_ALT)])


class DeleteAttachmentForm(BaseForm):
    """Only a confirmation."""
