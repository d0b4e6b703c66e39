"""Load all content through the actions, one transaction per kind; what people changed stays theirs."""

from collections.abc import Callable, Iterable
from pathlib import Path

from core.database import db
from portfolio.rules.quarters import Quarter
from seed.agenda import agenda_items
from seed.agendas import example_agenda_items
from seed.capacity import capacity_items
from seed.decisions import calculated_items, decision_items
from seed.digest import CONTENT, EVERYTHING, digest_of_content, wiki_beside
from seed.domains import domain_items
from seed.framework import framework_items
from seed.functions import challenge_items, function_items
from seed.ledger import Item, Ledger
from seed.organisations import count_items, organisation_items
from seed.outcomes import outcome_items
from seed.page_life import page_life_items
from seed.people import Cast, people_items, read_cast
from seed.plan_moves import plan_move_items
from seed.plans import plan_items
from seed.preconditions import precondition_items
from seed.progress import progress_items
from seed.proposals import proposal_items
from seed.reports import report_items
from seed.rounds import round_items
from seed.scale_up import scale_up_items
from seed.scenarios import scenario_items
from seed.scoring import scoring_items
from seed.use_cases import use_case_items, versions_of_use_cases
from seed.weights import ranking_items, weight_items
from seed.wiki import wiki_items

USE_CASES = "use cases"
Watch = Callable[[Iterable[Item], str], Iterable[Item]]


def load_content(*, with_people: bool, content: Path = CONTENT, watch: Watch | None = None) -> int:
    """Load what is new or changed and commit; return how many rows that were.

    ``with_people`` adds the demo's accounts and who plays which part. When no byte
    of the content changed since the last load, nothing is read but the files.
    """
    digest = digest_of_content(content, with_people=with_people)
    ledger = Ledger()
    if ledger.hash_of(EVERYTHING) == digest:
        db.session.rollback()
        return 0
    base = ledger.base_quarter()
    changed = 0
    ours: set[str] = set()
    for name, items in _kinds(content, base, with_people=with_people):
        changed += Ledger().load(watch(items(), name) if watch else items())
        if name == USE_CASES:
            ours = Ledger().untouched(versions_of_use_cases())
        db.session.commit()
    Ledger().follow(ours, versions_of_use_cases())
    Ledger().note(EVERYTHING, digest)
    db.session.commit()
    return changed


def _kinds(
    content: Path, base: Quarter, *, with_people: bool
) -> list[tuple[str, Callable[[], Iterable[Item]]]]:
    """Return the kinds in the order in which they refer to each other."""
    cast = read_cast(content) if with_people else Cast()
    return [
        ("organisations", lambda: organisation_items(content)),
        ("counts", lambda: count_items(content)),
        ("domains", lambda: domain_items(content)),
        ("system functions", lambda: function_items(content, base)),
        ("urgent challenges", lambda: challenge_items(content)),
        ("scoring", lambda: scoring_items(content)),
        ("agenda", lambda: agenda_items(content)),
        *([("agendas", lambda: example_agenda_items(content, base))] if with_people else []),
        *([("people", lambda: people_items(content, base))] if with_people else []),
        *([("weights", lambda: weight_items(content))] if with_people else []),
        ("pages", lambda: wiki_items(wiki_beside(content))),
        *([("life of pages", lambda: page_life_items(content))] if with_people else []),
        *([("step plans", lambda: plan_items(content))] if with_people else []),
        (USE_CASES, lambda: use_case_items(content, base, cast, is_demo=with_people)),
        *([("rankings", lambda: ranking_items(content))] if with_people else []),
        *([("proposals", lambda: proposal_items(content))] if with_people else []),
        *([("scoring rounds", lambda: round_items(content))] if with_people else []),
        ("assessments", lambda: framework_items(content, base)),
        *([("decisions", lambda: decision_items(content, base))] if with_people else []),
        *([("capacity", lambda: capacity_items(content, base))] if with_people else []),
        *([("plan moves", lambda: plan_move_items(content, base))] if with_people else []),
        ("outcomes", lambda: outcome_items(content)),
        *([("scenarios", lambda: scenario_items(content))] if with_people else []),
        *([("decisions on scenarios", lambda: calculated_items(content, base))] if with_people else []),
        *([("preconditions", lambda: precondition_items(content))] if with_people else []),
        *([("progress", lambda: progress_items(content))] if with_people else []),
        *([("scale-up", lambda: scale_up_items(content))] if with_people else []),
        *([("reports", lambda: report_items(content))] if with_people else []),
    ]
