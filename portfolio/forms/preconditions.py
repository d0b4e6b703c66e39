"""Share a precondition with other use cases, and change what is shared."""

from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from core.forms import EditForm, RowField, TermField
from portfolio.forms.fields import Blank, lazy_label
from portfolio.rules.terms import PreconditionKind, PreconditionState

NEW = "new"


class ShareForm(EditForm):
    """Which one it is the same as: a shared one, one of another use case, or none yet."""

    choice = RadioField(_l("Waarmee is deze dezelfde?"), [InputRequired(message=_l("Kies waarmee."))])

    def offer(self, choices: list[tuple[str, str]]) -> "ShareForm":
        """Set what to choose from, as (value, words)."""
        self.choice.choices = [SelectChoice(value=value, label=words) for value, words in choices]
        return self


class LeaveForm(EditForm):
    """Only that it goes its own way."""


class SharedPreconditionForm(EditForm):
    """What a shared precondition says, who looks after it and how it stands."""

    text = TextAreaField(
        _l("Wat moet geregeld zijn?"),
        [DataRequired(message=_l("Schrijf op wat geregeld moet zijn.")), Length(max=1000)],
    )
    text_en = TextAreaField(_l("Hetzelfde in het Engels"), [Length(max=1000)])
    kind = TermField(_l("Soort"), [InputRequired()], terms=PreconditionKind, words=lazy_label)
    owner_organisation_id = RowField(_l("Welke organisatie lost dit op?"), [Blank()])
    state = TermField(_l("Stand"), [InputRequired()], terms=PreconditionState, words=lazy_label)
    due_on = DateField(_l("Voldaan voor"), [Blank()])
    note = StringField(_l("Wat is er gebeurd, en wie doet nu wat?"), [Blank(), Length(max=400)])
