"""Read what search indexes of decisions: only what is published."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select

from core.database import db
from portfolio.models import Decision
from portfolio.queries.decisions import WHOLE
from portfolio.rules.decisions import DecisionState
from search.registry import PUBLIC, SearchDocument

_PUBLISHED = Decision.state == DecisionState.PUBLISHED


def decision_ids() -> Sequence[int]:
    """Return the ids of published decisions."""
    return db.session.scalars(select(Decision.id).where(_PUBLISHED).order_by(Decision.id)).all()


def decision_documents(ids: Sequence[int]) -> Iterator[SearchDocument]:
    """Yield a document per published decision, with what was said of each use case."""
    statement = select(Decision).where(Decision.id.in_(ids), _PUBLISHED).options(*WHOLE)
    for decision in db.session.scalars(statement).unique():
        about = [f"{item.use_case.code} {item.title} {item.reason}" for item in decision.items]
        texts = (decision.text, decision.reasons, decision.alternatives, decision.conditions, *about)
        yield SearchDocument(
            type="decision",
            id=decision.id,
            reference=decision.number or "",
            title=decision.subject,
            title_en=decision.subject_en,
            aliases=(decision.number or "",),
            abstract=decision.summary,
            abstract_en=decision.summary_en,
            body="\n".join(texts),
            kind=decision.kind.value,
            domains=(decision.domain.slug,),
            access=frozenset({PUBLIC}),
        )
