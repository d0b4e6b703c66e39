"""The assessment of a use case by the framework: read it, write it, establish it, publish it."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.permissions import Permission, may, public, requires
from core.database import today
from core.errors import Refusal
from core.web.page_cache import kept
from core.web.save import save
from portfolio.actions import framework as actions
from portfolio.actions.framework_copy import about, snapshot_of, traits_of
from portfolio.forms.fitting import change_rows
from portfolio.forms.framework import FrameworkForm, PublishForm, initial
from portfolio.messages import texts
from portfolio.models import FrameworkVersion, UseCase
from portfolio.queries import framework as queries
from portfolio.queries.use_cases import find_use_case, get_use_case
from portfolio.queries.visibility import scope_of
from portfolio.rules.framework_similarity import traits
from portfolio.views import framework_words as words
from portfolio.views.blueprint import bp
from portfolio.views.use_case_forms import MOST_VALUES, scope_in_address
from portfolio.views.use_case_page import known_code


@bp.get("/use-cases/<code>/assessment")
@kept
@public
def show_framework(code: str) -> ResponseReturnValue:
    """Show the newest assessment that this reader may see, or with ``?version=`` an earlier one."""
    use_case = find_use_case(code, current_user)
    if use_case is None:
        return redirect(url_for(".show_framework", code=known_code(code)), 301)
    versions = queries.list_versions(use_case, current_user)
    shown = _wanted(versions)
    scope = scope_of(use_case)
    is_insider = queries.is_insider(use_case, current_user)
    copy: Mapping[str, Any] | None = shown.snapshot if shown else None
    is_working_copy = False
    assessment = queries.load_framework(use_case.id) if is_insider and "version" not in request.args else None
    if assessment is not None:
        now = snapshot_of(assessment, use_case)
        is_working_copy = shown is None or not words.is_same(now, shown.snapshot)
        copy = now if is_working_copy else copy
    newest = versions[0] if versions else None
    return render_template(
        "portfolio/framework/page.html",
        use_case=use_case,
        sheet=words.present(copy) if copy else None,
        shown=None if is_working_copy else shown,
        newest=newest,
        versions=versions,
        is_working_copy=is_working_copy,
        similar=_similar(copy, use_case) if copy else [],
        edit_url=url_for(".edit_framework", code=code) if may(Permission.FRAMEWORK_EDIT, scope) else None,
        publish_url=url_for(".publish_framework", code=code)
        if newest and not newest.published_on and may(Permission.USE_CASE_PLAN, scope)
        else None,
    )


def _wanted(versions: Sequence[FrameworkVersion]) -> FrameworkVersion | None:
    """Return the version that the address asks for, or the newest; one that is not there is a bad address."""
    text = request.args.get("version", "")
    if not text:
        return versions[0] if versions else None
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        abort(400)
    found = next((version for version in versions if version.number == int(text)), None)
    if found is None:
        abort(404)
    return found


def _similar(copy: Mapping[str, Any], use_case: UseCase) -> list[words.SimilarWords]:
    found = queries.similar_to(traits_of(copy), current_user, besides=use_case.id)
    return [words.similar_words(one) for one in found]


def _similar_at_first(use_case: UseCase) -> list[words.SimilarWords]:
    """Return what is like a use case without an assessment: by its data, challenges and functions."""
    known = about(use_case)
    mine = traits(
        datasets=known["datasets"],
        challenges=[(slug, name) for slug, name in known["challenges"]],
        functions=[(code, name) for code, name in known["functions"]],
        purpose=use_case.intended_result,
    )
    return [words.similar_words(one) for one in queries.similar_to(mine, current_user, besides=use_case.id)]


@bp.route("/use-cases/<code>/assessment/edit", methods=["GET", "POST"])
@requires(Permission.FRAMEWORK_EDIT, of=scope_in_address)
def edit_framework(code: str) -> ResponseReturnValue:
    """Write the assessment; one button saves it, another establishes it, others add or remove a row."""
    use_case = get_use_case(code, current_user)
    if request.method == "GET":
        return _edit_page(_present(use_case), use_case)
    if len(request.form) > MOST_VALUES:
        abort(413)
    form = FrameworkForm().offer()
    if request.form.get("add") or request.form.get("remove"):
        change_rows(form, add=request.form.get("add", ""), remove=request.form.get("remove", ""))
        return _edit_page(form, use_case)
    form.drop_blank_rows()
    establishes = request.form.get("save") == "establish"
    outcome = save(
        form,
        lambda: actions.save_framework(
            use_case,
            form.values(),
            by=current_user,
            version=form.version.data or 0,
            establish_on=today() if establishes else None,
            note=form.note.data,
        ),
        present=lambda: _present(get_use_case(code, current_user)),
    )
    if not outcome.is_saved:
        return _edit_page(form, get_use_case(code, current_user), outcome.conflict), outcome.status
    if establishes:
        flash(_("De afweging is vastgesteld. Dit oordeel telt nu mee bij het kiezen."), "success")
        for text in texts(outcome.result):
            flash(text, "warning")
    else:
        flash(_("Opgeslagen als werkversie. Stel haar vast als zij klaar is."), "success")
    return redirect(url_for(".show_framework", code=code))


def _present(use_case: UseCase) -> FrameworkForm:
    assessment = queries.load_framework(use_case.id)
    if assessment is None:
        data = "\n".join(row.name for row in use_case.datasets)
        return FrameworkForm(formdata=None, data=initial(None, 0, data=data)).offer()
    copy = snapshot_of(assessment, use_case)
    return FrameworkForm(formdata=None, data=initial(copy, assessment.version)).offer()


def _edit_page(form: FrameworkForm, use_case: UseCase, conflict: Any = None) -> str:
    assessment = queries.load_framework(use_case.id)
    if assessment is None:
        similar = _similar_at_first(use_case)
        marks: frozenset[str] = frozenset()
    else:
        similar = _similar(snapshot_of(assessment, use_case), use_case)
        marks = frozenset(assessment.illustrative)
    return render_template(
        "portfolio/framework/edit.html",
        form=form,
        use_case=use_case,
        conflict=conflict,
        similar=similar,
        marks=marks,
        hints=words.hints(),
        missing=words.missing_words(form),
    )


@bp.route("/use-cases/<code>/assessment/publish", methods=["GET", "POST"])
@requires(Permission.USE_CASE_PLAN, of=scope_in_address)
def publish_framework(code: str) -> ResponseReturnValue:
    """Publish the established version, when the board says so."""
    use_case = get_use_case(code, current_user)
    versions = queries.list_versions(use_case, current_user)
    if not versions:
        flash(_("Er is nog geen vastgestelde versie. Stel de afweging eerst vast."), "warning")
        return redirect(url_for(".show_framework", code=code))

    def present() -> PublishForm:
        assessment = queries.load_framework(use_case.id)
        data = {"version": assessment.version if assessment else 0, "on": today()}
        return PublishForm(formdata=None, data=data)

    def page(form: PublishForm, conflict: Any = None) -> str:
        return render_template(
            "portfolio/framework/publish.html",
            form=form,
            use_case=get_use_case(code, current_user),
            newest=versions[0],
            conflict=conflict,
        )

    if request.method == "GET":
        return page(present())
    form = PublishForm()

    def publish() -> None:
        if form.on.data > today():
            raise Refusal("date_in_future", "on")
        actions.publish_established(
            use_case, on=form.on.data, by=current_user, version=form.version.data or 0
        )

    outcome = save(form, publish, present=present)
    if not outcome.is_saved:
        return page(form, outcome.conflict), outcome.status
    flash(_("De afweging is openbaar voor wie de use case mag lezen."), "success")
    return redirect(url_for(".show_framework", code=code))
