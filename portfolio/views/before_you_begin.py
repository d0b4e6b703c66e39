"""What to read before one proposes a use case: lessons and assessments that fit what was chosen so far."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_login import current_user

from core.i18n import localised
from core.links import Offer, Reference, offers_for
from portfolio.forms.idea import IdeaForm
from portfolio.queries.framework import RegisterFilters, RegisterRow, register, similar_to
from portfolio.queries.use_case_forms import Choices, challenges_named, get_domain_by_id
from portfolio.rules.framework_similarity import traits
from portfolio.views.framework_words import SimilarWords, look, similar_words

MOST_ASSESSMENTS = 3


@dataclass(frozen=True, slots=True)
class BeforeYouBegin:
    """What fits the choices so far; ``domain`` is the name of the domain, "" before one is chosen."""

    domain: str
    lessons: Sequence[Offer]
    assessments: Sequence[SimilarWords]


def before_you_begin(form: IdeaForm, choices: Choices) -> BeforeYouBegin:
    """Return lessons and assessments for the domain, system function and challenges on the form.

    What was sent and is no choice counts as not chosen.
    """
    domains, functions = dict(choices.domains), dict(choices.functions)
    domain_id = form.domain_id.data if form.domain_id.data in domains else None
    function = functions.get(form.function_id.data or 0, "")
    codes = _related(function.split(" ")[0], [words.split(" ")[0] for words in functions.values()])
    key = f"{domain_id or ''}:{','.join(codes)}"
    return BeforeYouBegin(
        domains.get(domain_id or 0, ""),
        offers_for(Reference("new-use-case", key), current_user),
        _assessments(form, choices, domain_id, function),
    )


def _related(code: str, known: Sequence[str]) -> list[str]:
    """Return a system function with its parts, or a part with the function that it belongs to."""
    if not code:
        return []
    return [one for one in known if one == code or one.startswith(f"{code}-") or code.startswith(f"{one}-")]


def _assessments(
    form: IdeaForm, choices: Choices, domain_id: int | None, function: str
) -> list[SimilarWords]:
    """Return what is like the idea so far; then what was weighed last in its domain."""
    offered = {id_ for id_, _words in choices.challenges}
    chosen = [id_ for id_ in form.challenges.data or () if id_ in offered]
    mine = traits(
        challenges=challenges_named(chosen) if chosen else [],
        functions=[(function.split(" ")[0], function)] if function else [],
        purpose=form.intended_result.data or "",
    )
    found = [similar_words(one) for one in similar_to(mine, current_user, besides=0)]
    if domain_id and len(found) < MOST_ASSESSMENTS:
        known = {one.code for one in found}
        domain = get_domain_by_id(domain_id)
        found += [
            _unlike(row)
            for row in register(current_user, RegisterFilters(domains=(domain.slug,)))
            if row.code not in known
        ]
    return found[:MOST_ASSESSMENTS]


def _unlike(row: RegisterRow) -> SimilarWords:
    """Return an assessment of the same domain, of which nothing else is known to be alike."""
    title = localised(row, "title")
    return SimilarWords(row.code, title, look(row.verdict), row.established_on, row.is_illustrative, [])
