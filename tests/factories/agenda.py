"""Make an agenda with action points and a budget, through the actions."""

from core.audit import SYSTEM
from core.database import db
from portfolio.actions import agenda as actions
from portfolio.models import ActionPoint, Agenda


def make_agenda(**values) -> Agenda:
    """Make an agenda of 2019–2021 with one theme and two budget lines."""
    head = {"title": "Agenda", "title_en": "Agenda in English", "from_year": 2019, "to_year": 2021} | values
    agenda = actions.add_agenda(
        values.pop("slug", "agenda"), {k: v for k, v in head.items() if k != "slug"}, by=SYSTEM
    )
    db.session.flush()
    actions.add_theme(agenda, 0, {"title": "Begin", "title_en": "Start"}, by=SYSTEM)
    for place, (slug, cents) in enumerate([("labs", 50_000_000), ("open-data", 55_000_000)]):
        actions.add_budget_line(
            agenda,
            slug,
            {"name": slug.title(), "position": place},
            amounts={2019: (cents, True), 2020: (cents + 2_500_000, False)},
            by=SYSTEM,
        )
    db.session.commit()
    return agenda


def make_action_point(
    agenda: Agenda, code: str, *, organisations=(), theme: int = 0, **values
) -> ActionPoint:
    """Make an action point of 2019 without a result; a theme that is not there is made too."""
    db.session.refresh(agenda, ["themes"])
    found = next((one for one in agenda.themes if one.number == theme), None)
    if found is None:
        found = actions.add_theme(agenda, theme, {"title": f"Thema {theme}"}, by=SYSTEM)
        db.session.flush()
    known = {"title": f"Actie {code}", "year_from": 2019, "year_to": 2019} | values
    known["is_reported"] = bool(known.get("result"))
    action = actions.add_action_point(
        found, code, known, by=SYSTEM, organisation_ids=[one.id for one in organisations]
    )
    db.session.commit()
    return action
