"""Whether a use case is complete enough to compare with others (domain.md §3, R1, R3, R7)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from portfolio.rules.effort import Effort
from portfolio.rules.findings import Finding
from portfolio.rules.framework import Verdict
from portfolio.rules.preconditions import Gate
from portfolio.rules.terms import (
    BUILDING_LEVELS,
    Commitment,
    ContributionLevel,
    DataLevel,
    PersonalData,
    Phase,
)


@dataclass(frozen=True, slots=True)
class Offer:
    """A contribution to a system function, with the reusable thing it leaves behind."""

    function: str
    level: ContributionLevel
    deliverable: str

    @property
    def builds(self) -> bool:
        """Whether it extends or delivers."""
        return self.level in BUILDING_LEVELS


@dataclass(frozen=True, slots=True)
class Dossier:
    """What is known of one use case when it is to be compared or to move on.

    Empty text is unknown. ``phase_since`` is the date of the last change of phase,
    ``parked_from`` the phase it was parked from, ``verdict`` that of the established assessment.
    """

    phase: Phase
    phase_since: date | None = None
    parked_from: Phase | None = None
    challenge: str = ""
    intended_result: str = ""
    practice: str = ""
    has_owner: bool = False
    effort: Effort | None = None
    gates: tuple[Gate, ...] = ()
    has_no_preconditions: bool = False
    risks: int = 0
    has_no_risks: bool = False
    offers: tuple[Offer, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    data_level: DataLevel | None = None
    personal_data: PersonalData | None = None
    dpia: str = ""
    verdict: Verdict | None = None


WANTED: tuple[tuple[str, Callable[[Dossier], bool]], ...] = (
    ("missing_challenge", lambda dossier: bool(dossier.challenge.strip())),
    ("missing_intended_result", lambda dossier: bool(dossier.intended_result.strip())),
    ("missing_effort", lambda dossier: dossier.effort is not None),
    ("missing_preconditions", lambda dossier: bool(dossier.gates) or dossier.has_no_preconditions),
    ("missing_risks", lambda dossier: bool(dossier.risks) or dossier.has_no_risks),
    ("missing_owner", lambda dossier: dossier.has_owner),
    ("missing_practice", lambda dossier: bool(dossier.practice.strip())),
)
"""What a candidate needs, by the code of the finding when it lacks; explicitly none is an answer too."""


def missing_for_candidate(dossier: Dossier) -> list[Finding]:
    """Return a blocking finding for each thing that lacks, in the order of WANTED."""
    return [Finding(code) for code, is_there in WANTED if not is_there(dossier)]


def completeness(dossier: Dossier) -> tuple[int, int]:
    """Return (n, m): how many of the m things a candidate needs are there."""
    return len(WANTED) - len(missing_for_candidate(dossier)), len(WANTED)


def missing_contribution(dossier: Dossier) -> list[Finding]:
    """Return what R3 still asks: one contribution that extends or delivers, with its deliverable named."""
    building = [offer for offer in dossier.offers if offer.builds]
    if not building:
        return [Finding("missing_contribution")]
    nameless = [offer.function for offer in building if not offer.deliverable.strip()]
    is_blocking = len(nameless) == len(building)
    return [Finding("missing_deliverable", {"function": code}, is_blocking) for code in nameless]


def missing_assessment(dossier: Dossier) -> list[Finding]:
    """Return what R12 still asks: the heavier assessment for decisions on people and for sensitive data."""
    unknown = [
        Finding(code)
        for code, found in (
            ("missing_data_level", dossier.data_level),
            ("missing_personal_data", dossier.personal_data),
        )
        if found is None
    ]
    is_heavy = dossier.data_level is DataLevel.EXECUTION or dossier.personal_data in {
        PersonalData.SPECIAL,
        PersonalData.CRIMINAL,
    }
    return unknown + ([Finding("missing_dpia")] if is_heavy and not dossier.dpia.strip() else [])
