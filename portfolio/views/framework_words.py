"""An assessment in words: its questions, viewpoints and likenesses, and the help that its form gives."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _

from core.i18n import localised
from portfolio.actions.framework_copy import ROW_FIELDS
from portfolio.labels import label
from portfolio.queries.framework import Similar
from portfolio.rules.framework import DATA_KINDS, PartyRole, Question, Verdict, Viewpoint
from portfolio.rules.framework_similarity import Trait, TraitKind

# symbol and tone of each verdict; the words stand in portfolio/framework_words.py
LOOKS = {
    Verdict.YES: ("check", "green"),
    Verdict.YES_IF: ("half", "amber"),
    Verdict.NOT_YET: ("ring", "amber"),
    Verdict.NO: ("cross", "red"),
}
MOST_REASONS = 4


@dataclass(frozen=True)
class Look:
    """A verdict as the badge draws it."""

    symbol: str
    tone: str
    label: str


@dataclass(frozen=True)
class QuestionWords:
    """One of the three questions with its answer; ``level`` 0–5 or None."""

    key: str
    words: str
    meaning: str
    level: int | None
    reason: str
    tools: list[Mapping[str, Any]]


@dataclass(frozen=True)
class ViewpointWords:
    """A viewpoint; ``row`` is None while nobody spoke for it."""

    words: str
    row: Mapping[str, Any] | None


@dataclass(frozen=True)
class SimilarWords:
    """An earlier assessment like this one, with the reasons in words."""

    code: str
    title: str
    verdict: Look
    established_on: Any
    is_illustrative: bool
    reasons: list[str]


def look(verdict: Verdict | str | None) -> Look:
    """Return how a verdict is shown; none yet is a ring."""
    if not verdict:
        return Look("ring", "grey", _("nog geen oordeel"))
    term = Verdict(verdict)
    return Look(*LOOKS[term], label(term))


def present(copy: Mapping[str, Any]) -> dict[str, Any]:
    """Return an assessment, as JSON, ready for its page."""
    copy = {**copy, **{name: [_dated(row) for row in copy[name]] for name in ROW_FIELDS}}
    spoken = {row["viewpoint"]: row for row in copy["viewpoints"]}
    viewpoints = [ViewpointWords(label(one), spoken.get(one.value)) for one in Viewpoint]
    return {
        **copy,
        "look": look(copy["verdict"]),
        "questions": [
            QuestionWords(
                question.value,
                label(question),
                meanings()[question],
                copy[f"{question}_level"],
                copy[f"{question}_reason"],
                [row for row in copy["tools"] if row["question"] == question],
            )
            for question in Question
        ],
        "voices": viewpoints,
        "heard": sum(one.row is not None for one in viewpoints),
        "kinds": [(name, words) for name, words in data_kinds() if copy[name]],
        "parties": [{**row, "role_words": label(PartyRole(row["role"]))} for row in copy["parties"]],
        "lines": [line.strip(" -*") for line in copy["data"].splitlines() if line.strip(" -*")],
    }


def _dated(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: date.fromisoformat(value) if name.endswith("_on") and value else value
        for name, value in row.items()
    }


def is_same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Tell whether two copies say the same; what the use case is about may have changed since."""
    return {**one, "about": None} == {**other, "about": None}


def data_kinds() -> list[tuple[str, str]]:
    """Return (field, words) for the kinds of data."""
    words = {
        "has_personal": _("persoonsgegevens"),
        "has_special": _("bijzondere of strafrechtelijke persoonsgegevens"),
        "has_sensitive": _("bedrijfsgevoelige gegevens"),
        "has_private": _("gegevens van een private partij"),
    }
    return [(name, words[name]) for name in DATA_KINDS]


def meanings() -> dict[Question, str]:
    """Return what each question is about, in a sentence."""
    return {
        Question.MAY: _("Geeft de wet ruimte: privacy, beveiliging en de wetten van het domein?"),
        Question.CAN: _("Kan het veilig en verantwoord, en zijn de data juist en actueel genoeg?"),
        Question.WANT: _("Is het wenselijk: ethiek, draagvlak in politiek en samenleving, en vertrouwen?"),
    }


def hints() -> dict[str, str]:
    """Return, per question, who to ask and which help tools there are."""
    return {
        Question.MAY: _(
            "Vraag de privacyfunctionaris of de functionaris voor informatiebeveiliging, voordat u scoort. "
            "Hulpmiddelen: het afwegingskader voor datadeling, en een DPIA bij persoonsgegevens. "
            "0 = mag niet, 5 = mag. Een ander getal vraagt om uitleg."
        ),
        Question.CAN: _(
            "Vraag de datasteward of de eenheid die de data beheert. "
            "Hulpmiddelen: een toets van de datakwaliteit, een beveiligingsplan. "
            "0 = kan niet verantwoord, 5 = alles is geregeld en getoetst."
        ),
        Question.WANT: _(
            "Vraag de ambtelijk verantwoordelijke; bij grote gevolgen ook het bestuur en wie het raakt. "
            "Hulpmiddelen: het datamanifest van uw domein, een kader voor algoritmes (zoals het IAMA), "
            "eigen beleid. "
            "0 = onwenselijk, 5 = breed gedragen."
        ),
    }


def missing_words(form: Any) -> list[str]:
    """Return the viewpoints for which the form holds nothing yet."""
    return [label(viewpoint) for viewpoint, part in form.views() if not (part.form.said.data or "").strip()]


def similar_words(one: Similar) -> SimilarWords:
    """Return an earlier assessment with why it is like this one."""
    shared = [trait for trait in one.likeness.shared if trait.kind is not TraitKind.PURPOSE]
    purpose = [trait.words for trait in one.likeness.shared if trait.kind is TraitKind.PURPOSE]
    reasons = [_reason(trait) for trait in shared[:MOST_REASONS]]
    if len(reasons) < MOST_REASONS and purpose:
        reasons.append(_("zelfde doel: %(words)s", words=", ".join(purpose[:3])))
    return SimilarWords(
        one.code, localised(one, "title"), look(one.verdict), one.established_on, one.is_illustrative, reasons
    )


def _reason(trait: Trait) -> str:
    if trait.kind is TraitKind.DATASET:
        return _("zelfde dataset: %(name)s", name=trait.words)
    if trait.kind is TraitKind.LAW:
        return _("zelfde wet: %(name)s", name=trait.words)
    if trait.kind is TraitKind.CHALLENGE:
        return _("zelfde opgave: %(name)s", name=trait.words)
    return _("bouwt aan dezelfde systeemfunctie: %(name)s", name=trait.words)
