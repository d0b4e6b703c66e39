"""Made-up shared preconditions and courses for the demo, marked as such."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import select

from core.audit import SYSTEM
from core.database import db
from portfolio.actions.part_filing import ToldGrade, ToldState, file_course, file_grades, file_shared
from portfolio.actions.precondition_sharing import SharedText
from portfolio.models import Precondition, Risk
from portfolio.models.progress import PreconditionChange, PreconditionShare, RiskChange, SharedPrecondition
from portfolio.rules.terms import Grade, PreconditionKind, PreconditionState
from seed.ledger import Item, Ledger
from seed.lookups import Lookups, find_use_case_id
from seed.progress import base_day
from seed.reading import Shape, check_row, check_rows, is_filled, is_list, is_text, is_whole, read_yaml

FILE = "preconditions.yaml"
WHOLE: Shape = dict.fromkeys(("shared", "own", "risks"), is_list)
SHARED: Shape = {
    "is": is_filled,
    "en": is_filled,
    "kind": PreconditionKind,
    "owner": is_text,
    "joins": is_list,
    "course": is_list,
}
OWN: Shape = {"code": is_filled, "place": is_whole, "course": is_list}
RISK: Shape = {"code": is_filled, "place": is_whole, "grades": is_list}


def read_preconditions(content: Path) -> dict[str, Any]:
    """Return the checked file."""
    known: dict[str, Any] = read_yaml(content / FILE)
    check_row(known, WHOLE, FILE)
    check_rows(known["shared"], SHARED, f"{FILE}.shared")
    check_rows(known["own"], OWN, f"{FILE}.own")
    check_rows(known["risks"], RISK, f"{FILE}.risks")
    return known


def precondition_items(content: Path) -> Iterator[Item]:
    """Yield what is shared, and the courses of what is not, of use cases that are there."""
    if not (content / FILE).is_file():
        return
    known = read_preconditions(content)
    base = base_day(Ledger())
    organisations = Lookups().organisations

    def told(rows: list[list[Any]]) -> list[ToldState]:
        return [
            ToldState(
                base + timedelta(days=on),
                PreconditionState(state),
                None if due is None else base + timedelta(days=due),
                note,
            )
            for on, state, due, note in rows
        ]

    for row in known["shared"]:
        ids = [id_ for code, place in row["joins"] if (id_ := _free_id(code, place)) is not None]
        if len(ids) > 1:
            words = SharedText(
                PreconditionKind(row["kind"]), row["is"], row["en"], organisations.get(row["owner"])
            )
            yield Item(
                key=f"shared-precondition:{row['is']}",
                content=row,
                find=partial(_find_shared, row["is"]),
                add=partial(file_shared, words, ids, told(row["course"]), by=SYSTEM),
                update=lambda thing: thing,
            )
    for row in known["own"]:
        precondition = _part(Precondition, row["code"], row["place"])
        if precondition is not None:
            yield _course(
                f"precondition-course:{row['code']}:{row['place']}",
                row,
                select(PreconditionChange).where(PreconditionChange.precondition_id == precondition.id),
                partial(file_course, precondition, told(row["course"]), by=SYSTEM),
            )
    for row in known["risks"]:
        risk = _part(Risk, row["code"], row["place"])
        if risk is not None:
            grades = [
                ToldGrade(base + timedelta(days=on), Grade(likelihood), Grade(impact), note)
                for on, likelihood, impact, note in row["grades"]
            ]
            yield _course(
                f"risk-course:{row['code']}:{row['place']}",
                row,
                select(RiskChange).where(RiskChange.risk_id == risk.id),
                partial(file_grades, risk, grades, by=SYSTEM),
            )


def _course(key: str, row: dict[str, Any], statement: Any, add: Any) -> Item:
    """Return an item whose course is added once; what people told meanwhile stays."""

    def find() -> Any:
        return db.session.scalars(statement.limit(1)).first()

    def fill() -> Any:
        add()
        db.session.flush()
        return find()

    return Item(key=key, content=row, find=find, add=fill, update=lambda thing: thing)


def _part(model: Any, code: str, place: int) -> Any:
    use_case_id = find_use_case_id(code)
    statement = select(model).where(model.use_case_id == use_case_id, model.position == place)
    return db.session.scalars(statement).first() if use_case_id else None


def _free_id(code: str, place: int) -> int | None:
    """Return the id of a precondition that nobody joined or told anything about yet."""
    row = _part(Precondition, code, place)
    if row is None or db.session.get(PreconditionShare, row.id) is not None:
        return None
    told = select(PreconditionChange.id).where(PreconditionChange.precondition_id == row.id).limit(1)
    return None if db.session.scalar(told) else int(row.id)


def _find_shared(text: str) -> SharedPrecondition | None:
    return db.session.scalars(select(SharedPrecondition).where(SharedPrecondition.text == text)).first()
