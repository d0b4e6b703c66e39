"""The form of a use case: every field that people fill in, in the sections of the page."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, IntegerField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Length, NumberRange
from wtforms.widgets import CheckboxInput, ListWidget

from core.forms import EditForm, ExactField, RowField, TermField
from core.messages import text_of
from portfolio.forms.fields import MOST_ROWS, Blank, EuroField, QuarterField, RowList, lazy_label
from portfolio.forms.rows import (
    AdoptionRow,
    BenefitRow,
    ContributionRow,
    DatasetRow,
    DependencyRow,
    MemberRow,
    PartnerRow,
    PreconditionRow,
    RiskRow,
    SourceRow,
)
from portfolio.rules.terms import DataLevel, GovernmentRole, Kind, PersonalData, Size

MOST_EUROS = 10_000_000_000
MOST_MONTHS = 100_000


class BoxesField(SelectMultipleField):
    """Boxes to tick among rows by id."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: Any = None, validators: Any = None, **kwargs: Any) -> None:
        super().__init__(label, validators, coerce=int, choices=[], **kwargs)

    def offer(self, rows: Any) -> None:
        """Set the rows to choose from, as (id, words)."""
        self.choices = [SelectChoice(value=str(id_), label=words) for id_, words in rows]


class UseCaseForm(EditForm):
    """Everything about a use case but its phase and its scores."""

    title = StringField(
        _l("Titel"),
        [DataRequired(message=_l("Geef een titel.")), Length(max=200)],
        description=_l("Kort en herkenbaar. Geen projectnaam of afkorting."),
    )
    kind = TermField(
        _l("Soort"),
        terms=Kind,
        words=lazy_label,
        description=_l(
            "Een use case telt mee bij het kiezen. Een initiatief bouwt alleen aan iets gezamenlijks."
        ),
    )
    domain_id = RowField(
        _l("Domein"),
        description=_l("Een idee kan naar een ander domein. Daarna beslist de secretaris van dat domein."),
    )
    summary = TextAreaField(
        _l("Samenvatting"),
        [Length(max=600)],
        description=_l("Twee of drie zinnen voor wie de rest niet leest. Ten hoogste 600 tekens."),
    )
    challenge = TextAreaField(
        _l("Maatschappelijke opgave"),
        description=_l("Welk probleem van mensen of bedrijven lost dit op? Begin niet bij de data."),
    )
    intended_result = TextAreaField(
        _l("Beoogd resultaat"), description=_l("Wat merkt wie ervan als het lukt?")
    )
    challenges = BoxesField(
        _l("Dringende opgaven"), description=_l("Aan welke opgave van deze tijd draagt het bij?")
    )
    description = TextAreaField(_l("Toelichting"), description=_l("Hoe het werkt, en wat er al is."))
    practice = TextAreaField(
        _l("Belangstelling in de praktijk"),
        description=_l(
            "Wie gaat dit gebruiken, en hoe weet u dat? Zonder belangstelling is het meestal geen goed idee."
        ),
    )
    government_role = TermField(
        _l("Rol van de overheid"), terms=GovernmentRole, words=lazy_label, blank=_l("Nog niet bekend")
    )
    other_domains = BoxesField(_l("Ook van belang voor"))
    as_of = DateField(
        _l("Stand van zaken op"), [Blank()], description=_l("De dag waarop deze beschrijving klopte.")
    )

    owner_organisation = StringField(
        _l("Eigenaar"),
        description=_l(
            "De organisatie die dit uitvoert, zo dicht mogelijk bij de praktijk. Typ een deel van de naam."
        ),
    )
    owner = StringField(
        _l("Wie is het aanspreekpunt?"),
        [Length(max=160)],
        description=_l("Deze persoon mag de use case wijzigen en de scores zien."),
    )
    team = RowList(MemberRow, _l("Team"))
    partners = RowList(PartnerRow, _l("Partners"))

    data_level = TermField(
        _l("Waarvoor worden de gegevens gebruikt?"),
        terms=DataLevel,
        words=lazy_label,
        blank=_l("Nog niet bekend"),
    )
    personal_data = TermField(
        _l("Persoonsgegevens"), terms=PersonalData, words=lazy_label, blank=_l("Nog niet bekend")
    )
    dpia = StringField(
        _l("Verwijzing naar de DPIA"),
        [Length(max=400)],
        description=_l("Nummer of webadres van de toets op privacy."),
    )
    iama = StringField(
        _l("Verwijzing naar het IAMA"),
        [Length(max=400)],
        description=_l("De toets van een algoritme op mensenrechten."),
    )
    algorithm_register = StringField(_l("Plaats in het algoritmeregister"), [Length(max=400)])
    datasets = RowList(DatasetRow, _l("Datasets"))

    preconditions = RowList(PreconditionRow, _l("Randvoorwaarden"))
    has_no_preconditions = BooleanField(_l("Er zijn geen randvoorwaarden"))
    risks = RowList(RiskRow, _l("Risico's"))
    has_no_risks = BooleanField(_l("Er zijn geen risico's van belang"))
    dependencies = RowList(DependencyRow, _l("Wat eerst moet"))

    effort_low = ExactField(_l("Lage inspanning"), [Blank()], places=4, limit=MOST_MONTHS)
    effort_likely = ExactField(_l("Waarschijnlijke inspanning"), [Blank()], places=4, limit=MOST_MONTHS)
    effort_high = ExactField(_l("Hoge inspanning"), [Blank()], places=4, limit=MOST_MONTHS)
    cost = EuroField(
        _l("Kosten in euro's, over de hele looptijd"),
        [Blank(), NumberRange(0, MOST_EUROS)],
        description=_l("Hele euro's, bijvoorbeeld 250.000."),
    )
    planned_start = QuarterField(
        _l("Begint in kwartaal"), [Length(max=10)], description=_l("Schrijf het als Q4 2026.")
    )
    planned_quarters = IntegerField(_l("Duurt hoeveel kwartalen?"), [Blank(), NumberRange(1, 80)])
    size_override = TermField(
        _l("Maat volgens het databoord"),
        terms=Size,
        words=lazy_label,
        blank=_l("Volgens de rekenregel"),
        description=_l(
            "De maat volgt uit inspanning en aantal organisaties. Het databoord mag afwijken met een reden."
        ),
    )
    size_reason = StringField(_l("Reden om af te wijken"), [Length(max=400)])

    contributions = RowList(ContributionRow, _l("Systeemfuncties"))
    benefits = RowList(BenefitRow, _l("Baten en nadelen"))
    adoptions = RowList(AdoptionRow, _l("Opschaling"))
    sources = RowList(SourceRow, _l("Bronnen"))

    title_en = StringField(_l("Titel in het Engels"), [Length(max=200)])
    summary_en = TextAreaField(_l("Samenvatting in het Engels"), [Length(max=600)])
    note = StringField(
        _l("Waarom wijzigt u dit?"),
        [Length(max=300)],
        description=_l("Eén zin. Zij staat in de geschiedenis bij uw wijziging."),
    )

    def row_lists(self) -> list[RowList]:
        """Return the lists of rows that this form has."""
        return [field for field in self if isinstance(field, RowList)]

    def drop_blank_rows(self) -> None:
        """Forget rows in which nothing was filled in."""
        for rows in self.row_lists():
            rows.drop_blank_rows()

    def validate(self, extra_validators: Any = None) -> bool:
        is_valid = bool(super().validate(extra_validators))
        if any(rows.has_too_many for rows in self.row_lists()):
            self.form_errors = [*self.form_errors, text_of("too_many_rows", most=MOST_ROWS)]
            return False
        return is_valid

    def _refuse(self, name: str | None, text: str) -> None:
        field = self.find(name) if name else None
        if field is not None:
            field.errors = [*field.errors, text]
        else:
            is_list = isinstance(self._fields.get(name), RowList)
            super()._refuse(None if is_list else name, text)

    def find(self, path: str) -> Any:
        """Return the field inside a row by its full name, such as ``partners-0-role``; else None."""
        for rows in self.row_lists():
            for row in rows:
                for field in row.form:
                    if field.name == path:
                        return field
        return None
