"""Scale-up as one organisation sees it: what is ready, who did it before, whom to ask, what it takes."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from accounts.models import Organisation
from accounts.permissions import Permission, Scope, public, requires
from accounts.queries import get_organisation
from core.database import today
from core.web.page_cache import kept
from core.web.paging import LAST_PAGE, page_of, wanted_page
from core.web.save import save
from core.web.tables import csv_response
from portfolio.actions import scale_up as actions
from portfolio.forms.scale_up import AdoptionForm, adoption_form
from portfolio.models import UseCase
from portfolio.organisation_words import organisations_words
from portfolio.queries import organisation_scale_up as queries
from portfolio.queries import scale_up as reaches
from portfolio.queries.system_functions import latest_levels
from portfolio.queries.use_cases import get_use_case
from portfolio.rules.progress_terms import AdoptionStage
from portfolio.views.blueprint import bp
from portfolio.views.scale_up_words import n_of_n
from portfolio.views.use_case_forms import scope_in_address

CSV_COLUMNS = (
    *("use_case", "title", "state", "since", "adopted", "of_total", "kind", "asked_first"),
    *("contact", "system_functions", "hard_preconditions", "illustrative"),
)
MOST_IN_CSV = 2000


def scope_of_own(slug: str, code: str) -> Scope:
    """Return the scope of an organisation for a guard; who works for it is its member."""
    organisation = get_organisation(slug)
    scope_in_address(code)
    is_own = getattr(current_user, "organisation_id", None) == organisation.id
    return Scope(related=(("member", current_user.id),) if is_own else ())


@bp.get("/organisations/<slug>/scale-up")
@kept
@public
def show_organisation_scale_up(slug: str) -> ResponseReturnValue:
    """Show what it could adopt and what it uses; ``?fit=others`` for what other kinds use."""
    organisation = get_organisation(slug)
    if organisation.slug != slug:
        return redirect(url_for(".show_organisation_scale_up", slug=organisation.slug), 301)
    fits = request.args.get("fit") != "others"
    page = page_of(queries.select_ready(organisation, current_user, fits=fits), wanted_page())
    own = queries.list_own(organisation.id, current_user)
    return render_template(
        "portfolio/scale_up/organisation.html",
        organisation=organisation,
        fits=fits,
        page=page,
        count_words=ngettext(
            "%(num)s use case die u kunt overnemen", "%(num)s use cases die u kunt overnemen", page.total
        ),
        kind_words=organisations_words(organisation.kind),
        busy=[row for row in own if row.stage in (AdoptionStage.EXPLORING, AdoptionStage.PREPARING)],
        used=[row for row in own if row.stage is AdoptionStage.IN_USE],
        stopped=[row for row in own if row.stage is AdoptionStage.STOPPED],
        is_own=getattr(current_user, "organisation_id", None) == organisation.id,
        **_details(organisation, page.items),
    )


def _details(organisation: Organisation, use_cases: Sequence[UseCase]) -> dict[str, Any]:
    """Return what the page tells of each use case, by code or id: seven queries, however many there are."""
    ids = [one.id for one in use_cases]
    found = reaches.list_reaches(ids, today(), reaches.list_totals())
    lines = {
        id_: next((one for one in rows if one.kind is organisation.kind), rows[0])
        for id_, rows in found.items()
    }
    return {
        "reach_words": {id_: n_of_n(one) for id_, one in lines.items() if one.adopted},
        "reaches": lines,
        "before": queries.before_it(organisation, ids),
        "owners": queries.owners_of(ids),
        "needed": queries.needed_by(ids),
        "levels": latest_levels(),
        "preconditions": queries.hard_preconditions(ids),
    }


@bp.get("/organisations/<slug>/scale-up.csv")
@public
def export_organisation_scale_up(slug: str) -> ResponseReturnValue:
    """Answer with what it uses and what it could adopt."""
    organisation = get_organisation(slug)
    rows: list[list[Any]] = [
        [
            *(row.code, row.title, row.stage.value, row.since, None, None, None, None),
            *(row.contact, None, None, "state; since" if row.is_illustrative else ""),
        ]
        for row in queries.list_own(organisation.id, current_user)
    ]
    statement = queries.select_ready(organisation, current_user, fits=True)
    ready = page_of(statement, min(wanted_page(), LAST_PAGE), per_page=MOST_IN_CSV).items
    known = _details(organisation, ready)
    for use_case in ready:
        reach, before = known["reaches"].get(use_case.id), known["before"].get(use_case.code, [])
        rows.append(
            [
                *(use_case.code, use_case.title, "ready", None),
                *((reach.adopted, reach.total, reach.kind.value) if reach else (None, None, None)),
                "; ".join(one.name for one in before),
                "; ".join(one.contact for one in before if one.contact),
                "; ".join(one.code for one in known["needed"].get(use_case.code, [])),
                "; ".join(one.text for one in known["preconditions"].get(use_case.id, [])),
                "adopted" if reach and reach.is_illustrative else "",
            ]
        )
    return csv_response(f"{organisation.slug}-scale-up", CSV_COLUMNS, rows)


@bp.route("/organisations/<slug>/scale-up/<code>", methods=["GET", "POST"])
@requires(Permission.ADOPTION_REPORT, of=scope_of_own)
def record_own_adoption(slug: str, code: str) -> ResponseReturnValue:
    """Say how far one's own organisation is."""
    organisation, use_case = get_organisation(slug), get_use_case(code, current_user)

    def present() -> AdoptionForm:
        return adoption_form(actions.find(use_case.id, organisation.id))

    if request.method == "GET":
        return _form(present(), use_case, organisation)
    form = AdoptionForm()
    outcome = save(
        form,
        lambda: actions.record_adoption(use_case, organisation, by=current_user, **form.values()),
        present=present,
    )
    if not outcome.is_saved:
        organisation, use_case = get_organisation(slug), get_use_case(code, current_user)
        return _form(form, use_case, organisation, outcome.conflict), outcome.status
    flash(_("Vastgelegd. Andere organisaties kunnen nu zien hoe ver u bent."), "success")
    return redirect(url_for(".show_organisation_scale_up", slug=organisation.slug))


def _form(form: AdoptionForm, use_case: UseCase, organisation: Organisation, conflict: Any = None) -> str:
    return render_template(
        "portfolio/scale_up/form.html",
        form=form,
        use_case=use_case,
        organisation=organisation,
        adoption=None,
        conflict=conflict,
        is_removal=False,
        back=url_for(".show_organisation_scale_up", slug=organisation.slug),
    )
