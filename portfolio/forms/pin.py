"""Which definition of the wiki a dataset of a use case follows."""

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import Length

from core.forms import EditForm


class PinForm(EditForm):
    """A definition by its title; empty for none. The newest version is the one that is followed."""

    definition = StringField(
        _l("Definitie"),
        [Length(max=420)],
        description=_l("Kies uit de lijst, bijvoorbeeld ‘Huishouden: CBS’. Laat leeg om los te laten."),
    )
