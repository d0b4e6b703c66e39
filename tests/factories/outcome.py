"""Make use cases that ended, beside the chance that they were selected with."""

from datetime import date

from core.database import db
from portfolio.models import Outcome, SelectionChance, UseCase
from portfolio.rules.calibration import Result

SELECTED, ENDED = date(2026, 1, 1), date(2026, 3, 1)


def make_outcome(use_case: UseCase, result: Result, *, chance: int | None, **values) -> Outcome:
    """Record that ``use_case`` was selected with ``chance`` and how it ended; its phase stays as it is."""
    outcome = Outcome(
        use_case_id=use_case.id, **({"result": result, "ended_on": ENDED, "explanation": "Gemeten"} | values)
    )
    db.session.add_all(
        [outcome, SelectionChance(use_case_id=use_case.id, chance=chance, selected_on=SELECTED)]
    )
    db.session.commit()
    return outcome
