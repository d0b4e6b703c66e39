"""The form in which an organisation says how far it is with a step."""

from flask_babel import lazy_gettext as _l
from wtforms import DateField, StringField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import DateInput

from core.forms import EditForm, TermField
from wiki.labels import page_word
from wiki.rules.plan import StepState


class ProgressForm(EditForm):
    """State, since when, and a remark."""

    state = TermField(_l("Hoe ver bent u?"), terms=StepState, words=page_word)
    on = DateField(_l("Sinds"), [InputRequired(message=_l("Kies een datum."))], widget=DateInput())
    note = StringField(
        _l("Opmerking"),
        [Length(max=300)],
        description=_l("Wat helpt een ander? Wie is ingelogd, leest mee. Schrijf geen namen op."),
    )
