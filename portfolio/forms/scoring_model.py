"""The forms of criteria and weights; their fields follow from the criteria of the version of now."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from core.errors import Invalid
from core.forms import EditForm
from core.i18n import format_percent, localised
from portfolio.rules import findings as rule
from portfolio.rules.scoring_model import (
    LEVELS,
    CriterionView,
    ScoringModelView,
    Thresholds,
    WeightMethod,
)
from portfolio.rules.weighing import refit, weigh_by_order, weigh_by_swing, weigh_equally

NAME, TEXT, REASON = 160, 600, 1000
NEW = "_new"  # begins like no code


class ReasonForm(EditForm):
    """Why there is a new version; every later reader sees it."""

    reason = TextAreaField(
        _l("Waarom deze wijziging?"),
        [InputRequired(message=_l("Schrijf op waarom. Anderen lezen dit later terug.")), Length(max=REASON)],
        description=_l("Iedereen leest dit terug bij de versie."),
    )


class WeightsForm(ReasonForm):
    """The reason; points or places are added by ``weights_form``."""

    def numbers(self, prefix: str) -> dict[str, int]:
        """Return what was filled in per criterion; what was left out is not in it."""
        cut = len(prefix)
        return {
            name[cut:]: self[name].data
            for name in self._fields
            if name.startswith(prefix) and self[name].data is not None
        }

    def weighed(self, model: ScoringModelView, method: WeightMethod) -> tuple[CriterionView, ...]:
        """Return the criteria with the weights of this form, or refuse beside the first field."""
        try:
            if method is WeightMethod.SWING:
                return weigh_by_swing(model.criteria, self.numbers("points_"))
            if method is WeightMethod.ORDER:
                return weigh_by_order(model.criteria, self.numbers("place_"))
            return weigh_equally(model.criteria)
        except rule.Refusal as refusal:
            prefix = "points_" if method is WeightMethod.SWING else "place_"
            field = f"{prefix}{model.criteria[0].code}" if model.criteria else "reason"
            raise Invalid([(field, refusal.code, dict(refusal.params))]) from refusal


def weights_form(model: ScoringModelView, method: WeightMethod) -> type[WeightsForm]:
    """Return the form of one way of weighing."""
    fields: dict[str, Any] = {}
    for one in model.criteria:
        name = localised(one, "name")
        if method is WeightMethod.SWING:
            fields[f"points_{one.code}"] = IntegerField(
                _("Punten voor %(name)s", name=name),
                [
                    InputRequired(message=_("Geef punten van 0 tot en met 100.")),
                    NumberRange(0, 100, message=_("Geef punten van 0 tot en met 100.")),
                ],
            )
        elif method is WeightMethod.ORDER:
            places = [SelectChoice(value=str(n), label=str(n)) for n in range(1, len(model.criteria) + 1)]
            fields[f"place_{one.code}"] = SelectField(
                _("Plaats van %(name)s", name=name), coerce=int, choices=places
            )
    return type("WeightsFormOfModel", (WeightsForm,), fields)


def initial_weights(model: ScoringModelView, method: WeightMethod) -> dict[str, Any]:
    """Return what the form shows at first: the points or the order of now."""
    data: dict[str, Any] = {"version": model.id}
    by_weight = sorted(model.criteria, key=lambda one: -one.weight)
    for place, one in enumerate(by_weight, start=1):
        data[f"place_{one.code}"] = place
        # Who never weighed starts from empty fields, not from figures that someone else chose.
        if model.method is WeightMethod.SWING:
            data[f"points_{one.code}"] = one.points
    return data


class CriteriaForm(ReasonForm):
    """The floors and the reason; the words of each criterion are added by ``criteria_form``."""

    value_floor = IntegerField(
        _l("Ondergrens voor waarde, van 0 tot 100"),
        [InputRequired(message=_l("Vul een getal in van 0 tot en met 100.")), NumberRange(0, 100)],
        description=_l("Een kleine use case die hier nooit boven kan komen, krijgt geen rang."),
    )
    chance_floor = SelectField(_l("Ondergrens voor slagingskans"), coerce=int)

    def thresholds(self) -> Thresholds:
        """Return the floors as filled in."""
        return Thresholds(self.value_floor.data, self.chance_floor.data)

    def criteria(
        self, model: ScoringModelView, new_code: str, retired: Sequence[CriterionView] = ()
    ) -> tuple[CriterionView, ...]:
        """Return the criteria as filled in, and those of ``retired`` that come back.

        ``new_code`` is for the new one, if it has a name.
        """
        kept = [self._one(one, one.code) for one in model.criteria if not self[f"retired_{one.code}"].data]
        kept += [one for one in retired if self[f"back_{one.code}"].data]
        if self[f"name_{NEW}"].data:
            kept.append(replace(self._one(CriterionView(NEW, ""), NEW), code=new_code))
        same = [one.code for one in kept] == [one.code for one in model.criteria]
        return tuple(kept) if same or not kept else refit(kept, model.method)

    def _one(self, one: CriterionView, code: str) -> CriterionView:
        return replace(
            one,
            name=self[f"name_{code}"].data or "",
            name_en=self[f"name_en_{code}"].data or "",
            help=self[f"help_{code}"].data or "",
            help_en=self[f"help_en_{code}"].data or "",
            anchors={
                level: (
                    self[f"anchor_{level}_{code}"].data or "",
                    self[f"anchor_en_{level}_{code}"].data or "",
                )
                for level in LEVELS
            },
        )


def criteria_form(model: ScoringModelView, retired: Sequence[CriterionView] = ()) -> type[CriteriaForm]:
    """Return the form for the words of these criteria and one new one, and to take back what was retired."""
    fields: dict[str, Any] = {f"back_{one.code}": BooleanField(localised(one, "name")) for one in retired}
    for code in [*(one.code for one in model.criteria), NEW]:
        fields |= _fields_of(code, is_new=code == NEW)
    return type("CriteriaFormOfModel", (CriteriaForm,), fields)


def _fields_of(code: str, *, is_new: bool) -> dict[str, Any]:
    required = [] if is_new else [InputRequired(message=_("Geef een naam."))]
    fields: dict[str, Any] = {
        f"name_{code}": StringField(_("Naam"), [*required, Length(max=NAME)]),
        f"name_en_{code}": StringField(_("Naam in het Engels"), [Optional(), Length(max=NAME)]),
        f"help_{code}": TextAreaField(_("Uitleg"), [Length(max=TEXT)]),
        f"help_en_{code}": TextAreaField(_("Uitleg in het Engels"), [Length(max=TEXT)]),
    }
    for level in LEVELS:
        wanted = [] if is_new else [InputRequired(message=_("Schrijf op wat dit niveau betekent."))]
        fields[f"anchor_{level}_{code}"] = StringField(
            _("Niveau %(level)s", level=level), [*wanted, Length(max=TEXT)]
        )
        fields[f"anchor_en_{level}_{code}"] = StringField(
            _("Niveau %(level)s in het Engels", level=level), [Length(max=TEXT)]
        )
    if not is_new:
        fields[f"retired_{code}"] = BooleanField(_("Telt niet meer mee"))
    return fields


def offer_floors(form: CriteriaForm) -> CriteriaForm:
    """Set the steps of the floor for the chance."""
    form.chance_floor.choices = [
        SelectChoice(value=str(percent), label=format_percent(percent / 100)) for percent in range(0, 101, 5)
    ]
    return form


def initial_criteria(model: ScoringModelView) -> dict[str, Any]:
    """Return what the form shows at first: the words and floors of now."""
    data: dict[str, Any] = {
        "version": model.id,
        "value_floor": model.thresholds.value_floor,
        "chance_floor": model.thresholds.chance_floor,
    }
    for one in model.criteria:
        data |= {f"{name}_{one.code}": getattr(one, name) for name in ("name", "name_en", "help", "help_en")}
        for level, (dutch, english) in one.anchors.items():
            data[f"anchor_{level}_{one.code}"] = dutch
            data[f"anchor_en_{level}_{one.code}"] = english
    return data


def folded(criteria: Sequence[CriterionView]) -> list[tuple[str, CriterionView | None]]:
    """Return (code, criterion) for each fold of the page; the last is the new one."""
    return [*((one.code, one) for one in criteria), (NEW, None)]
