"""Scale-up in the filled database: one organisation, known at what is published and at what is not."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from accounts.rules.terms import OrganisationKind
from core.audit import SYSTEM
from core.database import db, today
from portfolio.actions.reference import add_maturity, set_count
from portfolio.actions.scale_up import record_adoption
from portfolio.models import SystemFunction
from portfolio.models.progress import OrganisationAdoption
from portfolio.queries.reference import get_system_function
from portfolio.rules.progress_terms import AdoptionStage


def fill_scale_up(
    use_cases: Mapping[str, Any], organisation: Any, member: Any, titles: Mapping[str, tuple[str, Any]]
) -> dict[str, list[Any]]:
    """Fill it and commit; return what addresses name. ``member`` works for the organisation."""
    member.organisation_id = organisation.id
    found = {}
    for name, use_case in use_cases.items():
        words = f"Opschaling van {titles[name][0]}"
        if use_case.published_on is None:
            # No form lets this in; what an earlier release kept must not show either.
            found[name] = OrganisationAdoption(
                use_case_id=use_case.id,
                organisation_id=organisation.id,
                stage=AdoptionStage.PREPARING,
                since=today(),
                contact=words,
                note=words,
            )
            db.session.add(found[name])
        else:
            found[name] = record_adoption(
                use_case, organisation, stage=AdoptionStage.IN_USE, on=today(), note=words, by=SYSTEM
            )
    count = set_count(OrganisationKind.PROVINCE, as_of=today(), total=12, source="Telling", by=SYSTEM)
    code = db.session.scalars(select(SystemFunction.code).order_by(SystemFunction.id)).first()
    function = get_system_function(str(code))
    maturity = add_maturity(function, on=today(), level=2, evidence="Gezien", by=SYSTEM)
    db.session.commit()
    shown = ("candidate", "open")
    return {
        "count_id": [count.id],
        "maturity_id": [maturity.id],
        "adoption_id": [found[name].id for name in shown],
        "code /organisations": [use_cases[name].code for name in ("open", "draft", "candidate")],
    }
