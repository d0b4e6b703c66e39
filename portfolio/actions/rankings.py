"""Keep a ranking, so that a board can see later what changed and why. Does not commit."""

from sqlalchemy import select

from accounts.models import Domain
from core import audit
from core.audit import Actor
from core.database import db
from portfolio.models import RankingSnapshot
from portfolio.queries.rankings import KeptRanking, ranking_now, ranking_with
from portfolio.rules.scoring_model import ScoringModelView


def keep_ranking(domain: Domain, *, by: Actor, note: str = "") -> RankingSnapshot | None:
    """Keep the ranking of ``domain`` as it stands now; return None when it is the same as the last one kept.

    For the button of a secretary, and for what changes scores: a round that is settled, a decision.
    """
    db.session.flush()
    now, model = ranking_now(domain.id)
    return _keep(domain, now, model, by, note)


def file_ranking(domain: Domain, model: ScoringModelView, *, by: Actor, note: str) -> RankingSnapshot | None:
    """Keep what the ranking would be with ``model``: the one of before a board weighed, for a first start."""
    db.session.flush()
    return _keep(domain, ranking_with(domain.id, model), model, by, note)


def _keep(
    domain: Domain, now: KeptRanking, model: ScoringModelView, by: Actor, note: str
) -> RankingSnapshot | None:
    latest = select(RankingSnapshot.input_hash).where(RankingSnapshot.domain_id == domain.id)
    if db.session.scalar(latest.order_by(RankingSnapshot.id.desc()).limit(1)) == now.input_hash:
        return None
    kept = RankingSnapshot(
        domain_id=domain.id,
        model_id=model.id or None,
        made_by_id=by.actor_id,
        made_by_label=by.actor_label,
        note=note.strip(),
        input_hash=now.input_hash,
        rows=[row.as_json() for row in now.rows],
    )
    db.session.add(kept)
    audit.record("ranking.kept", kept, by=by, label=domain.slug, count=len(now.rows))
    return kept
