"""The form of a scenario: what the optimiser is asked; functions and organisations follow the data."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import BooleanField, IntegerField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, NumberRange, Optional, ValidationError

from core.forms import EditForm, ExactField, TermField
from portfolio.forms.scenario_lines import (
    LinesNotReadable,
    read_exceptions,
    read_groups,
    read_savings,
    write_exceptions,
    write_groups,
    write_savings,
)
from portfolio.models import Scenario
from portfolio.rules.quarters import Quarter
from portfolio.rules.scenario import Begun, CapacityException, Settings, ValueEnd, Yardstick
from portfolio.rules.selection.plain import from_plain
from portfolio.rules.selection.terms import MixMode, MixTerms
from portfolio.rules.terms import Basis

MOST_QUARTERS = 20
MOST_SECONDS = 3600
_NOT_NEGATIVE = NumberRange(min=0)


class ScenarioForm(EditForm):
    """The fixed fields; ``scenario_form`` adds those per system function and organisation."""

    name = StringField(lazy_gettext("Naam"), [DataRequired(), Length(max=160)])
    note = TextAreaField(lazy_gettext("Toelichting"), [Optional(), Length(max=4000)])
    budget_months = ExactField(
        lazy_gettext("Budget in persoonsmaanden"),
        [Optional(), _NOT_NEGATIVE],
        places=1,
        limit=1_000_000,
        description=lazy_gettext("Laat leeg voor geen grens."),
    )
    budget_keuro = ExactField(
        lazy_gettext("Budget in duizenden euro's"), [Optional(), _NOT_NEGATIVE], places=1, limit=10_000_000
    )
    begun = TermField(
        lazy_gettext("Use cases die al gekozen zijn"),
        terms=Begun,
        words={
            Begun.COUNTS: lazy_gettext("staan vast en tellen mee in budget en mix"),
            Begun.APART: lazy_gettext("blijven buiten de som: het budget gaat over nieuwe"),
            Begun.FREE: lazy_gettext("doen opnieuw mee, alsof er nog niets is gekozen"),
        },
    )
    with_quarters = BooleanField(
        lazy_gettext("Stel ook de kwartalen voor waarin het werk begint"),
        description=lazy_gettext("Zonder vinkje kiest de rekenmachine alleen, met de planning van nu."),
    )
    first = StringField(
        lazy_gettext("Eerste kwartaal"),
        [Optional(), Length(max=8)],
        description=lazy_gettext("Bijvoorbeeld Q1 2027. Leeg is het volgende kwartaal."),
    )
    quarters = IntegerField(
        lazy_gettext("Aantal kwartalen"), [DataRequired(), NumberRange(min=1, max=MOST_QUARTERS)]
    )
    must_finish = BooleanField(lazy_gettext("Het werk moet binnen die kwartalen klaar zijn"))
    mix_mode = TermField(
        lazy_gettext("Hoe telt de mix van klein en ambitieus?"),
        terms=MixMode,
        words={
            MixMode.SOFT: lazy_gettext("zacht: buiten de band kost punten"),
            MixMode.HARD: lazy_gettext("hard: buiten de band mag niet"),
            MixMode.OFF: lazy_gettext("niet"),
        },
    )
    mix_low = IntegerField(lazy_gettext("Aandeel klein, ten minste (%)"), [NumberRange(min=0, max=100)])
    mix_high = IntegerField(lazy_gettext("Aandeel klein, ten hoogste (%)"), [NumberRange(min=0, max=100)])
    mix_basis = TermField(
        lazy_gettext("De band telt"),
        terms=(Basis.COUNT, Basis.EFFORT),
        words={
            Basis.COUNT: lazy_gettext("het aantal use cases"),
            Basis.EFFORT: lazy_gettext("de persoonsmaanden"),
        },
    )
    mix_price = ExactField(
        lazy_gettext("Prijs per use case buiten de band (punten)"),
        [Optional(), _NOT_NEGATIVE],
        places=2,
        limit=100_000,
        description=lazy_gettext("Laat leeg voor de hoogste verwachte waarde van een kandidaat."),
    )
    yardstick = TermField(
        lazy_gettext("Wat moet zo groot mogelijk worden?"),
        terms=Yardstick,
        words={
            Yardstick.EXPECTED: lazy_gettext("verwachte waarde: kans maal waarde"),
            Yardstick.LANE: lazy_gettext("per maat: klein op kans, ambitieus op waarde"),
        },
    )
    value_end = TermField(
        lazy_gettext("Een waarde die nog niet volledig is gescoord, telt als"),
        terms=ValueEnd,
        words={
            ValueEnd.LOW: lazy_gettext("het laagste getal"),
            ValueEnd.MIDDLE: lazy_gettext("het midden"),
        },
    )
    either_or = TextAreaField(
        lazy_gettext("Of het een, of het ander"),
        [Optional(), Length(max=2000)],
        description=lazy_gettext("Per regel codes waarvan er hooguit één mag: SOC-001, SOC-002."),
    )
    savings = TextAreaField(
        lazy_gettext("Werk dat twee use cases delen"),
        [Optional(), Length(max=2000)],
        description=lazy_gettext("Per regel twee codes en de persoonsmaanden: SOC-001, SOC-002: 1,5."),
    )
    gap = ExactField(
        lazy_gettext("Toegestane afstand tot het bewezen beste (%)"),
        [Optional(), NumberRange(min=0, max=50)],
        places=2,
        limit=50,
        description=lazy_gettext("Leeg is 0 voor de keuze alleen en 1 met kwartalen."),
    )
    nodes = IntegerField(
        lazy_gettext("Grens aan het zoeken (knopen)"), [DataRequired(), NumberRange(min=1, max=10_000_000)]
    )
    seconds = IntegerField(
        lazy_gettext("Grens aan de tijd (seconden)"),
        [Optional(), NumberRange(min=1, max=MOST_SECONDS)],
        description=lazy_gettext("Stopt de berekening op tijd, dan is zij niet precies te herhalen."),
    )
    seed = IntegerField(lazy_gettext("Startgetal van het toeval"), [NumberRange(min=0, max=2**31 - 1)])

    codes: frozenset[str] = frozenset()
    slugs: Mapping[str, str] = {}

    def validate_first(self, field: StringField) -> None:
        """Refuse what is no quarter."""
        try:
            _quarter(field.data)
        except ValueError:
            raise ValidationError(_("Schrijf een kwartaal als Q4 2026.")) from None

    def validate_mix_high(self, field: IntegerField) -> None:
        """Refuse a band that is upside down."""
        if None not in (field.data, self.mix_low.data) and field.data < self.mix_low.data:
            raise ValidationError(_("Kies een getal dat niet onder de ondergrens ligt."))

    def validate_either_or(self, field: TextAreaField) -> None:
        """Refuse lines that are no groups of known codes."""
        _readable(lambda: read_groups(field.data, self.codes))

    def validate_savings(self, field: TextAreaField) -> None:
        """Refuse lines that are not two known codes and months."""
        _readable(lambda: read_savings(field.data, self.codes))

    def settings(self) -> Settings:
        """Return what was asked; the form must be valid."""
        capacity = {
            slug: self[f"capacity-{place}"].data
            for place, slug in enumerate(self.slugs)
            if self[f"capacity-{place}"].data is not None
        }
        exceptions: list[CapacityException] = []
        for place, slug in enumerate(self.slugs):
            exceptions += read_exceptions(slug, self[f"exceptions-{place}"].data)
        minimum = {
            name.removeprefix("minimum-"): field.data
            for name, field in self._fields.items()
            if name.startswith("minimum-") and field.data
        }
        price = self.mix_price.data
        mix = MixTerms(
            self.mix_mode.data,
            Decimal(self.mix_low.data) / 100,
            Decimal(self.mix_high.data) / 100,
            self.mix_basis.data,
            price,
        )
        money = self.budget_keuro.data
        return Settings(
            budget_months=self.budget_months.data,
            budget_cents=None if money is None else int(money * 100_000),
            with_quarters=self.with_quarters.data,
            first=_quarter(self.first.data),
            quarters=self.quarters.data,
            must_finish=self.must_finish.data,
            capacity=capacity,
            exceptions=tuple(exceptions),
            mix=mix,
            yardstick=self.yardstick.data,
            value_end=self.value_end.data,
            begun=self.begun.data,
            function_minimum=minimum,
            either_or=read_groups(self.either_or.data, self.codes),
            savings=read_savings(self.savings.data, self.codes),
            gap=None if self.gap.data is None else self.gap.data / 100,
            nodes=self.nodes.data,
            seconds=None if self.seconds.data is None else float(self.seconds.data),
            seed=self.seed.data,
        )


def scenario_form(
    codes: frozenset[str], organisations: Mapping[str, str], functions: Sequence[tuple[str, str]]
) -> type[ScenarioForm]:
    """Return the form for these use cases, organisations (name by slug) and functions (code, name)."""
    fields: dict[str, Any] = {"codes": codes, "slugs": dict(organisations)}
    for code, name in functions:
        fields[f"minimum-{code}"] = IntegerField(f"{code} {name}", [Optional(), NumberRange(min=0, max=100)])
    for place, (slug, name) in enumerate(organisations.items()):
        fields[f"capacity-{place}"] = ExactField(
            _("%(name)s, persoonsmaanden per kwartaal", name=name),
            [Optional(), _NOT_NEGATIVE],
            places=2,
            limit=100_000,
        )
        fields[f"exceptions-{place}"] = StringField(
            _("%(name)s, kwartalen die afwijken", name=name),
            [Optional(), Length(max=400), _ExceptionLine(slug)],
        )
    return type("ScenarioFormOfDomain", (ScenarioForm,), fields)


def initial_values(scenario: Scenario | None, slugs: Sequence[str], name: str = "") -> dict[str, Any]:
    """Return what the form shows at first: the scenario, or the defaults."""
    settings = from_plain(Settings, scenario.settings) if scenario else Settings()
    data: dict[str, Any] = {
        "version": scenario.version if scenario else None,
        "name": scenario.name if scenario else name,
        "note": scenario.note if scenario else "",
        "budget_months": settings.budget_months,
        "budget_keuro": None if settings.budget_cents is None else Decimal(settings.budget_cents) / 100_000,
        "begun": settings.begun,
        "with_quarters": settings.with_quarters,
        "first": settings.first.typed if settings.first else "",
        "quarters": settings.quarters,
        "must_finish": settings.must_finish,
        "mix_mode": settings.mix.mode,
        "mix_low": int(settings.mix.low * 100),
        "mix_high": int(settings.mix.high * 100),
        "mix_basis": settings.mix.basis,
        "mix_price": settings.mix.price,
        "yardstick": settings.yardstick,
        "value_end": settings.value_end,
        "either_or": write_groups(settings.either_or),
        "savings": write_savings(settings.savings),
        "gap": None if settings.gap is None else settings.gap * 100,
        "nodes": settings.nodes,
        "seconds": None if settings.seconds is None else int(settings.seconds),
        "seed": settings.seed,
    }
    for code, least in settings.function_minimum.items():
        data[f"minimum-{code}"] = least
    for place, slug in enumerate(slugs):
        data[f"capacity-{place}"] = settings.capacity.get(slug)
        data[f"exceptions-{place}"] = write_exceptions(slug, settings.exceptions)
    return data


class _ExceptionLine:
    """Refuses what is not a list of quarters with months."""

    field_flags: Mapping[str, Any] = {}

    def __init__(self, slug: str) -> None:
        self.slug = slug

    def __call__(self, _form: Any, field: Any) -> None:
        _readable(lambda: read_exceptions(self.slug, field.data))


def _readable(read: Any) -> None:
    try:
        read()
    except LinesNotReadable as error:
        words = _("Dit is niet te lezen: ‘%(part)s’. Schrijf het als in het voorbeeld.", part=str(error)[:60])
        raise ValidationError(words) from None


def _quarter(text: str | None) -> Quarter | None:
    return Quarter.parse(text) if text and text.strip() else None
