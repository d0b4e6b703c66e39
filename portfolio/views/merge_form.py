"""Merge two use cases that are the same: search, see what goes along, and say why."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.labels import word
from accounts.permissions import Permission, requires
from core.errors import Invalid
from core.forms import tidy
from core.i18n import format_day, localised
from core.web.save import save
from portfolio.actions import use_cases as actions
from portfolio.forms.merge import MergeForm
from portfolio.labels import label, source_title
from portfolio.models import UseCase
from portfolio.queries import use_case_merge as queries
from portfolio.queries.use_case_forms import ids_by_code
from portfolio.queries.use_cases import get_use_case
from portfolio.views.blueprint import bp
from portfolio.views.use_case_forms import scope_in_address

LONGEST_QUERY = 200


@bp.route("/use-cases/<code>/merge", methods=["GET", "POST"])
@requires(Permission.USE_CASE_MERGE, of=scope_in_address)
def merge_use_case(code: str) -> ResponseReturnValue:
    """Choose with which one, and let this one go on as that one."""
    source = get_use_case(code, current_user)
    if request.method == "GET":
        asked = tidy(request.args.get("target", "")).upper()[:16]
        form = MergeForm(formdata=None, data={"version": source.version, "target": asked})
        return _page(form, source)
    form = MergeForm()
    outcome = save(form, lambda: _merge(form, source), present=lambda: _present(code))
    if not outcome.is_saved:
        return _page(form, get_use_case(code, current_user), outcome.conflict), outcome.status
    flash(_("%(code)s is samengevoegd met deze use case. De oude code blijft werken.", code=code), "success")
    return redirect(url_for(".show_use_case", code=outcome.result.code))


def _merge(form: MergeForm, source: UseCase) -> UseCase:
    wanted = form.target.data.upper()
    target = queries.find_merge_target(source, wanted, current_user)
    if target is None:
        code = "merge_with_itself" if wanted == source.code else "unknown_merge_target"
        raise Invalid([("target", code, {"name": wanted})])
    return actions.merge_use_cases(
        source, target, by=current_user, reason=form.reason.data, version=form.version.data
    )


def _present(code: str) -> MergeForm:
    source = get_use_case(code, current_user)
    return MergeForm(formdata=None, data={"version": source.version})


def _page(form: MergeForm, source: UseCase, conflict: Any = None) -> str:
    target = queries.find_merge_target(source, (form.target.data or "").upper(), current_user)
    q = " ".join(tidy(request.args.get("q", "")[:LONGEST_QUERY]).split())
    return render_template(
        "portfolio/forms/merge.html",
        form=form,
        source=source,
        target=target,
        conflict=conflict,
        q=q,
        found=[] if target else queries.merge_targets(source, q, current_user),
        taken_over=_taken_over(source, target) if target else [],
    )


def _taken_over(source: UseCase, target: UseCase) -> list[tuple[str, list[str]]]:
    """Return, per part, what goes along in words."""
    parts: dict[str, tuple[str, Callable[[Any], str]]] = {
        "partners": (_("Partners"), lambda row: localised(row.organisation, "name")),
        "preconditions": (_("Randvoorwaarden"), lambda row: localised(row, "text")),
        "risks": (_("Risico's"), lambda row: localised(row, "text")),
        "dependencies": (_("Andere use cases die eerst moeten"), lambda row: row.needs.code),
        "contributions": (
            _("Systeemfuncties"),
            lambda row: ": ".join(filter(None, [f"{row.function.code} {label(row.level)}", row.deliverable])),
        ),
        "benefits": (_("Baten en nadelen"), lambda row: localised(row, "text")),
        "adoptions": (
            _("Opschaling"),
            lambda row: f"{row.adopted} × {word(row.kind)}, {format_day(row.as_of)}",
        ),
        "datasets": (_("Datasets"), lambda row: row.name),
        "sources": (
            _("Bronnen"),
            lambda row: ", ".join(filter(None, [source_title(row.source), row.passage])),
        ),
    }
    going = actions.what_goes_along(source, target)
    known = ids_by_code([row.needs.code for row in going["dependencies"]], current_user)
    going["dependencies"] = [row for row in going["dependencies"] if row.needs_id in known.values()]
    return [(parts[name][0], [parts[name][1](row) for row in rows]) for name, rows in going.items() if rows]
