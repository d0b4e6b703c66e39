"""The database itself refuses what no scoring round can hold: each constraint broken once."""

from datetime import UTC, datetime

import pytest
from sqlalchemy.exc import IntegrityError

from accounts.rules.terms import Layer
from core.constraints import constraint_of
from core.database import db
from portfolio.models import (
    RoundFinal,
    RoundInterest,
    RoundReminder,
    RoundScorer,
    RoundUseCase,
    ScoringRound,
)
from portfolio.models.round_blind import BlindScore, BlindSheet
from portfolio.rules.round_terms import CHANCE, InterestKind, RoundState, Viewpoint
from tests.round_play import Play

NOW = datetime(2026, 5, 1, tzinfo=UTC)


@pytest.fixture
def play(database):
    play = Play(members=1).open()
    play.score(0)
    return play


def round_like(play, **values):
    """Return a round that would be fine, but for ``values``."""
    fine = {
        "domain_id": play.domain.id,
        "series": play.domain.code,
        "number": 9,
        "title": "T",
        "deadline": NOW,
    }
    return ScoringRound(**(fine | values))


def scorer(play):
    return play.round().scorers[0]


def sheet_id(play):
    return db.session.query(BlindSheet.id).scalar()


BROKEN = {
    "title_filled": lambda play: round_like(play, title=""),
    "number_positive": lambda play: round_like(play, number=0),
    "cancelled_with_reason": lambda play: round_like(play, state=RoundState.CANCELLED),
    "opened_dated": lambda play: round_like(play, state=RoundState.OPEN),
    "revealed_dated": lambda play: round_like(play, state=RoundState.SETTLED, opened_at=NOW),
    "series_number": lambda play: round_like(play, number=1),
    "not_after_itself": lambda play: round_like(play, id=77, previous_id=77),
    "round_id_use_case_id": lambda play: RoundUseCase(
        round_id=play.round().id, use_case_id=play.use_cases[0].id
    ),
    "round_id_person_id": lambda play: RoundScorer(
        round_id=play.round().id,
        person_id=play.members[0].id,
        viewpoint=Viewpoint.POLICY,
        layer=Layer.NONE,
    ),
    "level_in_range": lambda play: RoundFinal(
        entry_id=play.round().use_cases[0].id, criterion="criterium-0", value=6
    ),
    "value_in_range": lambda play: RoundFinal(
        entry_id=play.round().use_cases[0].id, criterion=CHANCE, value=101
    ),
    "scorer_id_use_case_id": lambda play: BlindSheet(
        scorer_id=scorer(play).id, use_case_id=play.use_cases[0].id
    ),
    "sheet_id_criterion": lambda play: BlindScore(sheet_id=sheet_id(play), criterion="criterium-0"),
    "known_or_not": lambda play: BlindScore(
        sheet_id=sheet_id(play), criterion="anders", value=3, is_unknown=True
    ),
}


def test_the_database_refuses_each_of_them(play):
    for name, make in BROKEN.items():
        db.session.add(make(play))
        with pytest.raises(IntegrityError) as caught:
            db.session.flush()
        db.session.rollback()
        assert constraint_of(caught.value).endswith(name)


@pytest.mark.parametrize("criterion", ["criterium-9", CHANCE])
def test_a_level_is_at_most_five_and_a_chance_at_most_hundred(play, criterion):
    value = 6 if criterion != CHANCE else 101
    db.session.query(BlindScore).filter_by(criterion=CHANCE).delete()
    db.session.add(BlindScore(sheet_id=sheet_id(play), criterion=criterion, value=value))
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()


def test_a_reminder_and_an_interest_are_there_once(play):
    place, use_case_id = scorer(play).id, play.use_cases[0].id
    for make in (
        lambda: RoundReminder(scorer_id=place, days_before=3, deadline=NOW, sent_at=NOW),
        lambda: RoundInterest(scorer_id=place, use_case_id=use_case_id, kind=InterestKind.OTHER),
    ):
        db.session.add(make())
        db.session.commit()
        db.session.add(make())
        with pytest.raises(IntegrityError):
            db.session.flush()
        db.session.rollback()
