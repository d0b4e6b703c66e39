"""Benefits of a use case: measured against baseline and target, and what they return over the life."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.permissions import Permission, Scope, may, public, requires
from core.database import today
from core.errors import NotFound
from core.web.page_cache import kept
from core.web.save import save
from portfolio.actions.benefit_edit import edit_benefit
from portfolio.actions.benefits import set_life_costs
from portfolio.forms.benefits import BenefitForm, CostsForm
from portfolio.models import UseCase
from portfolio.models.progress import LifeCost
from portfolio.queries.benefits import (
    BenefitLine,
    life_costs_version,
    list_benefits,
    list_life_costs,
)
from portfolio.queries.progress import progress_version
from portfolio.queries.use_cases import find_use_case, get_use_case
from portfolio.queries.visibility import scope_of
from portfolio.rules.benefit_figures import DEFAULT_DISCOUNT, Flow, Return, ReturnNotPossible, societal_return
from portfolio.views.blueprint import bp
from portfolio.views.use_case_forms import scope_in_address
from portfolio.views.use_case_page import known_code

_EMPTY_ROWS = 3


@dataclass(frozen=True)
class Yield:
    """What it returns: the range, or why there is none; benefits with and without a price apart."""

    figure: Return | None
    priced: list[BenefitLine]
    unpriced: list[BenefitLine]
    costs: list[LifeCost]
    is_illustrative: bool


@bp.get("/use-cases/<code>/benefits")
@kept
@public
def show_benefits(code: str) -> ResponseReturnValue:
    """Show each benefit with its measurements, and the return with its assumptions."""
    use_case = find_use_case(code, current_user)
    if use_case is None:
        return redirect(url_for(".show_use_case", code=known_code(code)), 301)
    lines = list_benefits(use_case.id, today())
    return render_template(
        "portfolio/benefits.html",
        use_case=use_case,
        lines=lines,
        result=yield_of(lines, list(list_life_costs(use_case.id)), today()),
        discount=DEFAULT_DISCOUNT,
        may_edit=may(Permission.USE_CASE_EDIT, scope_of(use_case)),
        today=today(),
    )


def yield_of(lines: list[BenefitLine], costs: list[LifeCost], on: date) -> Yield:
    """Return what the benefits with a price return; a disbenefit counts as a negative benefit."""
    priced = [line for line in lines if line.worth is not None]
    flows = []
    for line in priced:
        worth = line.worth
        assert worth is not None  # noqa: S101 (chosen above)
        low, high = worth.low_cents, worth.high_cents
        if line.benefit.is_disbenefit:
            low, high = -high, -low
        flows += [Flow(year, low, high) for year in range(worth.from_year, worth.to_year + 1)]
    spent = [Flow(row.year, row.low_cents, row.high_cents) for row in costs]
    first = min([flow.year for flow in [*flows, *spent]], default=on.year)
    try:
        figure = societal_return(flows, spent, first_year=first) if flows else None
    except ReturnNotPossible:
        figure = None
    made_up = any(row.is_illustrative for row in costs) or any(
        line.worth.is_illustrative for line in priced if line.worth
    )
    return Yield(figure, priced, [line for line in lines if line.worth is None], costs, made_up)


def _scope(code: str, benefit_id: int) -> Scope:
    return scope_in_address(code)


def _get(code: str, benefit_id: int) -> tuple[UseCase, BenefitLine]:
    use_case = get_use_case(code, current_user)
    for line in list_benefits(use_case.id, today()):
        if line.benefit.id == benefit_id:
            return use_case, line
    raise NotFound("not_found")


@bp.route("/use-cases/<code>/benefits/<int(max=2147483647):benefit_id>/edit", methods=["GET", "POST"])
@requires(Permission.USE_CASE_EDIT, of=_scope)
def measure_benefit(code: str, benefit_id: int) -> ResponseReturnValue:
    """Measure a benefit, say when next, and what it is worth."""
    use_case, line = _get(code, benefit_id)
    if request.method == "GET":
        return _form(_present(line), use_case, line)
    form = BenefitForm()
    outcome = save(
        form,
        lambda: edit_benefit(
            line.benefit,
            value=form.value.data,
            on=form.on.data,
            note=form.note.data,
            due=(form.due_on.data, form.every_months.data),
            worth=(_cents(form.low.data), _cents(form.high.data)),
            years=(form.from_year.data, form.to_year.data),
            assumption=form.assumption.data,
            version=form.version.data or 0,
            by=current_user,
        ),
        present=lambda: _present(_get(code, benefit_id)[1]),
    )
    if not outcome.is_saved:
        use_case, line = _get(code, benefit_id)
        return _form(form, use_case, line, outcome.conflict), outcome.status
    flash(_("Opgeslagen."), "success")
    return redirect(url_for(".show_benefits", code=code))


@bp.route("/use-cases/<code>/benefits/costs", methods=["GET", "POST"])
@requires(Permission.USE_CASE_EDIT, of=scope_in_address)
def edit_life_costs(code: str) -> ResponseReturnValue:
    """Write the costs per year of the life, as a range with its ground; an empty row goes."""
    use_case = get_use_case(code, current_user)
    if request.method == "GET":
        return _costs_page(_present_costs(use_case), use_case)
    form = CostsForm()
    outcome = save(
        form,
        lambda: set_life_costs(use_case, _rows(form), version=form.version.data or 0, by=current_user),
        present=lambda: _present_costs(get_use_case(code, current_user)),
    )
    if not outcome.is_saved:
        return _costs_page(form, get_use_case(code, current_user), outcome.conflict), outcome.status
    flash(_("Opgeslagen."), "success")
    return redirect(url_for(".show_benefits", code=code))


def _rows(form: CostsForm) -> list[tuple[int, int, int, str]]:
    return [
        (
            row.form.year.data,
            _cents(row.form.low.data) or 0,
            _cents(row.form.high.data if row.form.high.data is not None else row.form.low.data) or 0,
            row.form.assumption.data,
        )
        for row in form.costs
        if row.form.year.data is not None
    ]


def _cents(euros: int | None) -> int | None:
    return None if euros is None else euros * 100


def _present(line: BenefitLine) -> BenefitForm:
    data: dict[str, Any] = {"version": progress_version(line.benefit.use_case_id), "on": today()}
    if line.due:
        data |= {"due_on": line.due.due_on, "every_months": line.due.every_months}
    if line.worth:
        data |= {
            "low": line.worth.low_cents // 100,
            "high": line.worth.high_cents // 100,
            "from_year": line.worth.from_year,
            "to_year": line.worth.to_year,
            "assumption": line.worth.assumption,
        }
    return BenefitForm(formdata=None, data=data)


def _present_costs(use_case: UseCase) -> CostsForm:
    rows: list[dict[str, Any]] = [
        {
            "year": row.year,
            "low": row.low_cents // 100,
            "high": row.high_cents // 100,
            "assumption": row.assumption,
        }
        for row in list_life_costs(use_case.id)
    ]
    costs = [*rows, *({} for _place in range(_EMPTY_ROWS))]
    return CostsForm(formdata=None, data={"version": life_costs_version(use_case.id), "costs": costs})


def _form(form: BenefitForm, use_case: UseCase, line: BenefitLine, conflict: Any = None) -> str:
    return render_template(
        "portfolio/forms/benefit.html", form=form, use_case=use_case, line=line, conflict=conflict
    )


def _costs_page(form: CostsForm, use_case: UseCase, conflict: Any = None) -> str:
    return render_template("portfolio/forms/life_costs.html", form=form, use_case=use_case, conflict=conflict)
