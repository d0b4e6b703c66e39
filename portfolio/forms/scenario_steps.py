"""The small forms around a scenario: the board's own word, asking for a calculation, a decision."""

from typing import Any

from flask_babel import lazy_gettext
from wtforms import RadioField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Length

from core.forms import BaseForm, EditForm


class VersionForm(EditForm):
    """A step on what its author saw: it carries the version."""


class OverrideForm(EditForm):
    """Lock a use case in or out, with a reason."""

    code = StringField(
        lazy_gettext("Code van de use case"),
        [DataRequired(), Length(max=16)],
        filters=[lambda text: text.upper() if isinstance(text, str) else text],
    )
    way = RadioField(
        lazy_gettext("Wat wil het databoord?"),
        [DataRequired()],
        choices=[
            SelectChoice(value="in", label=lazy_gettext("erin")),
            SelectChoice(value="out", label=lazy_gettext("eruit")),
        ],
    )
    reason = TextAreaField(lazy_gettext("Waarom?"), [DataRequired(), Length(max=2000)])


class DecideForm(BaseForm):
    """Make a draft decision of a proposal."""

    subject = StringField(lazy_gettext("Onderwerp van het besluit"), [DataRequired(), Length(max=200)])


def override_values(arguments: Any) -> dict[str, Any]:
    """Return what the form shows at first, from the address: a code and a way."""
    way = arguments.get("way", "")
    return {"code": arguments.get("code", "")[:16], "way": way if way in ("in", "out") else None}
