"""Assessments by the framework: illustrative, one per use case, established and where told published."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import select

from core.audit import SYSTEM
from core.database import db
from portfolio.actions.framework import SCALARS, publish_framework, save_framework
from portfolio.models import FrameworkAssessment, PhaseChange, UseCase
from portfolio.queries.framework import load_framework
from portfolio.queries.use_cases import EVERYTHING
from portfolio.rules.framework import DATA_KINDS, PartyRole, Question, Verdict, Viewpoint
from portfolio.rules.quarters import Quarter
from portfolio.rules.terms import PUBLISHED_PHASES
from seed.ledger import Item
from seed.lookups import find_use_case_id
from seed.reading import (
    SeedError,
    Shape,
    check_row,
    is_filled,
    is_flag,
    is_list,
    is_mapping,
    is_text,
    is_texts,
    is_whole,
    read_yaml,
)

FILE = "framework.yaml"
ANSWER: Shape = {"level": is_whole, "reason": is_filled, "law": is_filled, "why": is_filled}
SHAPE: Shape = {
    "code": is_filled,
    "purpose": is_filled,
    "value": is_text,
    "parties": is_list,
    "data": is_texts,
    "kinds": is_texts,
    "note": is_text,
    "may": is_mapping,
    "can": is_mapping,
    "want": is_mapping,
    "tools": is_list,
    "asked": is_list,
    "heard": is_mapping,
    "verdict": Verdict,
    "because": is_filled,
    "conditions": is_list,
    "published": is_flag,
    "note_of_version": is_text,
    "earlier": is_mapping,
}
OPTIONAL = ("value", "published", "note_of_version", "earlier")
TALKS_BEFORE = timedelta(days=21)


def read_frameworks(content: Path) -> list[dict[str, Any]]:
    """Return every checked assessment, in the order of the file."""
    path = content / FILE
    if not path.is_file():
        return []
    rows = read_yaml(path)
    for row in rows:
        where = f"{FILE}[{row.get('code')}]"
        check_row(row, SHAPE, where, OPTIONAL)
        for question in Question:
            check_row(row[question.value], ANSWER, f"{where}.{question}", ("law", "why"))
        unknown = (set(row["heard"]) - {one.value for one in Viewpoint}) | (
            {f"has_{kind}" for kind in row["kinds"]} - set(DATA_KINDS)
        )
        if unknown:
            raise SeedError(f"{where}: there is no {', '.join(sorted(unknown))}")
    return list(rows)


def framework_items(content: Path, base: Quarter) -> Iterator[Item]:
    """Yield the assessments of the use cases that are there."""
    for row in read_frameworks(content):
        id_ = find_use_case_id(row["code"])
        if id_ is None:
            continue
        yield Item(
            key=f"framework:{row['code']}",
            content=row,
            find=partial(load_framework, id_),
            add=partial(_file, row, id_, base),
            update=partial(_file, row, id_, base),
        )


def _file(
    row: Mapping[str, Any], use_case_id: int, base: Quarter, _present: FrameworkAssessment | None = None
) -> FrameworkAssessment | None:
    """Establish what the file tells, the earlier version first; publish unless it says otherwise."""
    statement = select(UseCase).where(UseCase.id == use_case_id).options(*EVERYTHING)
    use_case = db.session.scalars(statement).unique().one()
    on = _day_of(use_case)
    earlier = row.get("earlier")
    if earlier and _present is None:
        before = on - timedelta(weeks=earlier["weeks"])
        save_framework(use_case, _values({**row, **earlier}, before, base), by=SYSTEM, establish_on=before)
    save_framework(
        use_case,
        _values(row, on, base),
        by=SYSTEM,
        establish_on=on,
        note=row.get("note_of_version", ""),
    )
    if row.get("published", True):
        publish_framework(use_case, on=on, by=SYSTEM)
    return load_framework(use_case_id)


def _day_of(use_case: UseCase) -> date:
    """Return the day it was first selected or further, else that of its last step."""
    changes: list[PhaseChange] = use_case.phase_changes
    chosen = [change.happened_on for change in changes if change.phase in PUBLISHED_PHASES]
    return min(chosen) if chosen else max(change.happened_on for change in changes)


def _values(row: Mapping[str, Any], on: date, base: Quarter) -> dict[str, Any]:
    heard_on = on - TALKS_BEFORE
    values: dict[str, Any] = {
        "purpose": row["purpose"],
        "value_kind": row.get("value", ""),
        "data": "\n".join(row["data"]),
        "data_note": row["note"],
        "may_explanation": row["may"].get("why", ""),
        "legal_basis": row["may"].get("law", ""),
        "verdict": Verdict(row["verdict"]),
        "verdict_reason": row["because"],
        **{name: name.removeprefix("has_") in row["kinds"] for name in DATA_KINDS},
    }
    for question in Question:
        values[f"{question}_level"] = row[question.value]["level"]
        values[f"{question}_reason"] = row[question.value]["reason"]
    rows: dict[str, list[dict[str, Any]]] = {
        "parties": [
            {"role": PartyRole(role), "name": name, "note": note} for role, name, note in row["parties"]
        ],
        "tools": [
            {"question": Question(question), "name": name, "reference": reference}
            for question, name, reference in row["tools"]
        ],
        "consultations": [
            {"role": role, "said": said, "consulted_on": heard_on} for role, said in row["asked"]
        ],
        "viewpoints": [
            {
                "viewpoint": one,
                "speaker": row["heard"][one.value][0],
                "said": row["heard"][one.value][1],
                "heard_on": heard_on,
            }
            for one in Viewpoint
            if one.value in row["heard"]
        ],
        "conditions": [
            {"text": text, "owner_role": who, "due_on": None if due is None else (base + due).last_day}
            for text, who, due in row["conditions"]
        ],
    }
    for items in rows.values():
        for item in items:
            item["illustrative"] = [name for name, value in item.items() if _is_told(value)]
    values["illustrative"] = [name for name in SCALARS if _is_told(values.get(name))]
    return values | rows


def _is_told(value: Any) -> bool:
    """Tell whether there is a value to mark; a level of 0 is one."""
    return value is not None and value != "" and value is not False
