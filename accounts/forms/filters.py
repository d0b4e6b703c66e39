"""What to show of a list; comes from the address, so what makes no sense there is simply not filtered by."""

from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, SelectField, StringField
from wtforms.fields import SelectChoice

from accounts.forms.words import lazy_word
from accounts.rules.terms import OrganisationKind, Role
from core.forms import BaseForm, TermField


class FilterForm(BaseForm):
    """Filters from the address of this request."""

    class Meta(BaseForm.Meta):
        csrf = False

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(formdata=request.args, **kwargs)
        self.validate()
        for field in self:
            if field.errors:
                field.data, field.raw_data, field.errors = None, None, ()

    @property
    def is_used(self) -> bool:
        """Tell whether anything is filtered by."""
        return any(field.data not in (None, "") for field in self)


class PeopleFilterForm(FilterForm):
    """Which people."""

    q = StringField(_l("Naam of e-mailadres"))
    role = TermField(_l("Rol"), terms=Role, words=lazy_word, blank=_l("Alle rollen"))
    state = SelectField(
        _l("Account"),
        choices=[
            SelectChoice(value="", label=_l("Alle accounts")),
            SelectChoice(value="open", label=_l("Open")),
            SelectChoice(value="closed", label=_l("Gesloten")),
        ],
    )


class OrganisationFilterForm(FilterForm):
    """Which organisations."""

    q = StringField(_l("Naam of afkorting"))
    kind = TermField(_l("Soort"), terms=OrganisationKind, words=lazy_word, blank=_l("Alle soorten"))


class AuditFilterForm(FilterForm):
    """Which events; the choices are what the trail holds."""

    verb = SelectField(_l("Handeling"), validate_choice=False)
    person = StringField(_l("Wie"))
    object = SelectField(_l("Soort"), validate_choice=False)
    id = IntegerField(_l("Nummer"))
