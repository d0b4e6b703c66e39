"""Make assessments by the framework, through the actions."""

from datetime import date

from accounts.permissions import Rights
from accounts.rules.terms import Role
from core.audit import SYSTEM
from core.database import db
from portfolio.actions.framework import publish_framework, save_framework
from portfolio.models import UseCase
from portfolio.queries.use_cases import get_use_case
from portfolio.rules.framework import Verdict

DAY = date(2026, 2, 1)


def make_framework(
    use_case: UseCase, verdict: Verdict | None = Verdict.YES, *, published_on: date | None = None, **values
) -> UseCase:
    """Establish an assessment with this verdict (None: save it only); return the use case."""
    use_case = fresh(use_case.code)
    known = {
        "purpose": "Eerder hulp bieden",
        "may_level": 5,
        "may_reason": "De wet geeft ruimte",
        "can_level": 4,
        "can_reason": "De bron is actueel",
        "want_level": 4,
        "want_reason": "Inwoners vragen erom",
        "verdict": verdict,
        "verdict_reason": "Alles is geregeld" if verdict else "",
        "conditions": [{"text": "Alleen voor hulp"}] if verdict is Verdict.YES_IF else [],
    }
    save_framework(use_case, known | values, by=SYSTEM, establish_on=DAY if verdict else None)
    if published_on is not None:
        publish_framework(use_case, on=published_on, by=SYSTEM)
    db.session.commit()
    return fresh(use_case.code)


def fresh(code: str) -> UseCase:
    """Return a use case with everything loaded, whoever may read it."""
    db.session.expire_all()
    return get_use_case(code, Rights(0, frozenset({Role.PROGRAMME_MANAGER}), frozenset()))
