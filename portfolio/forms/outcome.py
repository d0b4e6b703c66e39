"""The form that records how a use case ended."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from core.forms import EditForm
from portfolio.labels import label
from portfolio.rules.calibration import Result


def _result(value: Any) -> Result | None:
    return Result(value) if value else None


class OutcomeForm(EditForm):
    """Did it succeed as intended, since when, and how does that show?"""

    result = RadioField(
        _l("Hoe liep het af?"), [InputRequired(message=_l("Kies een afloop."))], coerce=_result
    )
    ended_on = DateField(
        _l("Op welke dag stond dat vast?"),
        [InputRequired(message=_l("Kies een dag."))],
        description=_l("De dag van afronden of stoppen, of later."),
    )
    explanation = TextAreaField(
        _l("Waaraan ziet u dat?"),
        [DataRequired(message=_l("Schrijf op waaraan u dit ziet. Anderen leren ervan.")), Length(max=4000)],
        description=_l("Vergelijk met het beoogde resultaat. Iedereen die de use case leest, leest dit."),
    )

    def offer(self) -> "OutcomeForm":
        """Set the words of the outcomes in the reader's language."""
        self.result.choices = [SelectChoice(value=one.value, label=label(one)) for one in Result]
        return self
