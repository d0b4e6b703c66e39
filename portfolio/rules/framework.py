"""The assessment framework: may we, can we, do we want to; who was heard; the verdict (domain.md §3, R8).

It guides a conversation between functions and is no tick-box form: so little is
refused, and most of what is found only warns. Levels run 0–5.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from portfolio.rules.findings import Finding

LEVELS = range(6)
NOT_ALLOWED, ALLOWED = 0, 5
WEAK = 1  # a level of *can* or *want* up to here does not go with a plain yes


class Question(StrEnum):
    """The three questions, in the order of the framework."""

    MAY = "may"
    CAN = "can"
    WANT = "want"


class Verdict(StrEnum):
    """What the three answers come to."""

    YES = "yes"
    YES_IF = "yes_if"
    NOT_YET = "not_yet"
    NO = "no"


ENABLING = frozenset({Verdict.YES, Verdict.YES_IF})
"""The verdicts with which a use case may be selected."""


class Viewpoint(StrEnum):
    """The seven viewpoints that are heard on purpose (R8)."""

    TECHNOLOGY = "technology"
    PRIVACY = "privacy"
    POLICY = "policy"
    EXECUTION = "execution"
    SUPERVISION = "supervision"
    CITIZENS = "citizens"
    BUSINESSES = "businesses"


class PartyRole(StrEnum):
    """In which role somebody is involved in the project."""

    SUPPLIER = "supplier"
    DATA_OWNER = "data_owner"
    GOVERNMENT = "government"
    PRIVATE = "private"
    STAKEHOLDER = "stakeholder"


DATA_KINDS = ("has_personal", "has_special", "has_sensitive", "has_private")
"""Personal data, special categories, business-sensitive, held by a private party."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question: a level 0–5 (None: open), and why."""

    level: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Heard:
    """Who spoke for a viewpoint (a function, never a name), what they said, and when."""

    viewpoint: Viewpoint
    speaker: str = ""
    said: str = ""
    on: date | None = None

    @property
    def is_heard(self) -> bool:
        """Somebody spoke, and what was said is on record."""
        return bool(self.speaker.strip() and self.said.strip())


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the rules look at in an assessment; ``conditions`` counts those of the verdict."""

    purpose: str = ""
    answers: dict[Question, Answer] = field(default_factory=dict)
    may_explanation: str = ""
    verdict: Verdict | None = None
    verdict_reason: str = ""
    conditions: int = 0
    heard: Sequence[Heard] = ()
    consulted: int = 0

    def answer(self, question: Question) -> Answer:
        """Return the answer to a question; an open one where none was given."""
        return self.answers.get(question, Answer())


def is_in_between(level: int | None) -> bool:
    """Tell whether a level of *may* is neither 0 nor 5, which asks for an explanation."""
    return level is not None and level not in (NOT_ALLOWED, ALLOWED)


def check_draft(sheet: Sheet) -> list[Finding]:
    """Return what is wrong in any assessment, finished or not: all blocking, by the field they are about."""
    found = []
    for question in Question:
        level = sheet.answer(question).level
        if level is not None and level not in LEVELS:
            found.append(Finding("framework_level_unknown", {"question": question}))
    if is_in_between(sheet.answer(Question.MAY).level) and not sheet.may_explanation.strip():
        found.append(Finding("framework_may_in_between", {"level": sheet.answer(Question.MAY).level}))
    for one in sheet.heard:
        if one.said.strip() and not one.speaker.strip():
            found.append(Finding("framework_speaker_missing", {"viewpoint": one.viewpoint}))
        elif (one.speaker.strip() or one.on) and not one.said.strip():
            found.append(Finding("framework_said_missing", {"viewpoint": one.viewpoint}))
    return found


def check_establish(sheet: Sheet) -> list[Finding]:
    """Return what stops an assessment from being established, and what is worth a warning.

    Blocking: no purpose, a question without level or reason, no verdict or no
    reason for it, a condition lacking where the verdict has conditions, and a
    plain yes where the law says no.
    """
    found = check_draft(sheet)
    if not sheet.purpose.strip():
        found.append(Finding("framework_purpose_missing"))
    for question in Question:
        answer = sheet.answer(question)
        if answer.level is None:
            found.append(Finding("framework_level_missing", {"question": question}))
        elif not answer.reason.strip():
            found.append(Finding("framework_reason_missing", {"question": question}))
    found += _about_verdict(sheet)
    missing = missing_viewpoints(sheet.heard)
    if missing:
        found.append(Finding("framework_viewpoints_missing", {"viewpoints": missing}, is_blocking=False))
    if not sheet.consulted:
        found.append(Finding("framework_nobody_consulted", is_blocking=False))
    return sorted(found, key=lambda finding: not finding.is_blocking)


def _about_verdict(sheet: Sheet) -> list[Finding]:
    verdict = sheet.verdict
    if verdict is None:
        return [Finding("framework_verdict_missing")]
    found = []
    if not sheet.verdict_reason.strip():
        found.append(Finding("framework_verdict_without_reason"))
    if verdict is Verdict.YES_IF and not sheet.conditions:
        found.append(Finding("framework_conditions_missing"))
    if verdict in ENABLING and sheet.answer(Question.MAY).level == NOT_ALLOWED:
        found.append(Finding("framework_yes_against_the_law", is_blocking=verdict is Verdict.YES))
    for question in (Question.CAN, Question.WANT):
        level = sheet.answer(question).level
        if verdict is Verdict.YES and level is not None and level <= WEAK:
            found.append(
                Finding("framework_yes_on_weak_ground", {"question": question, "level": level}, False)
            )
    return found


def missing_viewpoints(heard: Iterable[Heard]) -> tuple[Viewpoint, ...]:
    """Return the viewpoints for which nobody spoke yet, in the order of R8."""
    spoken = {one.viewpoint for one in heard if one.is_heard}
    return tuple(viewpoint for viewpoint in Viewpoint if viewpoint not in spoken)


def missing_verdict(verdict: Verdict | None) -> list[Finding]:
    """Return what selection still asks of the established verdict (None: nothing was established).

    Source: the user's promise "no candidate reaches the board without assessment"; our choice
    that *not yet* and *no* stop selection each with words of their own.
    """
    if verdict in ENABLING:
        return []
    codes = {None: "missing_verdict", Verdict.NOT_YET: "verdict_not_yet", Verdict.NO: "verdict_no"}
    return [Finding(codes[verdict])]
