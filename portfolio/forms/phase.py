"""The form that moves a use case to another phase."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField, StringField, TextAreaField
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
    decision = StringField(
        _l("Besluit van het databoord"),
        [Length(max=200)],
        description=_l("Verplicht bij selecteren: nummer, of datum en onderwerp van het besluit."),
    )

    def offer(self, phases: tuple[Phase, ...]) -> "PhaseForm":
        """Set the phases to choose from."""
        self.to.choices = [SelectChoice(value=phase.value, label=label(phase)) for phase in phases]
        return self
