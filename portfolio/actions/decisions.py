"""Prepare decisions: drafts that may change until they are published. None of this commits.

Publishing stands in ``decisions_publish.py``; what is published never changes (domain.md R10).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from accounts.models import Domain, Person
from core import audit
from core.audit import Actor
from core.database import db, utc_now
from core.errors import Conflict, Invalid, Refusal
from portfolio.models import (
    Decision,
    DecisionItem,
    DecisionOverride,
    DecisionPerson,
    DecisionRevisit,
    Dissent,
    UseCase,
)
from portfolio.rules.decisions import (
    ASIDE,
    WITH_DATE,
    WITH_PHASE,
    WITH_USE_CASE,
    DecisionKind,
    Outcome,
    RevisitKind,
    missing_parts,
)
from portfolio.rules.terms import Phase

FIELDS = (
    *("subject", "subject_en", "summary", "summary_en", "text", "alternatives", "reasons", "conditions"),
    *("decided_on", "supersedes_id"),
)
Row = Mapping[str, Any] | Sequence[Any]
Found = tuple[str, str, dict[str, Any]]


@dataclass(frozen=True)
class Parts:
    """The rows of a draft, as ``draft_decision`` takes them; None leaves what is there."""

    items: Iterable[Row] | None = None
    overrides: Iterable[Row] | None = None
    dissents: Iterable[Row] | None = None
    revisits: Iterable[Row] | None = None
    wrong: list[Found] = field(default_factory=list)


def draft_decision(
    *,
    domain: Domain,
    kind: DecisionKind | str,
    subject: str,
    by: Actor,
    decision: str = "",
    alternatives: str = "",
    reasons: str = "",
    conditions: str = "",
    items: Iterable[Row] = (),
    scenario_id: int | None = None,
    overrides: Iterable[Row] = (),
    revisit_on: date | None = None,
    **more: Any,
) -> Decision:
    """Add a draft for the board of ``domain``; the secretary completes and publishes it.

    ``kind`` is one of rules.decisions.DecisionKind. An item is (use case, outcome, reason) or a
    mapping with these and ``aside``; a use case may be the row, its id or its code. An override
    is (code, "in" | "out", price in points of value or None, reason) or a mapping. ``revisit_on``
    is a day on which the board looks again. ``more``: the other FIELDS, ``dissents`` (seat, text,
    code, person_id), ``revisits`` (mappings), ``meeting_id``, ``illustrative``.
    """
    own = {name: more.pop(name) for name in ("meeting_id", "illustrative") if name in more}
    revisits = list(more.pop("revisits", ()))
    if revisit_on is not None:
        revisits.append({"kind": RevisitKind.DATE, "due_on": revisit_on})
    parts = Parts(items, overrides, more.pop("dissents", ()), revisits)
    now = utc_now()
    draft = Decision(
        domain_id=domain.id,
        kind=DecisionKind(kind),
        scenario_id=scenario_id,
        subject=subject,
        created_at=now,
        changed_at=now,
        **{"illustrative": [], **own},
    )
    for name in ("items", "overrides", "dissents", "revisits", "people"):
        setattr(draft, name, [])
    draft.adoption = None
    if isinstance(by, Person):
        draft.people.append(DecisionPerson(person_id=by.id, part="secretary"))
    values = {
        "subject": subject,
        "text": decision,
        "alternatives": alternatives,
        "reasons": reasons,
        "conditions": conditions,
        **more,
    }
    with db.session.no_autoflush:
        write_draft(draft, values, parts)
        db.session.add(draft)
    _record("decision.drafted", draft, by)
    return draft


def edit_draft(
    draft: Decision, values: Mapping[str, Any], parts: Parts, *, by: Actor, version: int | None
) -> Decision:
    """Change a draft; refuse what is published, and what changed since ``version`` was opened."""
    check_draft(draft, version)
    with db.session.no_autoflush:
        write_draft(draft, values, parts)
    draft.changed_at = utc_now()
    _record("decision.draft_edited", draft, by)
    return draft


def drop_draft(draft: Decision, *, by: Actor, version: int | None) -> None:
    """Throw a draft away; what is published can't be."""
    check_draft(draft, version)
    _record("decision.draft_dropped", draft, by)
    db.session.delete(draft)


def check_draft(draft: Decision, version: int | None) -> None:
    """Refuse to change what is published, or what was saved since ``version`` was opened."""
    if draft.is_published:
        raise Refusal("decision_is_published")
    if version is not None and version != draft.version:
        raise Conflict("stale")


def _record(verb: str, draft: Decision, by: Actor) -> None:
    # The trail is the administrator's, who reads no drafts: it names the number alone.
    db.session.flush()
    audit.record(verb, draft, by=by, label=f"{draft.kind.value} {draft.id}")


def write_draft(draft: Decision, values: Mapping[str, Any], parts: Parts) -> None:
    """Set fields and rows of a draft with all rows loaded; collect all that is wrong."""
    unknown = values.keys() - set(FIELDS)
    if unknown:
        raise TypeError(f"a decision has no fields to set named {sorted(unknown)}")
    wrong: list[Found] = list(parts.wrong)
    if not str(values.get("subject", draft.subject)).strip():
        wrong.append(("subject", "missing_subject", {}))
    for name, value in values.items():
        setattr(draft, name, value)
    if parts.items is not None:
        _write_items(
            draft, [_row(row, ("use_case", "outcome", "reason", "aside")) for row in parts.items], wrong
        )
    if parts.overrides is not None:
        draft.overrides = [
            _override(place, _row(row, ("code", "direction", "price", "reason")))
            for place, row in enumerate(parts.overrides)
        ]
    if parts.dissents is not None:
        _write_dissents(draft, [_row(row, ("seat", "text", "code", "person_id")) for row in parts.dissents])
    if parts.revisits is not None:
        _write_revisits(draft, [dict(row) for row in parts.revisits], wrong)
    if wrong:
        raise Invalid(wrong)


def _row(row: Row, names: Sequence[str]) -> dict[str, Any]:
    return dict(row) if isinstance(row, Mapping) else dict(zip(names, row, strict=False))


def _write_items(draft: Decision, rows: list[dict[str, Any]], wrong: list[Found]) -> None:
    """Keep the row of a use case that stays, so that a save is no new row."""
    known = {item.use_case_id: item for item in draft.items}
    kept: dict[int, DecisionItem] = {}
    for place, row in enumerate(rows):
        use_case = _use_case(row.get("use_case", row.get("use_case_id")))
        if use_case is None or use_case.domain_id != draft.domain_id:
            name = row.get("use_case")
            wrong.append((f"items-{place}-code", "not_of_this_domain", {"name": getattr(name, "code", name)}))
            continue
        if use_case.id in kept:
            wrong.append((f"items-{place}-code", "row_twice", {}))
            continue
        item = known.get(use_case.id) or DecisionItem(use_case_id=use_case.id, facts={})
        item.use_case = use_case
        item.position, item.title = place, use_case.title
        item.outcome = Outcome(row["outcome"])
        aside = row.get("aside") or None
        item.aside = Phase(aside) if aside and item.outcome is Outcome.REJECTED else None
        if item.aside is not None and item.aside not in ASIDE:
            raise Refusal("aside_not_valid")
        item.reason = row.get("reason") or ""
        if row.get("facts") is not None:
            item.facts = row["facts"]
        kept[use_case.id] = item
    draft.items = list(kept.values())


def _use_case(given: Any) -> UseCase | None:
    if isinstance(given, UseCase):
        return given
    column = UseCase.code if isinstance(given, str) else UseCase.id
    return db.session.scalars(
        select(UseCase).where(column == given, UseCase.merged_into_id.is_(None))
    ).first()


def _override(place: int, row: dict[str, Any]) -> DecisionOverride:
    price = row.get("price")
    return DecisionOverride(
        position=place,
        code=getattr(row["code"], "code", row["code"]),
        direction=row["direction"],
        price=None if price is None else Decimal(str(price)),
        reason=row.get("reason") or "",
    )


def _write_dissents(draft: Decision, rows: list[dict[str, Any]]) -> None:
    draft.dissents = [
        Dissent(position=place, seat=row["seat"], code=row.get("code") or "", text=row.get("text") or "")
        for place, row in enumerate(rows)
    ]
    named = {row["seat"]: row["person_id"] for row in rows if row.get("person_id")}
    before = {one.seat: one.person_id for one in draft.people if one.part == "dissent"}
    draft.people = [one for one in draft.people if one.part != "dissent"] + [
        DecisionPerson(person_id=named.get(seat, before.get(seat)), part="dissent", seat=seat)
        for seat in dict.fromkeys(row["seat"] for row in rows)
    ]


def _write_revisits(draft: Decision, rows: list[dict[str, Any]], wrong: list[Found]) -> None:
    written = []
    for place, row in enumerate(rows):
        kind = RevisitKind(row["kind"])
        use_case = _use_case(row.get("use_case")) if kind in WITH_USE_CASE and row.get("use_case") else None
        given = {name for name in ("due_on", "phase") if row.get(name)}
        given |= {"use_case"} if use_case else set()
        given |= {"precondition"} if row.get("precondition_id") else set()
        for name in missing_parts(kind, given):
            wrong.append((f"revisits-{place}-{name}", f"revisit_needs_{name}", {}))
        written.append(
            DecisionRevisit(
                position=place,
                kind=kind,
                due_on=row.get("due_on") if kind in WITH_DATE else None,
                use_case_id=use_case.id if use_case else None,
                phase=Phase(row["phase"]) if kind in WITH_PHASE and row.get("phase") else None,
                precondition_id=row.get("precondition_id") if kind is RevisitKind.PRECONDITION_MET else None,
                text=row.get("text") or "",
            )
        )
    draft.revisits = written
