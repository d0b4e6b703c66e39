"""Keep what search knows of shared preconditions in step with the use cases that wait for them."""

from core.audit import AuditEvent
from core.database import db
from portfolio.models import UseCase
from portfolio.queries.shared_preconditions import shared_ids_of
from search.outbox import note


def renew_shared(event: AuditEvent) -> None:
    """Renew the entries of what a use case shares: who may read it decides who may find those."""
    if event.object_type != UseCase.__tablename__ or event.object_id is None:
        return
    with db.session.no_autoflush:
        for id_ in shared_ids_of(event.object_id):
            note("precondition", id_)
