"""The forms of a system function: its words, and how mature it is on a day."""

from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import DateField, RadioField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from core.database import today
from core.forms import EditForm
from portfolio.models import Maturity, SystemFunction

LEVELS = range(6)
EARLIEST = date(2000, 1, 1)


class SystemFunctionForm(EditForm):
    """Names and description; the code never changes."""

    name = StringField(lazy_gettext("Naam"), [DataRequired(), Length(max=160)])
    name_en = StringField(lazy_gettext("Naam in het Engels"), [Optional(), Length(max=160)])
    description = TextAreaField(lazy_gettext("Beschrijving"), [Optional()])
    description_en = TextAreaField(lazy_gettext("Beschrijving in het Engels"), [Optional()])

    def values(self) -> dict[str, Any]:
        """Return what the action takes."""
        names = ("name", "name_en", "description", "description_en")
        return {name: getattr(self, name).data or "" for name in names}


class MaturityForm(EditForm):
    """A level on a day, with what shows it."""

    on = DateField(lazy_gettext("Op welke dag"), [DataRequired()])
    level = RadioField(
        lazy_gettext("Volwassenheid"),
        [InputRequired(message=lazy_gettext("Kies een niveau van 0 tot en met 5."))],
        coerce=int,
        choices=[SelectChoice(value=level, label=str(level)) for level in LEVELS],
    )
    evidence = TextAreaField(
        lazy_gettext("Waaruit blijkt dit"),
        [
            DataRequired(message=lazy_gettext("Schrijf op waaruit het niveau blijkt.")),
            Length(max=2000),
        ],
        description=lazy_gettext("Noem iets dat anderen kunnen nagaan."),
    )

    def validate_on(self, field: DateField) -> None:
        """Refuse a day that has not come, or long before there was anything."""
        if field.data is not None and not EARLIEST <= field.data <= today():
            raise ValidationError(_("Kies vandaag of een dag die voorbij is."))

    def values(self) -> dict[str, Any]:
        """Return what the actions take."""
        return {"on": self.on.data, "level": self.level.data, "evidence": self.evidence.data}


def maturity_form(function: SystemFunction, maturity: Maturity | None = None, **how: Any) -> MaturityForm:
    """Return the form of what was recorded, else an empty one for today; with the version of the function."""
    known: dict[str, Any] = {"on": today()}
    if maturity is not None:
        known = {"on": maturity.on, "level": maturity.level, "evidence": maturity.evidence}
    return MaturityForm(data=known | {"version": function.version}, **how)
