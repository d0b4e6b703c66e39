"""Scoring rounds in the filled database: one that is open and one that was revealed."""

from datetime import UTC, datetime, timedelta
from typing import Any

from core.database import db
from portfolio.actions import round_sheets, rounds
from portfolio.actions.round_sheets import Given, codes_of
from portfolio.queries.rounds import get_round, get_scorer
from portfolio.rules.round_terms import Viewpoint


def fill_rounds(domain: Any, people: dict[str, Any], use_case_id: int) -> None:
    """Make round 1, open, and round 2, revealed; the one board member scored in both."""
    secretary, member, now = people["secretary"], people["board"], datetime.now(UTC)
    plan = rounds.Plan("Een ronde", now + timedelta(days=7), [use_case_id], {member.id: Viewpoint.POLICY})
    for is_revealed in (False, True):
        number = rounds.create_round(domain, plan, by=secretary).number
        db.session.commit()

        def current(number: int = number) -> Any:
            return get_round(domain.slug, number, secretary)

        rounds.open_round(current(), by=secretary, version=None, now=now)
        db.session.commit()
        round_ = current()
        scorer = get_scorer(round_, member)
        given = {code: Given(3 if code[0] != "_" else 55) for code in codes_of(round_)}
        round_sheets.save_sheet(
            round_,
            scorer,
            use_case_id,
            given=given,
            comment="Rondegeheim",
            is_done=True,
            by=member,
            version=0,
            now=now,
        )
        db.session.commit()
        if is_revealed:
            round_ = current()
            place = get_scorer(round_, member)
            round_sheets.submit_sheets(round_, place, by=member, version=None, now=now)
            db.session.commit()
            rounds.reveal_round(current(), by=secretary, version=None, now=now)
            db.session.commit()
