"""What a use case's file must hold, key by key, and how its marks are named in the tables."""

from collections.abc import Callable
from typing import Any

from accounts.rules.terms import OrganisationKind
from portfolio.rules.terms import (
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
from seed.reading import (
    SeedError,
    Shape,
    check_row,
    check_rows,
    is_day,
    is_filled,
    is_flag,
    is_list,
    is_mapping,
    is_number,
    is_text,
    is_texts,
    is_whole,
    maybe,
)

TOP_MARKS = {
    "cost_keuro": "cost",
    "urgent": "challenges",
    "depends_on": "dependencies",
    "adoption": "adoptions",
}
"""The name of a mark as stored on a use case, where the file calls it otherwise."""

PART_MARKS = {
    "on": "happened_on",
    "due_quarter": "due_on",
    "organisation": "organisation_id",
    "function": "function_id",
    "holder": "holder_id",
}
"""The same for rows below it: marks are names of columns."""

USE_CASE: Shape = {
    "code": is_filled,
    "kind": Kind,
    "domain": is_filled,
    "other_domains": is_texts,
    "title": is_filled,
    "title_en": is_filled,
    "summary": is_filled,
    "summary_en": is_filled,
    "challenge": is_filled,
    "intended_result": is_filled,
    "description": is_filled,
    "government_role": GovernmentRole,
    "data_level": DataLevel,
    "personal_data": PersonalData,
    "dpia": is_text,
    "iama": is_text,
    "algorithm_register": is_text,
    "owner": maybe(is_filled),
    "partners": is_list,
    "phase": Phase,
    "phases": is_list,
    "as_of": is_day,
    "preconditions": is_list,
    "risks": is_list,
    "depends_on": is_list,
    "contributions": is_list,
    "effort": is_mapping,
    "cost_keuro": is_number,
    "planned": maybe(is_mapping),
    "chance": maybe(is_whole),
    "scores": is_mapping,
    "score_reasons": is_mapping,
    "size_override": maybe(is_mapping),
    "urgent": is_texts,
    "practice": is_text,
    "benefits": is_list,
    "adoption": is_list,
    "datasets": is_list,
    "sources": is_list,
    "illustrative": is_texts,
}
PARTS: dict[str, Shape] = {
    "partners": {
        "organisation": is_filled,
        "role": is_text,
        "role_en": is_text,
        "commitment": Commitment,
        "illustrative": is_texts,
    },
    "phases": {"phase": Phase, "on": is_day, "reason": is_filled, "illustrative": is_texts},
    "preconditions": {
        "kind": PreconditionKind,
        "is_hard": is_flag,
        "text": is_filled,
        "text_en": is_filled,
        "state": PreconditionState,
        "due_quarter": maybe(is_whole),
        "illustrative": is_texts,
    },
    "risks": {
        "text": is_filled,
        "text_en": is_filled,
        "likelihood": Grade,
        "impact": Grade,
        "mitigation": is_text,
        "illustrative": is_texts,
    },
    "depends_on": {"code": is_filled, "reason": is_filled},
    "contributions": {
        "function": is_filled,
        "level": ContributionLevel,
        "deliverable": is_text,
        "deliverable_en": is_text,
        "illustrative": is_texts,
    },
    "benefits": {
        "text": is_filled,
        "text_en": is_filled,
        "indicator": is_text,
        "unit": is_text,
        "baseline": maybe(is_number),
        "target": maybe(is_number),
        "is_disbenefit": is_flag,
        "illustrative": is_texts,
    },
    "adoption": {
        "kind": OrganisationKind,
        "adopted": is_whole,
        "as_of": is_day,
        "source": is_filled,
        "passage": is_filled,
    },
    # ``definition`` is "slug of a page, key of a definition, version": what an illustrative use case follows.
    "datasets": {"name": is_filled, "holder": maybe(is_filled), "note": is_text, "definition": is_filled},
    "sources": {"source": is_filled, "passage": is_filled},
}
EFFORT: Shape = {"low": is_number, "likely": is_number, "high": is_number}
PLANNED: Shape = {"start": is_whole, "quarters": is_whole}
OVERRIDE: Shape = {"size": Size, "reason": is_filled}


def check_use_case(row: Any, where: str) -> None:
    """Raise SeedError, naming file and key, unless ``row`` is a whole use case."""
    check_row(row, USE_CASE, where, optional=("score_reasons",))
    for name, shape in PARTS.items():
        optional = ("definition",) if name == "datasets" else ()
        check_rows(row[name], shape, f"{where}.{name}", optional=optional)
        for place, part in enumerate(row[name]):
            _check_marks(part.get("illustrative", []), shape.keys(), f"{where}.{name}[{place}]")
    _check_marks(row["illustrative"], USE_CASE.keys(), where)
    check_row(row["effort"], EFFORT, f"{where}.effort")
    for name, shape in (("planned", PLANNED), ("size_override", OVERRIDE)):
        if row[name] is not None:
            check_row(row[name], shape, f"{where}.{name}")
    _check_levels(row["scores"], f"{where}.scores")
    if not row["phases"] or row["phases"][-1]["phase"] != row["phase"]:
        raise SeedError(f"{where}.phases: the last is not {row['phase']}")
    days = [step["on"] for step in row["phases"]]
    if days != sorted(days):
        raise SeedError(f"{where}.phases: the days are not in order")


def _check_marks(marks: list[str], known: Any, where: str) -> None:
    unknown = set(marks) - set(known)
    if unknown:
        raise SeedError(f"{where}.illustrative: there is no {', '.join(sorted(unknown))}")


_level: Callable[[Any], bool] = maybe(lambda value: is_whole(value) and 0 <= value <= 5)


def _check_levels(scores: dict[str, Any], where: str) -> None:
    for code, level in scores.items():
        if not _level(level):
            raise SeedError(f"{where}.{code}: {level!r} is no level from 0 to 5")
