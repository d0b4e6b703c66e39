"""The form that lets a use case go on as another one."""

from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from core.forms import EditForm


class MergeForm(EditForm):
    """Which use case goes on, and why; the version is that of the one that goes."""

    target = StringField(
        _l("Gaat verder als"),
        [DataRequired(message=_l("Kies welke use case blijft.")), Length(max=16)],
        description=_l("De code van de use case die blijft."),
    )
    reason = TextAreaField(
        _l("Waarom zijn dit dezelfde?"),
        [DataRequired(message=_l("Schrijf op waarom dit dezelfde zijn.")), Length(max=300)],
        description=_l("Dit staat straks in de geschiedenis van allebei."),
    )
