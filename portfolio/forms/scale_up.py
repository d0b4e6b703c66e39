"""How far an organisation is with a use case: stage, since when, whom to ask."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from core.database import today
from core.forms import EditForm, RowField, TermField
from portfolio.actions.scale_up import LONGEST_CONTACT, LONGEST_NOTE
from portfolio.forms.fields import Blank, lazy_label
from portfolio.models.progress import OrganisationAdoption
from portfolio.rules.progress_terms import AdoptionStage


class AdoptionForm(EditForm):
    """One organisation, one use case."""

    stage = TermField(
        _l("Hoe ver is de organisatie?"),
        [InputRequired(message=_l("Kies hoe ver de organisatie is."))],
        terms=AdoptionStage,
        words=lazy_label,
        blank=_l("Kies"),
    )
    on = DateField(
        _l("Sinds wanneer?"),
        [InputRequired(message=_l("Kies een dag."))],
        description=_l(
            "De dag waarop dit begon. Vertelt u over vroeger? Dan blijft de nieuwste stap gelden."
        ),
    )
    contact = StringField(
        _l("Wie kan een ander vragen?"),
        [Blank(), Length(max=LONGEST_CONTACT)],
        description=_l("Een functie of een afdeling, geen naam van een persoon. Iedereen kan dit lezen."),
    )
    note = TextAreaField(
        _l("Wat moet een ander weten?"),
        [Blank(), Length(max=LONGEST_NOTE)],
        description=_l("Bijvoorbeeld: waar u mee begon, of waarom u stopte. Iedereen kan dit lezen."),
    )

    def values(self) -> dict[str, Any]:
        """Return what the action takes."""
        return {
            "stage": self.stage.data,
            "on": self.on.data,
            "contact": self.contact.data or "",
            "note": self.note.data or "",
            "version": self.version.data or 0,
        }


class NewAdoptionForm(AdoptionForm):
    """The same, for an organisation that is yet to be chosen."""

    organisation_id = RowField(_l("Organisatie"), [InputRequired(message=_l("Kies een organisatie."))])

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        # First on the page, so first in the summary of what is wrong.
        fields: dict[str, Any] = self.__dict__["_fields"]
        for name in [name for name in fields if name != "organisation_id"]:
            fields[name] = fields.pop(name)


class RemoveAdoptionForm(EditForm):
    """Nothing to fill in: the button is the answer."""


def adoption_form(adoption: OrganisationAdoption | None) -> AdoptionForm:
    """Return the form as it stands now; where nothing is known yet, today and version 0."""
    if adoption is None:
        return AdoptionForm(formdata=None, data={"on": today(), "version": 0})
    return AdoptionForm(
        formdata=None,
        data={
            "stage": adoption.stage,
            "on": adoption.since or today(),
            "contact": adoption.contact,
            "note": adoption.note,
            "version": adoption.version,
        },
    )
