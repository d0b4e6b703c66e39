"""Forms of the administrator about people."""

from flask_babel import lazy_gettext as _l
from wtforms import DateField, EmailField, RadioField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional, Regexp

from accounts.forms.words import lazy_word
from accounts.rules.membership import Term
from accounts.rules.terms import BoardRole, Role, Sector
from core.forms import BaseForm, EditForm, RowField, TermField
from core.i18n import LANGUAGES

_EMAIL = r"^[^@\s,;<>\"()\\]+@[^@\s,;<>\"()\\]+\.[^@\s.,;<>\"()\\]+$"


def _email() -> EmailField:
    message = _l("Vul een e-mailadres in, bijvoorbeeld naam@voorbeeld.nl.")
    return EmailField(_l("E-mailadres"), [DataRequired(), Length(max=254), Regexp(_EMAIL, message=message)])


class InviteForm(BaseForm):
    """A new person; they set their own password by a link."""

    email = _email()
    name = StringField(_l("Naam"), [DataRequired(), Length(max=120)])
    organisation_id = RowField(_l("Organisatie"), [Optional()])


class PersonForm(EditForm):
    """What an administrator may change about someone."""

    email = _email()
    name = StringField(_l("Naam"), [DataRequired(), Length(max=120)])
    organisation_id = RowField(_l("Organisatie"), [Optional()])
    language = RadioField(
        _l("Taal"), choices=[SelectChoice(value=code, label=word) for code, word in LANGUAGES.items()]
    )


class ConfirmForm(EditForm):
    """A button that changes something that may have changed since the page was opened."""


class EraseForm(EditForm):
    """The address of an account, typed over: what follows cannot be undone."""

    typed = StringField(
        _l("Typ het e-mailadres van dit account over"),
        [InputRequired(message=_l("Typ het e-mailadres over.")), Length(max=254)],
    )


class RoleForm(EditForm):
    """A role from a day to a day; the version is the person's."""

    role = TermField(_l("Rol"), [InputRequired()], terms=Role, words=lazy_word, blank=_l("Kies een rol"))
    domain_id = RowField(
        _l("Domein"),
        [Optional()],
        description=_l("Alleen voor een lid van het databoord en voor de secretaris."),
    )
    board_role = TermField(
        _l("Rol in het databoord"),
        [Optional()],
        terms=BoardRole,
        words=lazy_word,
        blank=_l("Geen"),
        description=_l("Alleen voor een lid van het databoord."),
    )
    sector = TermField(_l("Namens"), [Optional()], terms=Sector, words=lazy_word, blank=_l("Niet ingevuld"))
    starts_on = DateField(_l("Eerste dag"), [InputRequired()])
    ends_on = DateField(_l("Laatste dag"), [Optional()], description=_l("Leeg: zonder einde."))

    def term(self) -> Term:
        """Return what was filled in."""
        return Term(
            role=self.role.data,
            domain_id=self.domain_id.data,
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            board_role=self.board_role.data,
            sector=self.sector.data,
        )
