"""Write the assessment framework of a use case: save, establish as a version, publish. None of these commits.

Saving keeps what is worked on; establishing checks it and keeps a whole copy, whose
verdict the rules of phases look at; publishing shows the newest copy to everyone who
may read the use case. The text itself never goes into the audit trail.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select

from accounts.models import Person
from core import audit
from core.audit import Actor
from core.database import db
from core.errors import Conflict, Invalid, Refusal
from core.versions import touch
from portfolio.actions.framework_copy import search_text, sheet_of, snapshot_of, traits_of
from portfolio.models import (
    FrameworkAssessment,
    FrameworkCondition,
    FrameworkConsultation,
    FrameworkParty,
    FrameworkTool,
    FrameworkVersion,
    FrameworkViewpoint,
    UseCase,
)
from portfolio.queries.framework import load_framework
from portfolio.rules import findings as rule
from portfolio.rules.findings import Finding
from portfolio.rules.framework import check_draft, check_establish
from search.outbox import note as note_for_search

SCALARS = (
    *("purpose", "value_kind", "data", "has_personal", "has_special", "has_sensitive", "has_private"),
    *("data_note", "may_level", "may_reason", "may_explanation", "legal_basis", "can_level", "can_reason"),
    *("want_level", "want_reason", "verdict", "verdict_reason"),
)
ROWS: dict[str, tuple[type[Any], str]] = {
    "parties": (FrameworkParty, "id"),
    "tools": (FrameworkTool, "id"),
    "consultations": (FrameworkConsultation, "id"),
    "viewpoints": (FrameworkViewpoint, "viewpoint"),
    "conditions": (FrameworkCondition, "id"),
}
"""The lists of an assessment, each with what a row is found again by."""

_FIELD_OF = {
    "framework_purpose_missing": "purpose",
    "framework_may_in_between": "may_explanation",
    "framework_verdict_missing": "verdict",
    "framework_verdict_without_reason": "verdict_reason",
    "framework_conditions_missing": "conditions",
    "framework_yes_against_the_law": "verdict",
}


def save_framework(
    use_case: UseCase,
    values: Mapping[str, Any],
    *,
    by: Actor,
    version: int | None = None,
    establish_on: date | None = None,
    note: str = "",
) -> list[Finding]:
    """Save what is worked on and, with ``establish_on``, establish it; return the warnings that go along.

    ``values`` names scalars and whole lists; what it leaves out stays. ``version`` is
    the one that was opened (0: there was none yet; None asks nothing, the loader).
    Invalid says field by field what is wrong; Conflict that somebody saved since.
    """
    assessment = _opened(use_case, version)
    keeps_marks = not isinstance(by, Person)
    with db.session.no_autoflush:
        is_changed = _write(assessment, values, keeps_marks=keeps_marks)
        sheet = sheet_of(assessment)
        found = check_draft(sheet) if establish_on is None else check_establish(sheet)
        if rule.blocking(found):
            raise Invalid([_placed(finding) for finding in rule.blocking(found)])
    if is_changed:
        touch(assessment)
        audit.record("framework_assessment.edited", assessment, by=by, label=use_case.code)
    db.session.flush()
    if establish_on is not None:
        _establish(assessment, use_case, on=establish_on, by=by, note=note)
    return rule.warnings(found)


def publish_framework(
    use_case: UseCase, *, on: date, by: Actor, version: int | None = None
) -> FrameworkVersion | None:
    """Publish the newest established version; None when there is none. The first day stays.

    Called by the secretary's form, and by what publishes the decision that selects ``use_case``.
    """
    assessment = load_framework(use_case.id)
    if version is not None and version != (assessment.version if assessment else 0):
        raise Conflict("stale")
    if assessment is None or assessment.established_number is None:
        return None
    newest = db.session.scalars(
        select(FrameworkVersion).where(
            FrameworkVersion.assessment_id == assessment.id,
            FrameworkVersion.number == assessment.established_number,
        )
    ).one()
    if newest.published_on is None:
        newest.published_on = on
        audit.record(
            "framework_assessment.published", assessment, by=by, label=use_case.code, number=newest.number
        )
        note_for_search("use-case", use_case.id)
    return newest


def publish_established(use_case: UseCase, *, on: date, by: Actor, version: int | None) -> FrameworkVersion:
    """Publish as publish_framework does, and refuse when there is nothing to publish."""
    published = publish_framework(use_case, on=on, by=by, version=version)
    if published is None:
        raise Refusal("framework_nothing_to_publish")
    return published


def _opened(use_case: UseCase, version: int | None) -> FrameworkAssessment:
    """Return the assessment to write in, a new one when there is none; refuse what changed since."""
    assessment = load_framework(use_case.id)
    if version is not None and version != (assessment.version if assessment else 0):
        raise Conflict("stale")
    if assessment is None:
        assessment = FrameworkAssessment(use_case_id=use_case.id, illustrative=[])
        for name in SCALARS:
            default = FrameworkAssessment.__table__.c[name].default
            setattr(assessment, name, default.arg if default is not None else None)
        for name in (*ROWS, "versions"):
            setattr(assessment, name, [])
        use_case.framework = assessment
    return assessment


def _write(assessment: FrameworkAssessment, values: Mapping[str, Any], *, keeps_marks: bool) -> bool:
    unknown = values.keys() - {*SCALARS, *ROWS, "illustrative"}
    if unknown:
        raise TypeError(f"an assessment has no {sorted(unknown)}")
    changed = {name for name in SCALARS if name in values and getattr(assessment, name) != values[name]}
    for name in changed:
        setattr(assessment, name, values[name])
    for name in ROWS:
        if name in values and _write_rows(assessment, name, values[name], keeps_marks=keeps_marks):
            changed.add(name)
    if keeps_marks and "illustrative" in values:
        assessment.illustrative = list(values["illustrative"])
    elif changed & set(assessment.illustrative):
        assessment.illustrative = [mark for mark in assessment.illustrative if mark not in changed]
    return bool(changed)


def _write_rows(
    assessment: FrameworkAssessment, name: str, rows: Sequence[Mapping[str, Any]], *, keeps_marks: bool
) -> bool:
    """Make a list equal to ``rows``; an untouched row keeps its marks, a changed value loses its own."""
    model, key = ROWS[name]
    present = {getattr(row, key): row for row in getattr(assessment, name)}
    wanted, is_changed = [], False
    for place, values in enumerate(rows):
        row = present.pop(values.get(key), None) if values.get(key) is not None else None
        if row is None:
            row, is_changed = model(illustrative=list(values.get("illustrative", ()))), True
        fields = {field: value for field, value in values.items() if field not in ("id", "illustrative")}
        changed = [
            field
            for field, value in {**fields, "position": place}.items()
            if getattr(row, field, None) != value
        ]
        for field in changed:
            setattr(row, field, {**fields, "position": place}[field])
        if keeps_marks and "illustrative" in values:
            row.illustrative = list(values["illustrative"])
        elif row.id is not None and set(changed) & set(row.illustrative):
            row.illustrative = [mark for mark in row.illustrative if mark not in changed]
        is_changed |= bool(set(changed) - {"position"})
        wanted.append(row)
    is_changed |= bool(present)
    if is_changed:
        setattr(assessment, name, wanted)
    return is_changed


def _establish(assessment: FrameworkAssessment, use_case: UseCase, *, on: date, by: Actor, note: str) -> None:
    """Keep a copy as the next version; one equal to the newest is not kept twice."""
    copy = snapshot_of(assessment, use_case)
    newest = db.session.scalars(
        select(FrameworkVersion)
        .where(FrameworkVersion.assessment_id == assessment.id)
        .order_by(FrameworkVersion.number.desc())
        .limit(1)
    ).one_or_none()
    if newest is not None and newest.snapshot == copy:
        return
    assert assessment.verdict is not None  # noqa: S101 (checked before)
    highest = db.session.scalar(
        select(func.max(FrameworkVersion.number)).where(FrameworkVersion.assessment_id == assessment.id)
    )
    number = (highest or 0) + 1
    db.session.add(
        FrameworkVersion(
            assessment_id=assessment.id,
            number=number,
            verdict=assessment.verdict,
            established_on=on,
            by_label=by.actor_label,
            note=note[:300],
            is_illustrative="verdict" in assessment.illustrative,
            snapshot=copy,
            traits=[str(trait) for trait in traits_of(copy)],
            text=search_text(copy),
        )
    )
    assessment.established_number, assessment.established_verdict = number, assessment.verdict
    audit.record("framework_assessment.established", assessment, by=by, label=use_case.code, number=number)
    note_for_search("use-case", use_case.id)


def _placed(finding: Finding) -> tuple[str, str, dict[str, Any]]:
    """Return the field of the form that a finding is about, with its code and parameters."""
    params = dict(finding.params)
    if finding.code in ("framework_level_unknown", "framework_level_missing"):
        return f"{params['question']}_level", finding.code, params
    if finding.code == "framework_reason_missing":
        return f"{params['question']}_reason", finding.code, params
    if finding.code == "framework_speaker_missing":
        return f"view_{params['viewpoint']}-speaker", finding.code, params
    if finding.code == "framework_said_missing":
        return f"view_{params['viewpoint']}-said", finding.code, params
    return _FIELD_OF.get(finding.code, ""), finding.code, params
