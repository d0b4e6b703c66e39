"""The form of an urgent societal challenge."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import DateField, StringField
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from core.forms import EditForm


class ChallengeForm(EditForm):
    """What is urgent, from when to when; the address never changes."""

    name = StringField(lazy_gettext("Naam"), [DataRequired(), Length(max=160)])
    name_en = StringField(lazy_gettext("Naam in het Engels"), [Optional(), Length(max=160)])
    since = DateField(lazy_gettext("Urgent sinds"), [DataRequired()])
    until = DateField(
        lazy_gettext("Urgent tot en met"),
        [Optional()],
        description=lazy_gettext("Laat leeg zolang de opgave urgent is."),
    )

    def validate_until(self, field: DateField) -> None:
        """Refuse an end before the beginning."""
        if field.data and self.since.data and field.data < self.since.data:
            raise ValidationError(_("Kies een dag die niet voor het begin ligt."))

    def values(self) -> dict[str, Any]:
        """Return what the actions take."""
        return {
            "name": self.name.data,
            "name_en": self.name_en.data or "",
            "since": self.since.data,
            "until": self.until.data,
        }
