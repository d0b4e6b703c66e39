"""The form that moves a use case to another phase."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField, SelectField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length

from core.forms import EditForm
from portfolio.labels import label
from portfolio.rules.terms import Phase


def _phase(value: Any) -> Phase | None:
    return Phase(value) if value else None


class PhaseForm(EditForm):
    """To which phase, since when, and why."""

    to = RadioField(_l("Naar welke fase?"), [InputRequired(message=_l("Kies een fase."))], coerce=_phase)
    on = DateField(
        _l("Sinds wanneer?"),
        [InputRequired(message=_l("Kies de dag van de stap."))],
        description=_l("De dag waarop de stap is gezet: vandaag of eerder."),
    )
    reason = TextAreaField(
        _l("Waarom?"),
        [Length(max=2000)],
        description=_l(
            "Verplicht bij een stap terug, parkeren of stoppen. Iedereen die de use case leest, leest dit."
        ),
    )
    decision = SelectField(
        _l("Besluit van het databoord"),
        default="",
        description=_l(
            "Verplicht bij selecteren: het gepubliceerde besluit waarin het bord deze use case koos."
        ),
    )

    def offer(
        self, phases: tuple[Phase, ...], decisions: Sequence[tuple[str, str]] = (), none: str = "–"
    ) -> "PhaseForm":
        """Set the phases and the decisions, as (number, words), to choose from; ``none`` says no decision."""
        self.to.choices = [SelectChoice(value=phase.value, label=label(phase)) for phase in phases]
        self.decision.choices = [
            SelectChoice(value=value, label=words) for value, words in [("", none), *decisions]
        ]
        return self
