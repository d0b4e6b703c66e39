"""The scoring rounds of the demo: one settled, to read, and one open, for the demo's board to try."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import select

from accounts.models import Domain
from accounts.rules.terms import Layer
from core.audit import SYSTEM
from core.database import db, utc_now
from portfolio.actions.round_filing import ToldOutcome, ToldScorer, file_round
from portfolio.actions.round_finals import Final
from portfolio.actions.rounds import Plan, create_round, open_round
from portfolio.models import ScoringRound, UseCase
from portfolio.queries.rounds import WHOLE, list_candidates, list_members
from portfolio.queries.use_cases import EVERYTHING
from portfolio.rules.round_terms import CHANCE, Viewpoint
from portfolio.rules.rounds import REMIND_DAYS
from seed.ledger import Item
from seed.lookups import Lookups
from seed.reading import Shape, check_row, check_rows, is_filled, is_list, is_mapping, is_whole, read_yaml

ROUNDS: Shape = {"domain": is_filled, "settled": is_mapping, "open": is_mapping}
SETTLED: Shape = {"title": is_filled, "days_ago": is_mapping, "scorers": is_list, "use_cases": is_list}
OPEN: Shape = {"title": is_filled, "in_days": is_whole, "scorers": is_list, "use_cases": is_list}
SCORER: Shape = {"email": is_filled, "viewpoint": Viewpoint, "layer": Layer}
OUTCOME: Shape = {"code": is_filled, "values": is_mapping, "finals": is_mapping, "comments": is_list}
FEWEST = 3


def read_rounds(content: Path) -> dict[str, Any]:
    """Return the checked file of rounds."""
    told: dict[str, Any] = read_yaml(content / "rounds.yaml")
    check_row(told, ROUNDS, "rounds.yaml")
    check_row(told["settled"], SETTLED, "rounds.yaml.settled")
    check_row(told["open"], OPEN, "rounds.yaml.open")
    for name in ("settled", "open"):
        check_rows(told[name]["scorers"], SCORER, f"rounds.yaml.{name}.scorers")
    check_rows(
        told["settled"]["use_cases"],
        OUTCOME,
        "rounds.yaml.settled.use_cases",
        optional=("finals", "comments"),
    )
    return told


def round_items(content: Path) -> Iterator[Item]:
    """Yield the rounds; what people did with one since is theirs."""
    told = read_rounds(content)
    lookups = Lookups()
    domain = lookups.domain(told["domain"])
    if domain is None:
        return
    for name, add in (("settled", _add_settled), ("open", _add_open)):
        yield Item(
            key=f"round:{name}",
            content=told[name],
            find=partial(_find, domain, told[name]["title"]),
            add=partial(add, domain, told[name], lookups),
            update=lambda _round: None,
        )


def _find(domain: Domain, title: str) -> ScoringRound | None:
    found = select(ScoringRound).where(
        ScoringRound.series == domain.code, ScoringRound.title == title, ScoringRound.is_illustrative
    )
    return db.session.scalars(found).first()


def _add_settled(domain: Domain, row: dict[str, Any], lookups: Lookups) -> ScoringRound | None:
    outcomes = [outcome for told in row["use_cases"] if (outcome := _outcome(told))]
    people = [one for one in row["scorers"] if one["email"] in lookups.people]
    if not outcomes or len(people) < len(row["scorers"]):
        return None
    now = utc_now()
    return file_round(
        domain,
        row["title"],
        [
            ToldScorer(lookups.people[one["email"]], Viewpoint(one["viewpoint"]), Layer(one["layer"]))
            for one in people
        ],
        outcomes,
        opened_at=now - timedelta(days=row["days_ago"]["opened"]),
        deadline=now - timedelta(days=row["days_ago"]["deadline"]),
        settled_at=now - timedelta(days=row["days_ago"]["settled"]),
        by=SYSTEM,
    )


def _outcome(told: dict[str, Any]) -> ToldOutcome | None:
    found = select(UseCase).where(UseCase.code == told["code"]).options(*EVERYTHING)
    use_case = db.session.scalars(found).unique().one_or_none()
    if use_case is None:
        return None
    return ToldOutcome(
        use_case,
        {_code(name): values for name, values in told["values"].items()},
        {(one["by"], _code(one.get("about", ""))): one["text"] for one in told.get("comments", ())},
        {_code(name): Final(one["value"], one["reason"]) for name, one in told.get("finals", {}).items()},
    )


def _code(name: str) -> str:
    return CHANCE if name == "chance" else name


def _add_open(domain: Domain, row: dict[str, Any], lookups: Lookups) -> ScoringRound | None:
    """Open a round on the candidates; the board of today scores."""
    ids = {code: id_ for id_, code, _title, _title_en in list_candidates(domain.id)}
    members = {member.person_id for member in list_members(domain.id)}
    scorers = {
        lookups.people[one["email"]]: one
        for one in row["scorers"]
        if lookups.people.get(one["email"]) in members
    }
    use_cases = [ids[code] for code in row["use_cases"] if code in ids]
    if not use_cases or len(scorers) < FEWEST:
        return None
    now = utc_now()
    # A round of fourteen days begins without a reminder.
    deadline = now + timedelta(days=max(row["in_days"], max(REMIND_DAYS) + 1))
    plan = Plan(
        row["title"],
        deadline.replace(minute=0, second=0, microsecond=0),
        use_cases,
        {person_id: Viewpoint(one["viewpoint"]) for person_id, one in scorers.items()},
    )
    made = create_round(domain, plan, by=SYSTEM)
    db.session.flush()
    found = select(ScoringRound).where(ScoringRound.id == made.id).options(*WHOLE)
    round_ = db.session.scalars(found, execution_options={"populate_existing": True}).unique().one()
    round_.is_illustrative = True
    open_round(round_, by=SYSTEM, version=None, now=now)
    for scorer in round_.scorers:
        scorer.layer = Layer(scorers[scorer.person_id]["layer"])
    return round_
