"""The form by which one follows something."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, StringField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import HiddenInput

from core.forms import BaseForm
from wiki.rules.life import FollowKind
from wiki.rules.saved_search import LONGEST


class FollowForm(BaseForm):
    """What to follow: its kind and its key."""

    kind = HiddenField(_l("Soort"), [InputRequired(), Length(max=20)])
    key = StringField(_l("Wat"), [InputRequired(), Length(max=LONGEST)], widget=HiddenInput())

    @property
    def chosen(self) -> FollowKind | None:
        """Return the kind, None for an unknown one."""
        return next((kind for kind in FollowKind if kind == self.kind.data), None)
