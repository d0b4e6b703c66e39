"""The system functions: what they are, how mature, who builds them and who uses them."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.permissions import Permission, may, public, requires
from core.errors import NotFound
from core.web.page_cache import kept
from core.web.save import save
from portfolio.actions import reference as actions
from portfolio.charts import CHARTS
from portfolio.charts import coverage as coverage_chart
from portfolio.forms.system_function import MaturityForm, SystemFunctionForm, maturity_form
from portfolio.growth_words import growth_sentence, weak_sentence, weaknesses_words
from portfolio.models import Maturity, SystemFunction
from portfolio.queries import charts as chart_queries
from portfolio.queries import lanes
from portfolio.queries import system_functions as queries
from portfolio.queries.growth import list_helps
from portfolio.queries.reference import find_system_function
from portfolio.queries.system_functions import Given
from portfolio.queries.use_cases import is_code
from portfolio.rules.coverage import Coverage, coverage
from portfolio.rules.growth import growth, weak_points
from portfolio.views.blueprint import bp
from portfolio.views.links import address_of

MOST = 40


@bp.get("/system-functions/")
@public
@kept
def list_system_functions() -> ResponseReturnValue:
    """Show the functions with their parts, and who builds and uses each."""
    functions = queries.list_functions()
    shape = {one.code: [part.code for part in one.parts] for one in functions}
    covered = coverage(shape, lanes.list_given(current_user))
    grown = growth(shape, list_helps(current_user))
    names: dict[str, Any] = {one.code: one for main in functions for one in (main, *main.parts)}
    return render_template(
        "portfolio/system_functions.html",
        functions=functions,
        levels=queries.latest_levels(),
        covered=_by_code(covered),
        sentence=coverage_chart.sentence(covered, names),
        chart_url=address_of("portfolio.show_chart", chart="coverage"),
        maturity_chart_url=_maturity_chart(),
        weak={code: weaknesses_words(one) for code, one in grown.items()},
        weak_sentence=weak_sentence(weak_points(shape, grown), grown),
    )


def _maturity_chart() -> str | None:
    return address_of("portfolio.show_chart", chart="maturity") if "maturity" in CHARTS else None


@bp.get("/system-functions/<code>")
@public
@kept
def show_system_function(code: str) -> ResponseReturnValue:
    """Show one function or part."""
    function = _function(code)
    if function.code != code:
        return redirect(url_for(".show_system_function", code=function.code), 301)
    builders, builder_total = queries.list_given(function, current_user, builds=True, most=MOST)
    users, user_total = queries.list_given(function, current_user, builds=False, most=MOST)
    shape = coverage_chart.shape_of(chart_queries.list_functions())
    covered = _by_code(coverage(shape, lanes.list_given(current_user)))
    grown = growth(shape, list_helps(current_user))
    may_edit = may(Permission.SYSTEM_FUNCTION_EDIT)
    return render_template(
        "portfolio/system_function.html",
        function=function,
        covered=covered,
        growth=grown[function.code],
        growth_sentence=growth_sentence(grown[function.code]),
        weaknesses=[] if function.parts else weaknesses_words(grown[function.code]),
        weak={code: weaknesses_words(one) for code, one in grown.items()},
        maturity_chart_url=_maturity_chart(),
        levels=queries.latest_levels() if function.parts else {},
        maturities=list(reversed(function.maturities)),
        builders=builders,
        builder_total=builder_total,
        users=users,
        user_total=user_total,
        is_contribution_marked=_is_marked,
        list_url=url_for(".list_use_cases", function=function.code),
        edit_url=url_for(".edit_system_function", code=function.code) if may_edit else None,
        maturity_url=url_for(".new_maturity", code=function.code) if may_edit else None,
    )


@bp.route("/system-functions/<code>/edit", methods=["GET", "POST"])
@requires(Permission.SYSTEM_FUNCTION_EDIT)
def edit_system_function(code: str) -> ResponseReturnValue:
    """Change the names and description of a function."""
    function = _function(code)
    form = SystemFunctionForm(obj=function)
    conflict, status = None, 200
    if form.is_submitted():
        outcome = save(
            form,
            lambda: actions.edit_system_function(
                function, form.values(), by=current_user, version=form.version.data
            ),
            present=lambda: SystemFunctionForm(formdata=None, obj=_function(code)),
        )
        if outcome.is_saved:
            flash(_("Opgeslagen."))
            return redirect(url_for(".show_system_function", code=function.code))
        function, conflict, status = _function(code), outcome.conflict, outcome.status
    page = render_template(
        "portfolio/system_function_edit.html", form=form, function=function, conflict=conflict
    )
    return page, status


@bp.route("/system-functions/<code>/maturity", methods=["GET", "POST"])
@requires(Permission.SYSTEM_FUNCTION_EDIT)
def new_maturity(code: str) -> ResponseReturnValue:
    """Record how mature a function is on a day."""
    return _maturity_page(code, None)


@bp.route("/system-functions/<code>/maturity/<id:maturity_id>", methods=["GET", "POST"])
@requires(Permission.SYSTEM_FUNCTION_EDIT)
def edit_maturity(code: str, maturity_id: int) -> ResponseReturnValue:
    """Correct what was recorded of a day; the day itself may be corrected too."""
    return _maturity_page(code, maturity_id)


def _maturity_page(code: str, maturity_id: int | None) -> ResponseReturnValue:
    def form_of(**how: Any) -> MaturityForm:
        function = _function(code)
        return maturity_form(function, _maturity(function, maturity_id), **how)

    function = _function(code)
    maturity = _maturity(function, maturity_id)
    form = form_of()
    conflict, status = None, 200
    if form.is_submitted():
        outcome = save(
            form, lambda: _write_maturity(function, maturity, form), present=lambda: form_of(formdata=None)
        )
        if outcome.is_saved:
            flash(_("Opgeslagen."))
            return redirect(url_for(".show_system_function", code=function.code))
        function, conflict, status = _function(code), outcome.conflict, outcome.status
    page = render_template(
        "portfolio/system_function_maturity.html",
        form=form,
        function=function,
        is_new=maturity is None,
        conflict=conflict,
    )
    return page, status


def _maturity(function: SystemFunction, id_: int | None) -> Maturity | None:
    """Return what was recorded with this id; None when nothing is asked for, else NotFound."""
    if id_ is None:
        return None
    found = next((one for one in function.maturities if one.id == id_), None)
    if found is None:
        raise NotFound("not_found")
    return found


def _write_maturity(function: SystemFunction, maturity: Maturity | None, form: MaturityForm) -> Maturity:
    version = form.version.data
    if maturity is None:
        return actions.add_maturity(function, **form.values(), by=current_user, version=version)
    return actions.edit_maturity(function, maturity, form.values(), by=current_user, version=version)


def _function(code: str) -> SystemFunction:
    """Return the function with this code, however it was typed; or refuse as not found."""
    found = find_system_function(code.upper()) if is_code(code.upper()) else None
    if found is None:
        raise NotFound("not_found")
    return found


def _by_code(rows: tuple[Coverage, ...]) -> dict[str, Coverage]:
    return {one.code: one for row in rows for one in (row, *row.parts)}


def _is_marked(row: Given) -> bool:
    """Tell whether no source gives this contribution."""
    return bool({"level", "deliverable", "function_id"} & set(row.illustrative))
