"""The short form in which anyone who contributes proposes an idea."""

from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from core.forms import BaseForm, RowField, TermField
from core.messages import text_of
from portfolio.forms.fields import lazy_label
from portfolio.forms.use_case import BoxesField
from portfolio.queries.use_case_forms import Choices
from portfolio.rules.terms import DataLevel, GovernmentRole, PersonalData


class IdeaForm(BaseForm):
    """What a board needs to understand an idea; the rest can come later."""

    domain_id = RowField(
        _l("Domein"),
        [InputRequired(message=_l("Kies een domein."))],
        description=_l("Het databoord van dit domein bekijkt uw idee."),
    )
    function_id = RowField(
        _l("Aan welke systeemfunctie denkt u?"),
        description=_l("Alleen om lessen te tonen die passen. De bijdrage zelf legt u later vast."),
    )
    title = StringField(
        _l("Titel"),
        [DataRequired(message=_l("Geef een titel.")), Length(max=200)],
        description=_l("Kort en herkenbaar. Geen projectnaam of afkorting."),
    )
    challenge = TextAreaField(
        _l("Maatschappelijke opgave"),
        description=_l("Welk probleem van mensen of bedrijven lost dit op? Begin niet bij de data."),
    )
    intended_result = TextAreaField(
        _l("Beoogd resultaat"), description=_l("Wat merkt wie ervan als het lukt?")
    )
    summary = TextAreaField(
        _l("Samenvatting"), [Length(max=600)], description=_l("Twee of drie zinnen, ten hoogste 600 tekens.")
    )
    challenges = BoxesField(
        _l("Dringende opgaven"), description=_l("Draagt het bij aan een van deze opgaven?")
    )
    practice = TextAreaField(
        _l("Belangstelling in de praktijk"), description=_l("Wie gaat dit gebruiken, en hoe weet u dat?")
    )
    owner_organisation = StringField(
        _l("Welke organisatie kan dit uitvoeren?"), description=_l("Typ een deel van de naam en kies.")
    )
    government_role = TermField(
        _l("Rol van de overheid"), terms=GovernmentRole, words=lazy_label, blank=_l("Weet ik niet")
    )
    data_level = TermField(
        _l("Waarvoor worden de gegevens gebruikt?"),
        terms=DataLevel,
        words=lazy_label,
        blank=_l("Weet ik niet"),
    )
    personal_data = TermField(
        _l("Persoonsgegevens"), terms=PersonalData, words=lazy_label, blank=_l("Weet ik niet")
    )

    is_draft = False

    def validate_challenge(self, field: TextAreaField) -> None:
        """A proposal starts from a challenge; a draft may do without for now."""
        if not self.is_draft and not field.data:
            raise ValidationError(text_of("missing_challenge"))

    def offer(self, choices: Choices, blank: str, blank_function: str) -> None:
        """Set what there is to choose from."""
        self.domain_id.offer(choices.domains, blank=blank)
        self.function_id.offer(choices.functions, blank=blank_function)
        self.challenges.offer(choices.challenges)
