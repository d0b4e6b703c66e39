"""Made-up decisions and a meeting for the demo: marked as such, published on their own day, never changed."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import select

from accounts.models import Domain
from core.audit import SYSTEM
from core.database import db
from portfolio.actions.decisions_filing import file_decision
from portfolio.actions.decisions_roadmap import planned_rows
from portfolio.actions.meetings import plan_meeting
from portfolio.actions.scenario_decision import rest_on
from portfolio.models import Decision, Meeting, Scenario, ScenarioRun, UseCase
from portfolio.rules.decisions import DecisionKind, Outcome, RevisitKind, number_of
from portfolio.rules.quarters import Quarter
from portfolio.rules.terms import Phase
from seed.ledger import Item
from seed.lookups import Lookups, find_use_case_id
from seed.reading import (
    Shape,
    check_row,
    check_rows,
    is_day,
    is_filled,
    is_list,
    is_text,
    is_texts,
    is_whole,
    read_yaml,
)

ILLUSTRATIVE = "decision"
FILE: Shape = {"decisions": is_list, "meetings": is_list}
DECISION: Shape = {
    "board": is_filled,
    "date": is_day,
    "quarter": is_whole,
    "serial": is_whole,
    "scenario": is_filled,
    "kind": DecisionKind,
    **dict.fromkeys(("subject", "subject_en", "summary", "summary_en", "decision", "reasons"), is_filled),
    **dict.fromkeys(("alternatives", "conditions", "follows"), is_text),
    **dict.fromkeys(("dissent", "items", "revisits"), is_list),
}
ITEM: Shape = {"code": is_filled, "outcome": Outcome, "reason": is_filled}
DISSENT: Shape = {"seat": is_filled, "code": is_text, "text": is_filled}
REVISIT: Shape = {
    "kind": RevisitKind,
    "quarter": is_whole,
    "code": is_filled,
    "phase": Phase,
    "text": is_filled,
}
MEETING: Shape = {
    "board": is_filled,
    "quarter": is_whole,
    "place": is_text,
    "notes": is_text,
    "seats": is_texts,
    "agenda": is_list,
}
AGENDA: Shape = {"code": is_filled, "why": is_text}
_TEXTS = (
    *("kind", "subject", "subject_en", "summary", "summary_en", "decision", "alternatives", "reasons"),
    "conditions",
)
_ASIDE = {Outcome.REJECTED: Phase.PARKED, Outcome.PARKED: Phase.PARKED, Outcome.STOPPED: Phase.STOPPED}


@dataclass(frozen=True)
class Word:
    """What a board said of one use case: under which number, on which day, and whether it puts it aside."""

    number: str
    on: date
    reason: str
    aside: Phase | None


def read_decisions(content: Path) -> dict[str, Any]:
    """Return the checked file."""
    known: dict[str, Any] = read_yaml(content / "decisions.yaml")
    check_row(known, FILE, "decisions.yaml")
    check_rows(
        known["decisions"], DECISION, "decisions.yaml.decisions", optional=("date", "quarter", "scenario")
    )
    for place, row in enumerate(known["decisions"]):
        where = f"decisions.yaml.decisions[{place}]"
        check_rows(row["items"], ITEM, f"{where}.items")
        check_rows(row["dissent"], DISSENT, f"{where}.dissent")
        check_rows(row["revisits"], REVISIT, f"{where}.revisits", optional=("quarter", "code", "phase"))
    check_rows(known["meetings"], MEETING, "decisions.yaml.meetings")
    for row in known["meetings"]:
        check_rows(row["agenda"], AGENDA, "decisions.yaml.meetings.agenda")
    return known


def words_by_code(content: Path, codes: Mapping[str, str]) -> dict[str, list[Word]]:
    """Return what boards said, by use case, the first first; ``codes`` are those of domains by address."""
    found: dict[str, list[Word]] = {}
    for row in read_decisions(content)["decisions"]:
        if "date" not in row or row["board"] not in codes:
            continue
        number = number_of(codes[row["board"]], row["date"].year, row["serial"])
        for item in row["items"]:
            aside = _ASIDE.get(Outcome(item["outcome"]))
            found.setdefault(item["code"], []).append(Word(number, row["date"], item["reason"], aside))
    return found


def decision_items(content: Path, base: Quarter) -> Iterator[Item]:
    """Yield the decisions in the order in which they follow each other, then the meeting."""
    known = read_decisions(content)
    lookups = Lookups()
    for domain, row in _rows(known, lookups):
        if "scenario" not in row:
            yield _item(domain, row, base, partial(_file, domain, row, base))
    for row in known["meetings"]:
        board = lookups.domain(row["board"])
        if board is not None:
            on = (base + row["quarter"]).last_day
            if not any(find_use_case_id(part["code"]) for part in row["agenda"]):
                continue
            yield Item(
                key=f"meeting:{row['board']}:{row['quarter']}",
                content=row,
                find=partial(_find_meeting, board, on),
                add=partial(_plan, board, on, row),
                update=lambda _meeting: None,
            )


def calculated_items(content: Path, base: Quarter) -> Iterator[Item]:
    """Yield the decisions that rest on a scenario, which must be there; its answer comes from the worker."""
    for domain, row in _rows(read_decisions(content), Lookups()):
        run = _first_run(domain, row["scenario"]) if "scenario" in row else None
        if run is not None:
            yield _item(domain, row, base, partial(_file_on, run, domain, row, base))


def _rows(known: dict[str, Any], lookups: Lookups) -> Iterator[tuple[Domain, dict[str, Any]]]:
    for row in known["decisions"]:
        domain = lookups.domain(row["board"])
        if domain is None or domain.slug != row["board"]:
            continue  # somebody merged it away: no new words for an old board
        if _is_about_something(domain, row):
            yield domain, row


def _item(domain: Domain, row: dict[str, Any], base: Quarter, add: Callable[[], Decision]) -> Item:
    number = number_of(domain.code, _day(row, base).year, row["serial"])
    return Item(
        key=f"decision:{row['board']}:{row.get('date', row.get('quarter'))}:{row['serial']}",
        content=row,
        find=partial(_find, number),
        add=add,
        update=lambda _decision: None,  # what is published stays
    )


def _day(row: dict[str, Any], base: Quarter) -> date:
    day: date = row["date"] if "date" in row else (base + row["quarter"]).last_day
    return day


def _first_run(domain: Domain, name: str) -> ScenarioRun | None:
    statement = (
        select(ScenarioRun)
        .join(Scenario, Scenario.id == ScenarioRun.scenario_id)
        .where(Scenario.domain_id == domain.id, Scenario.name == name)
        .order_by(ScenarioRun.number)
    )
    return db.session.scalars(statement).first()


def _file_on(run: ScenarioRun, domain: Domain, row: dict[str, Any], base: Quarter) -> Decision:
    decision = _file(domain, row, base, scenario_id=run.scenario_id)
    rest_on(decision, run)
    return decision


def _find(number: str) -> Decision | None:
    return db.session.scalars(select(Decision).where(Decision.number == number)).one_or_none()


def _file(domain: Domain, row: dict[str, Any], base: Quarter, *, scenario_id: int | None = None) -> Decision:
    before = _find(row["follows"]) if row["follows"] else None
    values = {name: row[name] for name in _TEXTS} | {
        "decided_on": _day(row, base),
        "scenario_id": scenario_id,
        "supersedes_id": before.id if before else None,
        "illustrative": [ILLUSTRATIVE],
    }
    items = [
        (id_, item["outcome"], item["reason"])
        for item in row["items"]
        if (id_ := find_use_case_id(item["code"])) is not None
    ]
    return file_decision(
        domain,
        row["serial"],
        values,
        items=_of_board(items, domain),
        dissents=[(one["seat"], one["text"], one["code"]) for one in row["dissent"]],
        revisits=[
            _revisit(one, base)
            for one in row["revisits"]
            if "code" not in one or find_use_case_id(one["code"]) is not None
        ],
        by=SYSTEM,
    )


def _is_about_something(domain: Domain, row: dict[str, Any]) -> bool:
    """Tell whether what a decision is about is there."""
    if row["kind"] == DecisionKind.ROADMAP:
        return bool(planned_rows(domain.id))
    return not row["items"] or any(find_use_case_id(item["code"]) for item in row["items"])


def _of_board(items: list[tuple[int, str, str]], domain: Domain) -> list[tuple[int, str, str]]:
    """Leave out what a person has moved to another board since, and what was merged into one of these."""
    ids = [id_ for id_, _outcome, _reason in items]
    there = set(
        db.session.scalars(select(UseCase.id).where(UseCase.id.in_(ids), UseCase.domain_id == domain.id))
    )
    return list({item[0]: item for item in items if item[0] in there}.values())


def _revisit(row: dict[str, Any], base: Quarter) -> dict[str, Any]:
    return {
        "kind": row["kind"],
        "text": row["text"],
        "due_on": (base + row["quarter"]).first_day if "quarter" in row else None,
        "use_case": find_use_case_id(row["code"]) if "code" in row else None,
        "phase": row.get("phase"),
    }


def _find_meeting(domain: Domain, on: date) -> Meeting | None:
    statement = select(Meeting).where(Meeting.domain_id == domain.id, Meeting.held_on == on)
    return db.session.scalars(statement).first()


def _plan(domain: Domain, on: date, row: dict[str, Any]) -> Meeting:
    agenda = [part for part in row["agenda"] if find_use_case_id(part["code"]) is not None]
    values = {"held_on": on, "place": row["place"], "notes": row["notes"]}
    seats = [{"seat": seat, "is_present": True} for seat in row["seats"]]
    meeting = plan_meeting(domain, values, seats=seats, agenda=agenda, by=SYSTEM)
    meeting.illustrative = ["meeting"]
    db.session.flush()
    return meeting
