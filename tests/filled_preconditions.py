"""Preconditions in the filled database: one of each use case in its own words, and one that three share."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from core.audit import SYSTEM
from core.database import db, today
from portfolio.actions.precondition_sharing import SharedText, edit_shared, share_precondition
from portfolio.models import Precondition
from portfolio.rules.terms import PreconditionKind, PreconditionState
from tests.factories.framework import fresh as use_case_of

SHARING = ("open", "candidate", "draft")


def fill_preconditions(
    codes: Mapping[str, str], titles: Mapping[str, tuple[str, Any]]
) -> dict[str, list[Any]]:
    """Fill it and commit; return what addresses name."""
    own, joined = {}, {}
    due_on = today() + timedelta(days=30)
    for name, code in codes.items():
        known = {"use_case_id": use_case_of(code).id, "kind": PreconditionKind.LEGAL, "is_hard": True}
        own[name] = Precondition(**known, text=f"Voorwaarde van {titles[name][0]}", due_on=due_on)
        db.session.add(own[name])
        if name in SHARING:
            joined[name] = Precondition(**known, text=f"De wet voor {titles[name][0]}", position=1)
            db.session.add(joined[name])
    db.session.commit()
    shared = share_precondition(
        joined["open"],
        told=SharedText(PreconditionKind.LEGAL, "De wet is er"),
        same=[joined["candidate"], joined["draft"]],
        by=SYSTEM,
    )
    edit_shared(
        shared,
        told=SharedText(PreconditionKind.LEGAL, "De wet is er"),
        state=PreconditionState.IN_PROGRESS,
        due_on=due_on,
        note="De Kamer vergadert",
        by=SYSTEM,
    )
    db.session.commit()
    return {"shared_id": [shared.id], "precondition_id": [own["candidate"].id, joined["candidate"].id]}
