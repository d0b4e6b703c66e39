"""The form of how many organisations of a kind there are: N in "used by n of N"."""

from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import DateField, IntegerField, SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, ValidationError

from accounts.labels import word
from accounts.rules.terms import OrganisationKind
from core.database import today
from core.forms import EditForm

EARLIEST = date(1900, 1, 1)
MOST = 1_000_000


class CountForm(EditForm):
    """A number and where it comes from; the kind and the day of what is recorded stay."""

    total = IntegerField(
        lazy_gettext("Hoeveel er zijn"),
        [InputRequired(), NumberRange(1, MOST)],
        description=lazy_gettext("Alle organisaties van deze soort, ook die de use case niet gebruiken."),
    )
    source = StringField(
        lazy_gettext("Bron"),
        [DataRequired(), Length(max=200)],
        description=lazy_gettext("Noem iets dat anderen kunnen nagaan."),
    )

    def values(self) -> dict[str, Any]:
        """Return what the actions take."""
        return {"total": self.total.data, "source": self.source.data.strip()}


class NewCountForm(CountForm):
    """The same for a kind and a day of which nothing is recorded yet."""

    kind = SelectField(lazy_gettext("Soort organisatie"))
    as_of = DateField(lazy_gettext("Op welke dag"), [DataRequired()])

    def __init__(self, **how: Any) -> None:
        super().__init__(**how)
        self.kind.choices = [SelectChoice(value=kind.value, label=word(kind)) for kind in OrganisationKind]

    def validate_as_of(self, field: DateField) -> None:
        """Refuse a day that has not come, or long before there was anything."""
        if field.data is not None and not EARLIEST <= field.data <= today():
            raise ValidationError(_("Kies vandaag of een dag die voorbij is."))

    def values(self) -> dict[str, Any]:
        """Return what the actions take."""
        return {
            **super().values(),
            "kind": OrganisationKind(self.kind.data),
            "as_of": self.as_of.data,
        }
