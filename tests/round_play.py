"""A board that plays a scoring round: people, candidates, and the steps as the pages take them."""

from datetime import UTC, datetime, timedelta
from typing import Any

from accounts.rules.terms import Layer, Role
from core.database import db
from portfolio.actions import round_sheets as sheets
from portfolio.actions import rounds as actions
from portfolio.actions.round_sheets import Given
from portfolio.models import ScoringRound, UseCase
from portfolio.queries import rounds as queries
from portfolio.queries.round_scores import own_sheets
from portfolio.rules.round_terms import CHANCE, Viewpoint
from portfolio.rules.terms import Phase
from tests import factories as make

SECRET = "Stiekemwoord"
"""In every comment that a scorer writes, and nowhere else."""
POINTS = tuple(Viewpoint)


class Play:
    """A domain with a secretary, members and candidates; two criteria and the chance."""

    def __init__(self, members: int = 4, use_cases: int = 2, layers: tuple[Layer, ...] = ()) -> None:
        self.domain = make.make_domain()
        self.secretary = make.make_person(Role.SECRETARY, domain=self.domain)
        self.members = []
        for place in range(members):
            layer = layers[place] if layers else Layer.MUNICIPAL
            body = make.make_organisation(layer=layer)
            self.members.append(
                make.make_person(Role.BOARD_MEMBER, domain=self.domain, organisation_id=body.id)
            )
        make.make_criteria(2)
        self.use_cases: list[UseCase] = [
            make.make_use_case(domain=self.domain, phase=Phase.CANDIDATE) for _place in range(use_cases)
        ]
        self.number = 0

    @property
    def codes(self) -> list[str]:
        """The codes of the candidates."""
        return [use_case.code for use_case in self.use_cases]

    def round(self) -> ScoringRound:
        """Return the round as it is now."""
        return queries.get_round(self.domain.slug, self.number, self.secretary)

    def address(self, rest: str = "") -> str:
        """Return the address of the round, or of a page below it."""
        return f"/domains/{self.domain.slug}/rounds/{self.number}{rest}"

    def plan(self, **changes: Any) -> actions.Plan:
        """Return a plan with every candidate and member, until next week."""
        values = {
            "title": "Ronde in het voorjaar",
            "deadline": datetime.now(UTC) + timedelta(days=7),
            "use_case_ids": [use_case.id for use_case in self.use_cases],
            "scorers": {member.id: POINTS[place % len(POINTS)] for place, member in enumerate(self.members)},
        }
        return actions.Plan(**(values | changes))

    def draft(self, **changes: Any) -> "Play":
        """Make a draft."""
        self.number = actions.create_round(self.domain, self.plan(**changes), by=self.secretary).number
        db.session.commit()
        return self

    def open(self, **changes: Any) -> "Play":
        """Make a round and open it."""
        self.draft(**changes)
        actions.open_round(self.round(), by=self.secretary, version=None, now=datetime.now(UTC))
        db.session.commit()
        return self

    def score(
        self,
        member: int,
        levels: tuple[int | None, int | None, int | None] = (3, 2, 55),
        *,
        use_case: int = 0,
        is_done: bool = True,
        comment: str = SECRET,
    ) -> None:
        """Let a member fill in a use case; None is *unknown*."""
        person, round_ = self.members[member], self.round()
        scorer = queries.get_scorer(round_, person)
        given = {
            code: Given(value, value is None, comment)
            for code, value in zip(("criterium-0", "criterium-1", CHANCE), levels, strict=True)
        }
        use_case_id = self.use_cases[use_case].id
        sheets.save_sheet(
            round_,
            scorer,
            use_case_id,
            given=given,
            comment=comment,
            is_done=is_done,
            by=person,
            version=_version(scorer, use_case_id, person),
            now=datetime.now(UTC),
        )
        db.session.commit()

    def hand_in(self, *members: int) -> None:
        """Let members hand in; all of them when none is named."""
        for place in members or range(len(self.members)):
            person, round_ = self.members[place], self.round()
            scorer = queries.get_scorer(round_, person)
            sheets.submit_sheets(round_, scorer, by=person, version=None, now=datetime.now(UTC))
        db.session.commit()

    def score_all(self, levels: Any = None) -> "Play":
        """Let everybody score every use case and hand in; ``levels`` is one triple per member."""
        for place in range(len(self.members)):
            for use_case in range(len(self.use_cases)):
                self.score(place, levels[place] if levels else (place % 6, 3, 50), use_case=use_case)
        self.hand_in()
        return self

    def reveal(self) -> "Play":
        """Reveal; all must be done."""
        actions.reveal_round(self.round(), by=self.secretary, version=None, now=datetime.now(UTC))
        db.session.commit()
        return self

    def pass_deadline(self) -> None:
        """Let the deadline be over."""
        self.round().deadline = datetime.now(UTC) - timedelta(seconds=1)
        db.session.commit()


def _version(scorer: Any, use_case_id: int, person: Any) -> int:
    own = own_sheets(scorer, person).get(use_case_id)
    return own.version if own else 0
