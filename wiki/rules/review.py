"""The life of a proposal for core information: who may take which step, from which state (W1).

Four eyes: nobody approves a text that he wrote, author or reviewer. A reviewer
who changes a proposal becomes a writer of it, so then another curator approves;
with two curators of whom one is the author, one asks for changes instead of
making them. An administrator has no say in content.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class ProposalKind(StrEnum):
    """What is asked: other values, another address, or that the page goes."""

    CHANGE = "change"
    RENAME = "rename"
    DELETE = "delete"


class ProposalState(StrEnum):
    """Where a proposal stands."""

    SUBMITTED = "submitted"
    CHANGES_REQUESTED = "changes_requested"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


OPEN = frozenset({ProposalState.SUBMITTED, ProposalState.CHANGES_REQUESTED})


class Step(StrEnum):
    """What can happen to a proposal."""

    SUBMIT = "submit"
    EDIT = "edit"
    WITHDRAW = "withdraw"
    ASK = "ask"
    AMEND = "amend"
    APPROVE = "approve"
    REJECT = "reject"
    OBJECT = "object"
    REBASE = "rebase"
    CLASH = "clash"


@dataclass(frozen=True, slots=True)
class Who:
    """What someone is to a proposal."""

    is_author: bool = False
    is_curator: bool = False
    has_written: bool = False
    may_object: bool = False


@dataclass(frozen=True, slots=True)
class Situation:
    """What a decision must reckon with.

    ``unanswered`` are objections to which no answer was written; ``is_waiting`` says
    that who builds on the page may still object; ``is_urgent`` that the reviewer does
    not wait for that.
    """

    is_clashing: bool = False
    unanswered: int = 0
    is_waiting: bool = False
    is_urgent: bool = False
    reason: str = ""


_CURATOR = frozenset({Step.ASK, Step.AMEND, Step.APPROVE, Step.REJECT})
_AUTHOR = frozenset({Step.EDIT, Step.WITHDRAW})
_REASONED = frozenset({Step.ASK, Step.REJECT, Step.OBJECT})
_FROM: Mapping[Step, frozenset[ProposalState]] = {
    Step.EDIT: OPEN,
    Step.WITHDRAW: OPEN,
    Step.ASK: frozenset({ProposalState.SUBMITTED}),
    Step.AMEND: frozenset({ProposalState.SUBMITTED}),
    Step.APPROVE: frozenset({ProposalState.SUBMITTED}),
    Step.REJECT: OPEN,
    Step.OBJECT: OPEN,
}
_TO: Mapping[Step, ProposalState] = {
    Step.EDIT: ProposalState.SUBMITTED,
    Step.WITHDRAW: ProposalState.WITHDRAWN,
    Step.ASK: ProposalState.CHANGES_REQUESTED,
    Step.APPROVE: ProposalState.APPROVED,
    Step.REJECT: ProposalState.REJECTED,
}


def refusal_of(step: Step, state: ProposalState, who: Who) -> str | None:
    """Return why ``who`` may not take ``step`` now, as a code; None when he may.

    Codes: review_not_curator, review_own_change, review_own_words, review_not_author,
    review_no_objection, review_not_now.
    """
    if step in _CURATOR:
        if who.is_author:
            return "review_own_change"
        if not who.is_curator:
            return "review_not_curator"
        if step is Step.APPROVE and who.has_written:
            return "review_own_words"
    if step in _AUTHOR and not who.is_author:
        return "review_not_author"
    if step is Step.OBJECT and (not who.may_object or who.is_author):
        return "review_no_objection"
    return None if state in _FROM[step] else "review_not_now"


def findings(step: Step, situation: Situation) -> list[str]:
    """Return what stands in the way of a step that is allowed, as codes.

    review_clashes, review_unanswered, review_may_object, review_reason_needed.
    """
    found = []
    if step is Step.APPROVE and situation.is_clashing:
        found.append("review_clashes")
    if step in (Step.APPROVE, Step.REJECT) and situation.unanswered:
        found.append("review_unanswered")
    if step is Step.APPROVE and situation.is_waiting and not situation.is_urgent:
        found.append("review_may_object")
    is_hurried = step is Step.APPROVE and situation.is_waiting and situation.is_urgent
    if (step in _REASONED or is_hurried) and not situation.reason.strip():
        found.append("review_reason_needed")
    return found


def after(step: Step, state: ProposalState) -> ProposalState:
    """Return the state after ``step``."""
    return _TO.get(step, state)
