"""Forms about the upkeep of a page: its owner, "still right", and the interval per kind."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import HiddenInput

from accounts.queries.organisations import list_organisation_names
from core.forms import LARGEST, BaseForm, EditForm, RowField
from wiki.rules.life import LONGEST_MONTHS
from wiki.rules.terms import PageKind


class OwnerForm(EditForm):
    """The role of an organisation that keeps a page right."""

    organisation = RowField(_l("Organisatie"), validators=[Optional()])
    function = StringField(
        _l("Functie"),
        [Length(max=120)],
        description=_l("De rol, niet de persoon. Bijvoorbeeld: gegevensbeheerder adressen."),
    )
    interval_months = IntegerField(
        _l("Opnieuw bevestigen na (maanden)"),
        [Optional(), NumberRange(1, LONGEST_MONTHS)],
        description=_l("Leeg: de termijn van deze soort pagina."),
    )

    def offer(self, nobody: str) -> "OwnerForm":
        """Fill in what can be chosen; ``nobody`` is the words for no owner."""
        self.organisation.offer(list_organisation_names(), blank=nobody)
        return self


class StillRightForm(BaseForm):
    """Someone vouches for the page as it reads in ``base_revision``."""

    base_revision = IntegerField(widget=HiddenInput(), validators=[InputRequired(), NumberRange(1, LARGEST)])
    note = StringField(_l("Toelichting"), [Length(max=300)], description=_l("Mag leeg blijven."))


class IntervalsForm(BaseForm):
    """Months per kind; made by intervals_form."""

    def months(self) -> dict[PageKind, int]:
        """Return the months per kind."""
        return {kind: int(self[kind.value].data) for kind in PageKind}

    def fields_in_order(self) -> list[Any]:
        """Return the field of each kind, for the template."""
        return [self[kind.value] for kind in PageKind]


def intervals_form(words: dict[PageKind, str]) -> type[IntervalsForm]:
    """Return a form with a number of months for each kind."""
    fields = {
        kind.value: IntegerField(words[kind], [InputRequired(), NumberRange(1, LONGEST_MONTHS)])
        for kind in PageKind
    }
    return type("FilledIntervalsForm", (IntervalsForm,), fields)
