"""The criteria and weights of a board: the version of now, the earlier ones, and what changed between two.

Public: how a board scores is in the open, also where its scores are not.
"""

from collections.abc import Sequence

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from accounts.models import Domain
from accounts.permissions import Permission, Scope, may, public
from accounts.queries import get_domain, get_own_domain
from core.web.page_cache import kept
from portfolio.queries.outdated import list_outdated
from portfolio.queries.scoring_models import (
    VersionLine,
    current_model,
    find_model_id,
    get_model,
    list_versions,
)
from portfolio.rules.scoring_model_diff import changes_values, compare_models
from portfolio.views import scoring_model_words as words
from portfolio.views.blueprint import bp


@bp.get("/domains/<slug>/criteria")
@public
@kept
def show_criteria(slug: str) -> ResponseReturnValue:
    """Show what this board scores on now, how heavily each part counts, and its earlier versions."""
    domain = get_domain(slug)
    if domain.slug != slug:
        return redirect(url_for(".show_criteria", slug=domain.slug), 301)
    model = current_model(domain.id)
    versions = list_versions(domain.id)
    sees_scores = may(Permission.USE_CASE_READ_SCORES, Scope(frozenset({domain.id})))
    return render_template(
        "portfolio/criteria.html",
        domain=domain,
        model=model,
        line=next((line for line in versions if line.id == model.id), None),
        versions=versions,
        outdated=len(list_outdated(current_user, domain.id, model)) if sees_scores else 0,
        may_edit=may_edit(domain),
        is_current=True,
        words=words,
    )


@bp.get("/domains/<slug>/criteria/versions/<id:number>")
@public
@kept
def show_criteria_version(slug: str, number: int) -> ResponseReturnValue:
    """Show one version as it was."""
    domain = get_own_domain(slug)
    versions = list_versions(domain.id)
    model = get_model(find_model_id(domain.id, number))
    return render_template(
        "portfolio/criteria.html",
        domain=domain,
        model=model,
        line=next(line for line in versions if line.id == model.id),
        versions=versions,
        outdated=0,
        may_edit=False,
        is_current=model.id == current_model(domain.id).id,
        words=words,
    )


@bp.get("/domains/<slug>/criteria/compare")
@public
@kept
def compare_criteria(slug: str) -> ResponseReturnValue:
    """Say in words what changed between two versions; without a question the last two."""
    domain = get_own_domain(slug)
    versions = list_versions(domain.id)
    numbers = [line.number for line in versions]
    after = _asked("to", numbers[0] if numbers else 0)
    earlier = [number for number in numbers if number < after]
    before = _asked("from", earlier[0] if earlier else after)
    if after not in numbers or before not in numbers:
        abort(404)
    old, new = (get_model(_id_of(versions, number)) for number in (before, after))
    changes = compare_models(old, new)
    return render_template(
        "portfolio/criteria_compare.html",
        domain=domain,
        before=old,
        after=new,
        line=next(line for line in versions if line.number == after),
        versions=versions,
        sentences=[words.change_words(change) for change in changes],
        moves_values=changes_values(changes),
        words=words,
    )


def may_edit(domain: Domain) -> bool:
    """Tell whether this reader may change the criteria of ``domain``."""
    is_open = domain.retired_on is None and domain.merged_into_id is None
    return is_open and may(Permission.SCORING_MODEL_EDIT, Scope(frozenset({domain.id})))


def _asked(name: str, default: int) -> int:
    text = request.args.get(name, "")
    if not text:
        return default
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1


def _id_of(versions: Sequence[VersionLine], number: int) -> int:
    return next(line.id for line in versions if line.number == number)
