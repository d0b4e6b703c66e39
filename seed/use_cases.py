"""Use cases and initiatives: one file each, turned into what the actions take."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any

from sqlalchemy import select

from core.audit import SYSTEM
from core.database import db
from portfolio.actions.filing import ToldScores, ToldStep, file_use_case
from portfolio.actions.plan_log import FIELDS as PLAN_FIELDS
from portfolio.actions.plan_log import is_promised
from portfolio.models import UseCase
from portfolio.queries.reference import list_counts
from portfolio.queries.use_cases import EVERYTHING
from portfolio.rules.adoption import Total, adoption
from portfolio.rules.quarters import Quarter
from portfolio.rules.terms import (
    PUBLISHED_PHASES,
    Commitment,
    ContributionLevel,
    DataLevel,
    GovernmentRole,
    Grade,
    Kind,
    PersonalData,
    Phase,
    PreconditionKind,
    PreconditionState,
    Size,
)
from seed.decisions import Word, words_by_code
from seed.ledger import Item, Ledger
from seed.lookups import Lookups, find_use_case_id
from seed.people import Cast
from seed.progress import base_day
from seed.reading import SeedError, Shape, check_rows, is_filled, is_whole, read_yaml
from seed.use_case_shape import PART_MARKS, TOP_MARKS, check_use_case

CENTS = 100_000  # in a thousand euros
COURSE = "phase_course.yaml"
STEP: Shape = {"code": is_filled, "day": is_whole, "phase": Phase, "reason": is_filled}
PLAIN = (
    *("title", "title_en", "summary", "summary_en", "challenge", "intended_result", "description"),
    *("practice", "dpia", "iama", "algorithm_register", "as_of"),
)


def read_use_cases(content: Path) -> list[dict[str, Any]]:
    """Return every checked use case, those that others need first."""
    rows: dict[str, dict[str, Any]] = {}
    for path in sorted((content / "use_cases").glob("*.yaml")):
        row = read_yaml(path)
        check_use_case(row, f"use_cases/{path.name}")
        if path.stem != row["code"]:
            raise SeedError(f"use_cases/{path.name}.code: the file has another name than {row['code']}")
        rows[row["code"]] = row
    needs = {code: [need["code"] for need in row["depends_on"]] for code, row in rows.items()}
    for code, needed in needs.items():
        if unknown := set(needed) - rows.keys():
            raise SeedError(f"use_cases/{code}.yaml.depends_on: there is no {', '.join(sorted(unknown))}")
    try:
        return [rows[code] for code in TopologicalSorter(needs).static_order()]
    except CycleError as error:
        raise SeedError(f"use_cases: they need each other in a circle: {error.args[1]}") from error


def read_course(content: Path) -> dict[str, list[dict[str, Any]]]:
    """Return by code the made-up steps after those of the sources, in the order of the file."""
    rows: list[dict[str, Any]] = read_yaml(content / COURSE) if (content / COURSE).is_file() else []
    check_rows(rows, STEP, COURSE)
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row["code"], []).append(row)
    return found


def use_case_items(content: Path, base: Quarter, cast: Cast, *, is_demo: bool = False) -> Iterator[Item]:
    """Yield the use cases; ``cast`` says who of the demo's people takes part.

    In the demo boards have decided and work went on: their made-up words and steps go along with
    those of the sources.
    """
    course = read_course(content) if is_demo else {}
    lookups = Lookups()
    boards = {slug: domain.code for slug, domain in lookups.domains.items()}
    words = words_by_code(content, boards) if is_demo else {}
    maker = Maker(base, lookups, words, course, base_day(Ledger()) if course else None)
    for row in read_use_cases(content):
        if maker.lookups.domain(row["domain"]) is None:
            continue  # somebody gave its code to another domain
        people = cast.of(row["code"], row["domain"])
        yield Item(
            key=f"use-case:{row['code']}",
            content=_content(row, people, maker),
            find=partial(_find, row["code"]),
            add=partial(maker.file, row, people, None),
            update=partial(maker.file, row, people),
        )


def _content(row: dict[str, Any], people: dict[str, Any], maker: "Maker") -> dict[str, Any]:
    known = {**row, "people": people, "decided": [word.number for word in maker.words_of(row)]}
    course = maker.course.get(row["code"])
    return {**known, "course": course} if course else known


def _find(code: str) -> UseCase | None:
    statement = select(UseCase).where(UseCase.code == code).options(*EVERYTHING)
    return db.session.scalars(statement).unique().one_or_none()


def versions_of_use_cases() -> dict[str, int]:
    """Return the version of each use case, by its key in the ledger."""
    rows = db.session.execute(select(UseCase.code, UseCase.version))
    return {f"use-case:{code}": version for code, version in rows}


class Maker:
    """Turns a file's row into values; quarters count from ``base``, names become ids."""

    def __init__(
        self,
        base: Quarter,
        lookups: Lookups,
        words: Mapping[str, Sequence[Word]] | None = None,
        course: Mapping[str, Sequence[dict[str, Any]]] | None = None,
        day: date | None = None,
    ) -> None:
        self.base = base
        self.lookups = lookups
        self.words = words or {}
        self.course = course or {}
        self.day = day
        self.totals: dict[str, list[Total]] = {}
        for count in list_counts():
            self.totals.setdefault(count.kind, []).append(Total(count.as_of, count.total))

    def words_of(self, row: dict[str, Any]) -> Sequence[Word]:
        """Return what a board said of this use case, the first word first."""
        return self.words.get(row["code"], ())

    def file(self, row: dict[str, Any], people: dict[str, Any], use_case: UseCase | None) -> UseCase:
        """Add or update one use case."""
        domain = self.lookups.domain(row["domain"])
        if domain is None:
            raise SeedError(f"use_cases/{row['code']}.yaml.domain: there is no {row['domain']}")
        values = self._scalars(row) | self._relations(row) | self._parts(row) | self._people(people)
        if use_case is not None and is_promised(use_case):
            # A promise moves by a re-plan with its reason, not by new content.
            values |= {name: getattr(use_case, name) for name in PLAN_FIELDS}
        values["illustrative"] = _top_marks(row, values)
        went_on = self._course_of(row)
        if went_on or any(word.aside for word in self.words_of(row)):
            values["illustrative"].append("phase")
        return file_use_case(
            use_case,
            domain,
            row["code"],
            values,
            steps=[*_steps(row, domain.name, self.words_of(row)), *went_on],
            scores=self._scores(row, people),
            by=SYSTEM,
        )

    def _course_of(self, row: dict[str, Any]) -> list[ToldStep]:
        if self.day is None:
            return []
        made_up = ("phase", "on", "reason")
        return [
            ToldStep(
                Phase(step["phase"]), self.day + timedelta(days=step["day"]), step["reason"], "", made_up
            )
            for step in self.course.get(row["code"], ())
        ]

    def _scalars(self, row: dict[str, Any]) -> dict[str, Any]:
        effort, planned, override = row["effort"], row["planned"], row["size_override"]
        return {name: row[name] for name in PLAIN} | {
            "kind": Kind(row["kind"]),
            "government_role": GovernmentRole(row["government_role"]),
            "data_level": DataLevel(row["data_level"]),
            "personal_data": PersonalData(row["personal_data"]),
            **{f"effort_{name}": _decimal(effort[name]) for name in ("low", "likely", "high")},
            "cost_cents": round(row["cost_keuro"] * CENTS),
            "planned_start": self.base.index + planned["start"] if planned else None,
            "planned_quarters": planned["quarters"] if planned else None,
            "size_override": Size(override["size"]) if override else None,
            "size_reason": override["reason"] if override else "",
            "has_no_preconditions": False,
            "has_no_risks": False,
        }

    def _relations(self, row: dict[str, Any]) -> dict[str, Any]:
        lead = self.lookups.domain(row["domain"])
        others = {self.lookups.domain(slug) for slug in row["other_domains"]} - {None, lead}
        challenges = self.lookups.challenges
        return {
            "owner_organisation_id": self.lookups.organisations.get(row["owner"] or ""),
            "other_domains": sorted(domain.id for domain in others if domain is not None),
            "challenges": [challenges[slug] for slug in row["urgent"] if slug in challenges],
        }

    def _people(self, people: dict[str, Any]) -> dict[str, Any]:
        known = self.lookups.people
        return {
            "owner_id": known.get(people["owner"] or ""),
            "team": [known[email] for email in people["team"] if email in known],
        }

    def _parts(self, row: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
        contributions = self._known(row["contributions"], "function")
        partners = [self._partner(part) for part in self._known(row["partners"], "organisation")]
        return {
            # Two organisations that were merged since are one partner.
            "partners": list({part["organisation_id"]: part for part in reversed(partners)}.values())[::-1],
            "preconditions": [self._precondition(part) for part in row["preconditions"]],
            "risks": [self._risk(part) for part in row["risks"]],
            "dependencies": list(self._dependencies(row["depends_on"])),
            "contributions": [self._contribution(part) for part in contributions],
            "benefits": [self._benefit(part) for part in row["benefits"]],
            "adoptions": [self._adoption(part) for part in row["adoption"]],
            "datasets": [self._dataset(part) for part in row["datasets"]],
            "sources": [dict(part) for part in row["sources"]],
        }

    def _known(self, rows: Iterable[dict[str, Any]], name: str) -> list[dict[str, Any]]:
        """Leave out rows about an organisation or function that a person has removed."""
        ids = self.lookups.organisations if name == "organisation" else self.lookups.functions
        return [row for row in rows if row[name] in ids]

    def _partner(self, row: dict[str, Any]) -> dict[str, Any]:
        return {
            "organisation_id": self.lookups.organisations[row["organisation"]],
            "role": row["role"],
            "role_en": row["role_en"],
            "commitment": Commitment(row["commitment"]),
            "illustrative": _marks(row),
        }

    def _precondition(self, row: dict[str, Any]) -> dict[str, Any]:
        due = row["due_quarter"]
        return {
            "kind": PreconditionKind(row["kind"]),
            "is_hard": row["is_hard"],
            "text": row["text"],
            "text_en": row["text_en"],
            "state": PreconditionState(row["state"]),
            "due_on": None if due is None else (self.base + due).last_day,
            "illustrative": _marks(row),
        }

    def _risk(self, row: dict[str, Any]) -> dict[str, Any]:
        return {
            **{name: row[name] for name in ("text", "text_en", "mitigation")},
            "likelihood": Grade(row["likelihood"]),
            "impact": Grade(row["impact"]),
            "illustrative": _marks(row),
        }

    def _dependencies(self, rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        for row in rows:
            needs = find_use_case_id(row["code"])
            if needs is not None:
                yield {"needs_id": needs, "reason": row["reason"]}

    def _contribution(self, row: dict[str, Any]) -> dict[str, Any]:
        return {
            "function_id": self.lookups.functions[row["function"]],
            "level": ContributionLevel(row["level"]),
            "deliverable": row["deliverable"],
            "deliverable_en": row["deliverable_en"],
            "illustrative": _marks(row),
        }

    def _benefit(self, row: dict[str, Any]) -> dict[str, Any]:
        plain = ("text", "text_en", "indicator", "unit", "is_disbenefit")
        return {
            **{name: row[name] for name in plain},
            "baseline": _decimal(row["baseline"]),
            "target": _decimal(row["target"]),
            "illustrative": _marks(row),
        }

    def _adoption(self, row: dict[str, Any]) -> dict[str, Any]:
        counted = adoption(row["as_of"], row["adopted"], self.totals.get(row["kind"], ()))
        return {
            "kind": row["kind"],
            "adopted": row["adopted"],
            "total": counted.total if counted else None,
            "as_of": row["as_of"],
            "source": f"{row['source']}, {row['passage']}",
        }

    def _dataset(self, row: dict[str, Any]) -> dict[str, Any]:
        holder = self.lookups.organisations.get(row["holder"] or "")
        told = {"name": row["name"], "holder_id": holder, "note": row["note"]}
        slug, key, version = [*row.get("definition", "").split(", "), "", ""][:3]
        page_id = self.lookups.pages.get(slug)
        if page_id is None:
            return told
        pinned = {"definition": f"{page_id}:{key}", "definition_version": int(version)}
        return told | pinned | {"illustrative": ["definition"]}

    def _scores(self, row: dict[str, Any], people: dict[str, Any]) -> ToldScores:
        return ToldScores(
            levels=row["scores"],
            reasons=row.get("score_reasons", {}),
            chance=row["chance"],
            assessor_id=self.lookups.people.get(people["assessor"] or ""),
        )


def _steps(row: dict[str, Any], domain: str, words: Sequence[Word]) -> list[ToldStep]:
    """Return the history; the first step to *selected* or beyond carries a made-up decision.

    Where a board put it aside, that is a step of its own.
    """
    steps = []
    is_chosen = False
    for step in row["phases"]:
        phase = Phase(step["phase"])
        marks = _marks(step)
        decision = ""
        if phase in PUBLISHED_PHASES and not is_chosen:
            is_chosen = True
            chosen = next((word.number for word in words if word.aside is None), "")
            decision = chosen or f"Voorbeeldbesluit van het databoord {domain}"
            marks.append("decision")
        steps.append(ToldStep(phase, step["on"], step["reason"], decision, tuple(marks)))
    made_up = ("phase", "on", "reason", "decision")
    steps += [
        ToldStep(word.aside, word.on, word.reason, word.number, made_up) for word in words if word.aside
    ]
    return steps


def _top_marks(row: dict[str, Any], values: dict[str, Any]) -> list[str]:
    marks = [TOP_MARKS.get(name, name) for name in row["illustrative"]]
    if values["owner_id"]:
        marks.append("owner_person")
    if values["team"]:
        marks.append("team")
    return marks


def _marks(row: dict[str, Any]) -> list[str]:
    return [PART_MARKS.get(name, name) for name in row["illustrative"]]


def _decimal(number: float | None) -> Decimal | None:
    return None if number is None else Decimal(str(number))
