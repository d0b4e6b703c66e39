"""An assessment as the rules see it, as JSON for its versions, as traits, and as text for search."""

from collections.abc import Mapping
from typing import Any

from portfolio.actions.snapshot import plain
from portfolio.models import FrameworkAssessment, UseCase
from portfolio.rules.framework import Answer, Heard, Question, Sheet
from portfolio.rules.framework_similarity import Trait, traits

FIELDS = (
    *("purpose", "value_kind", "data", "has_personal", "has_special", "has_sensitive", "has_private"),
    *("data_note", "may_level", "may_explanation", "may_reason", "legal_basis", "can_level", "can_reason"),
    *("want_level", "want_reason", "verdict", "verdict_reason"),
)
ROW_FIELDS = {
    "parties": ("role", "name", "note"),
    "tools": ("question", "name", "reference"),
    "consultations": ("role", "consulted_on", "said"),
    "viewpoints": ("viewpoint", "speaker", "said", "heard_on"),
    "conditions": ("text", "owner_role", "due_on"),
}


def sheet_of(assessment: FrameworkAssessment) -> Sheet:
    """Return what the rules look at; all rows must be loaded."""
    return Sheet(
        purpose=assessment.purpose,
        answers={
            question: Answer(
                getattr(assessment, f"{question}_level"), getattr(assessment, f"{question}_reason")
            )
            for question in Question
        },
        may_explanation=assessment.may_explanation,
        verdict=assessment.verdict,
        verdict_reason=assessment.verdict_reason,
        conditions=len(assessment.conditions),
        heard=tuple(
            Heard(row.viewpoint, row.speaker, row.said, row.heard_on) for row in assessment.viewpoints
        ),
        consulted=len(assessment.consultations),
    )


def snapshot_of(assessment: FrameworkAssessment, use_case: UseCase) -> dict[str, Any]:
    """Return the assessment as JSON, with the datasets, challenges and functions it was about.

    All rows must be loaded and flushed (their ids go along), and those of ``use_case`` loaded.
    """
    known: dict[str, Any] = {name: plain(getattr(assessment, name)) for name in FIELDS}
    for name, fields in ROW_FIELDS.items():
        known[name] = [
            {
                "id": row.id,
                **{field: plain(getattr(row, field)) for field in fields},
                "illustrative": sorted(row.illustrative),
            }
            for row in getattr(assessment, name)
        ]
    known["illustrative"] = sorted(assessment.illustrative)
    known["about"] = about(use_case)
    return known


def about(use_case: UseCase) -> dict[str, Any]:
    """Return what likeness is judged by beside the text; datasets, challenges, contributions loaded."""
    return {
        "datasets": [row.name for row in use_case.datasets],
        "challenges": [[row.slug, row.name] for row in use_case.challenges],
        "functions": [
            [row.function.code, f"{row.function.code} {row.function.name}"]
            for row in use_case.contributions
            if row.builds
        ],
    }


def traits_of(copy: Mapping[str, Any]) -> tuple[Trait, ...]:
    """Return what an assessment, as JSON, is about."""
    named = [line.strip(" -*;,.") for line in copy["data"].splitlines()]
    return traits(
        datasets=[name for name in (*copy["about"]["datasets"], *named) if name],
        texts=[copy["legal_basis"], copy["may_reason"], copy["may_explanation"]],
        challenges=[(slug, name) for slug, name in copy["about"]["challenges"]],
        functions=[(code, name) for code, name in copy["about"]["functions"]],
        purpose=copy["purpose"],
    )


def search_text(copy: Mapping[str, Any]) -> str:
    """Return the words by which an assessment is found."""
    names = ("purpose", "data", "legal_basis", "may_reason", "may_explanation", "can_reason", "want_reason")
    texts = [copy[name] for name in (*names, "verdict_reason")]
    texts += [row["text"] for row in copy["conditions"]]
    texts += [row["said"] for row in (*copy["viewpoints"], *copy["consultations"])]
    return "\n".join(text for text in texts if text)
