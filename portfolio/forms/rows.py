"""The rows of a use case in its form: one class per part of portfolio/models/parts.py."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, IntegerField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from accounts.labels import word
from accounts.rules.terms import OrganisationKind
from core.forms import LARGEST, ExactField, RowField, TermField
from portfolio.forms.fields import Blank, RowForm, lazy_label
from portfolio.rules.terms import (
    Commitment,
    ContributionLevel,
    Grade,
    PreconditionKind,
    PreconditionState,
)


def _lazy_kind(kind: OrganisationKind) -> LazyString:
    return LazyString(word, kind)


class MemberRow(RowForm):
    """Someone in the team."""

    name = StringField(_l("Naam"), [DataRequired(message=_l("Noem wie erbij hoort.")), Length(max=160)])


class PartnerRow(RowForm):
    """An organisation that takes part."""

    organisation = StringField(_l("Organisatie"), [DataRequired(message=_l("Kies een organisatie."))])
    role = StringField(_l("Wat zij doet"), [Length(max=300)])
    role_en = StringField(_l("Hetzelfde in het Engels"), [Length(max=300)])
    commitment = TermField(
        _l("Schaalt zij op als het lukt?"), terms=Commitment, words=lazy_label, default=Commitment.OPEN
    )


class PreconditionRow(RowForm):
    """What must hold first."""

    text = TextAreaField(
        _l("Wat moet geregeld zijn?"),
        [DataRequired(message=_l("Schrijf op wat geregeld moet zijn.")), Length(max=1000)],
    )
    text_en = TextAreaField(_l("Hetzelfde in het Engels"), [Length(max=1000)])
    kind = TermField(
        _l("Soort"),
        [InputRequired(message=_l("Kies een soort."))],
        terms=PreconditionKind,
        words=lazy_label,
        blank=_l("Kies een soort"),
    )
    is_hard = BooleanField(_l("Hard: zonder dit kan de use case niet beginnen"))
    state = TermField(_l("Stand"), terms=PreconditionState, words=lazy_label, default=PreconditionState.OPEN)
    due_on = DateField(_l("Voldaan voor"), [Blank()])
    owner = StringField(_l("Wie zorgt ervoor?"), [Length(max=160)])


class RiskRow(RowForm):
    """What may go wrong."""

    text = TextAreaField(
        _l("Wat kan er misgaan?"),
        [DataRequired(message=_l("Schrijf op wat er mis kan gaan.")), Length(max=1000)],
    )
    text_en = TextAreaField(_l("Hetzelfde in het Engels"), [Length(max=1000)])
    likelihood = TermField(
        _l("Kans"),
        [InputRequired(message=_l("Kies hoe groot de kans is."))],
        terms=Grade,
        words=lazy_label,
        blank=_l("Kies"),
    )
    impact = TermField(
        _l("Gevolg"),
        [InputRequired(message=_l("Kies hoe zwaar het gevolg is."))],
        terms=Grade,
        words=lazy_label,
        blank=_l("Kies"),
    )
    mitigation = TextAreaField(_l("Wat u ertegen doet"), [Length(max=1000)])


class DependencyRow(RowForm):
    """Another use case that must come first."""

    code = StringField(
        _l("Code"), [DataRequired(message=_l("Noem de code, bijvoorbeeld SOC-003.")), Length(max=16)]
    )
    reason = StringField(_l("Waarom eerst?"), [Length(max=600)])


class ContributionRow(RowForm):
    """What the use case does for a system function."""

    function_id = RowField(_l("Systeemfunctie"), [InputRequired(message=_l("Kies een systeemfunctie."))])
    level = TermField(
        _l("Bijdrage"),
        [InputRequired(message=_l("Kies wat zij doet: gebruikt, breidt uit of levert."))],
        terms=ContributionLevel,
        words=lazy_label,
        blank=_l("Kies"),
    )
    deliverable = StringField(_l("Wat overblijft voor anderen"), [Length(max=600)])
    deliverable_en = StringField(_l("Hetzelfde in het Engels"), [Length(max=600)])


class BenefitRow(RowForm):
    """What it brings, or costs someone else."""

    text = StringField(
        _l("Wat wordt er beter of slechter?"),
        [DataRequired(message=_l("Schrijf op wat er beter of slechter wordt.")), Length(max=600)],
    )
    text_en = StringField(_l("Hetzelfde in het Engels"), [Length(max=600)])
    indicator = StringField(_l("Waaraan u het meet"), [Length(max=200)])
    unit = StringField(_l("Eenheid"), [Length(max=60)])
    baseline = ExactField(_l("Begin"), [Blank()], places=4, limit=10**12)
    target = ExactField(_l("Doel"), [Blank()], places=4, limit=10**12)
    is_disbenefit = BooleanField(_l("Dit is een nadeel"))


class AdoptionRow(RowForm):
    """How many organisations use it on a day."""

    kind = TermField(
        _l("Soort organisatie"),
        terms=OrganisationKind,
        words=_lazy_kind,
        default=OrganisationKind.MUNICIPALITY,
    )
    adopted = IntegerField(
        _l("Aantal dat meedoet"),
        [InputRequired(message=_l("Vul in hoeveel er meedoen.")), NumberRange(0, LARGEST)],
    )
    total = IntegerField(_l("Van hoeveel in totaal"), [Blank(), NumberRange(1, LARGEST)])
    as_of = DateField(_l("Op welke dag"), [InputRequired(message=_l("Kies de dag van de telling."))])
    source = StringField(_l("Bron van dit aantal"), [Length(max=200)])


class DatasetRow(RowForm):
    """A dataset that is used."""

    name = StringField(_l("Naam"), [DataRequired(message=_l("Geef de dataset een naam.")), Length(max=200)])
    holder = StringField(_l("Bronhouder"))
    note = StringField(_l("Toelichting"), [Length(max=600)])


class SourceRow(RowForm):
    """A document that tells of it."""

    source = StringField(_l("Document"), [DataRequired(message=_l("Noem het document.")), Length(max=200)])
    passage = StringField(_l("Plaats in het document"), [Length(max=300)])
