"""The form to keep a ranking."""

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import Length

from core.forms import BaseForm


class KeepForm(BaseForm):
    """Why the ranking is kept now; may be left empty."""

    note = TextAreaField(
        _l("Waarom bewaart u de rangorde nu?"),
        [Length(max=300)],
        description=_l("Bijvoorbeeld: vergadering van 12 maart. Het mag leeg blijven."),
    )
