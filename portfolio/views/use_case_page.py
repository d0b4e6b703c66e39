"""The page of one use case."""

from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.permissions import Permission, may, public
from core.database import today
from core.errors import NotFound
from core.links import Reference, offers_for
from core.web.page_cache import kept
from portfolio.actions.outcomes import ENDED
from portfolio.actions.use_cases import dossier_of
from portfolio.charts import for_use_case
from portfolio.models import UseCase
from portfolio.queries import decisions
from portfolio.queries import use_case_page as queries
from portfolio.queries.framework import newest_verdict
from portfolio.queries.outcomes import find_outcome
from portfolio.queries.part_history import follow_preconditions, follow_risks
from portfolio.queries.reference import list_chance_anchors, list_counts
from portfolio.queries.scoring_models import Models
from portfolio.queries.use_cases import find_merged_code, find_use_case, scores_are_visible
from portfolio.queries.visibility import scope_of
from portfolio.views import use_case_story as story
from portfolio.views.blueprint import bp
from portfolio.views.checklist import checklist
from portfolio.views.decided_runs import proposals_of
from portfolio.views.framework_words import look
from portfolio.views.links import address_of
from portfolio.views.pins import pages_of, pins_of
from portfolio.views.progress_words import progress_of

# permission, endpoint of the form; the words stand in ``_actions``
FORMS = (
    (Permission.USE_CASE_EDIT, "portfolio.edit_use_case"),
    (Permission.USE_CASE_SCORE, "portfolio.score_use_case"),
    (Permission.USE_CASE_PLAN, "portfolio.move_use_case"),
    (Permission.USE_CASE_MERGE, "portfolio.merge_use_case"),
)


@bp.get("/use-cases/<code>")
@kept
@public
def show_use_case(code: str) -> ResponseReturnValue:
    """Show one use case, as far as the reader may see it; an old code goes on to the new address."""
    use_case = find_use_case(code, current_user)
    if use_case is None:
        return redirect(url_for(".show_use_case", code=known_code(code)), 301)
    sees_scores = scores_are_visible(use_case, current_user)
    may_edit = may(Permission.USE_CASE_EDIT, scope_of(use_case))
    decided = decisions.items_about(use_case.id)
    return render_template(
        "portfolio/use_case.html",
        use_case=use_case,
        sees_scores=sees_scores,
        needs=queries.needed_first(use_case, current_user),
        needed_by=queries.waiting_for_it(use_case, current_user),
        offers=offers_for(Reference("use-case", use_case.code), current_user),
        lesson_url=_lesson_url(use_case),
        checklist=checklist(dossier_of(use_case), today(), sees_scores=sees_scores) if may_edit else None,
        actions=_actions(use_case),
        address_of=address_of,
        pins=pins_of(use_case, current_user),
        data_pages=pages_of(use_case, current_user),
        may_pin=may_edit,
        outcome=find_outcome(use_case.id) if use_case.phase in ENDED else None,
        **_verdict(use_case),
        decided=decided,
        proposals=proposals_of({item.decision_id for item in decided}),
        decision_drafts=decisions.drafts_about(use_case.id, current_user),
        charts=for_use_case(use_case, current_user) if sees_scores else {},
        **(_scores(use_case) if sees_scores else {}),
        progress=progress_of(use_case, today()),
        conditions=follow_preconditions(use_case, today(), current_user),
        risks=follow_risks(use_case) if sees_scores else [],
        may_edit_progress=may_edit,
        today=today(),
        **_facts(use_case),
    )


def _lesson_url(use_case: UseCase) -> str | None:
    """Return where to write down what was learned here, for who may write."""
    if not may(Permission.WIKI_WRITE):
        return None
    return address_of("wiki.new_page", kind="lesson", **{"from": f"use-case:{use_case.code}"})


def known_code(code: str) -> str:
    """Return the code under which a use case is to be found that is not there under this one; or refuse."""
    upper = code.upper()
    for candidate in (code, upper):
        merged = find_merged_code(candidate, current_user)
        if merged is not None:
            return merged
    if upper != code and find_use_case(upper, current_user) is not None:
        return upper
    raise NotFound("not_found")


def _scores(use_case: UseCase) -> dict[str, Any]:
    """Return what only those may see who may see the scores."""
    models = Models()
    now = models.current(use_case.domain_id)
    used = models.of(use_case.assessment.model_id if use_case.assessment else None, use_case.domain_id)
    return {
        "model": used,
        "model_now": now,
        "may_recalculate": may(Permission.SCORING_MODEL_EDIT, scope_of(use_case)),
        "value_lines": story.value_lines(use_case, used.criteria),
        "value_sentence": story.value_sentence(use_case),
        "chance_words": story.chance_words(use_case.chance, list_chance_anchors()),
        "is_value_illustrative": use_case.is_illustrative("scores")
        or bool(use_case.assessment and use_case.assessment.is_illustrative),
    }


def _verdict(use_case: UseCase) -> dict[str, Any]:
    """Return the newest assessment by the framework that this reader may see."""
    newest = newest_verdict(use_case, current_user)
    return {"framework_version": newest, "framework_look": look(newest.verdict if newest else None)}


def _facts(use_case: UseCase) -> dict[str, Any]:
    return {
        "effort_words": story.effort_words(use_case),
        "size_words": story.size_words(use_case),
        "planned_words": story.planned_words(use_case),
        "adoptions": story.adoption_lines(use_case, list_counts() if use_case.adoptions else []),
        "needs_heavier_check": story.needs_heavier_check(use_case),
    }


def _actions(use_case: UseCase) -> list[tuple[str, str]]:
    """Return words and address of each form that this reader may open."""
    scope = scope_of(use_case)
    words = {
        "portfolio.edit_use_case": _("Bewerk"),
        "portfolio.score_use_case": _("Scoor"),
        "portfolio.move_use_case": _("Wijzig de fase"),
        "portfolio.merge_use_case": _("Voeg samen"),
    }
    found = []
    for permission, endpoint in FORMS:
        url = address_of(endpoint, code=use_case.code) if may(permission, scope) else None
        if url:
            found.append((words[endpoint], url))
    if use_case.phase in ENDED and may(Permission.USE_CASE_PLAN, scope):
        found.append((_("Leg de afloop vast"), url_for(".record_outcome", code=use_case.code)))
    return found
