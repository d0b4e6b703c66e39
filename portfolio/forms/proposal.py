"""Ask for an exact scheduling proposal, and take moves over from one."""

from decimal import Decimal

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import Length

from core.forms import BaseForm, TermField
from portfolio.forms.fields import Blank, lazy_label
from portfolio.rules.progress_terms import ReplanReason
from portfolio.rules.schedule import Question
from portfolio.rules.selection.scheduling import Aim

GAPS = {"0": Decimal(0), "1": Decimal("0.01"), "5": Decimal("0.05")}


def aim_words(aim: Aim) -> object:
    """Return what a schedule is good for, chosen when it is shown."""
    words = {
        Aim.VALUE: _l("meeste waarde"),
        Aim.COMPLETION: _l("snelst alles klaar"),
    }
    return words[aim]


class ExactForm(BaseForm):
    """How long to calculate, and how near to the proven best is near enough."""

    seconds = SelectField(
        _l("Hoelang mag het rekenen?"),
        choices=[
            SelectChoice(value="10", label=_l("10 seconden")),
            SelectChoice(value="60", label=_l("1 minuut")),
            SelectChoice(value="300", label=_l("5 minuten")),
        ],
        default="60",
    )
    gap = SelectField(
        _l("Hoe dicht bij het bewezen beste?"),
        choices=[
            SelectChoice(value="0", label=_l("het bewezen beste")),
            SelectChoice(value="1", label=_l("binnen 1 procent")),
            SelectChoice(value="5", label=_l("binnen 5 procent")),
        ],
        default="0",
    )


class AcceptForm(BaseForm):
    """Take over what was ticked; ``question`` tells on which planning the proposal was made."""

    question = HiddenField(validators=[Length(max=64)])
    run = HiddenField(validators=[Blank(), Length(max=12)])
    reason = TermField(
        _l("Waarom verschuift wat beloofd is?"),
        [Blank()],
        terms=ReplanReason,
        words=lazy_label,
        blank=_l("Kies een reden"),
    )
    note = StringField(_l("Toelichting"), [Blank(), Length(max=300)])

    def shows(self, question: Question, run: int | None) -> "AcceptForm":
        """Carry what this page shows; return the form."""
        self.question.data = question.hash
        self.run.data = str(run) if run is not None else ""
        return self
