"""The words of the field as enumerations: the one list of what a value may be.

Values are what the database, CSV and JSON hold; the words that people read
stand beside them in ``portfolio/labels.py``. Source: domain.md §2 and §3.
"""

from enum import StrEnum


class Kind(StrEnum):
    """A use case is chosen and counted in the mix; an initiative only builds."""

    USE_CASE = "use_case"
    INITIATIVE = "initiative"


class Phase(StrEnum):
    """Where a use case stands, from idea to roll-out, in the order of its life."""

    IDEA = "idea"
    CANDIDATE = "candidate"
    SELECTED = "selected"
    PREPARATION = "preparation"
    PILOT = "pilot"
    PRODUCTION = "production"
    SCALE_UP = "scale_up"
    FINISHED = "finished"
    STOPPED = "stopped"
    PARKED = "parked"


MIX_PHASES = frozenset({Phase.SELECTED, Phase.PREPARATION, Phase.PILOT, Phase.PRODUCTION, Phase.SCALE_UP})
"""What the mix of R2 counts: selected up to and including scale-up (methods.md §1)."""

RUNNING = MIX_PHASES - {Phase.SELECTED}
"""At work: what counts as a running use case in the headline (methods.md §5)."""
BEGUN = RUNNING | {Phase.FINISHED}
"""At work, or done with it: a promise to run by now is not broken by being ready early."""

PUBLISHED_PHASES = MIX_PHASES | {Phase.FINISHED}
"""From *selected* on a use case is public."""
SHOWN_PHASES = PUBLISHED_PHASES | {Phase.CANDIDATE}
"""What a roadmap can show: what is chosen, and for the board its candidates."""


class Size(StrEnum):
    """The two sizes of the 75/25 rule (R2)."""

    SMALL = "small"
    AMBITIOUS = "ambitious"


class ContributionLevel(StrEnum):
    """What a use case does for a system function (R3), from weak to strong."""

    USES = "uses"
    EXTENDS = "extends"
    DELIVERS = "delivers"


BUILDING_LEVELS = frozenset({ContributionLevel.EXTENDS, ContributionLevel.DELIVERS})
"""What helps to set a function up; uses alone does not (R3)."""


class GovernmentRole(StrEnum):
    """The role of government in the use case."""

    SERVICE = "service"
    POLICY = "policy"
    SUPERVISION = "supervision"
    EXECUTION = "execution"
    FACILITATION = "facilitation"


class DataLevel(StrEnum):
    """Whether decisions on individuals are taken with the data (R12)."""

    POLICY = "policy"
    EXECUTION = "execution"


class PersonalData(StrEnum):
    """Class of personal data, from none to criminal (AVG art. 9 and 10; R12)."""

    NONE = "none"
    PERSONAL = "personal"
    SPECIAL = "special"
    CRIMINAL = "criminal"


class PreconditionKind(StrEnum):
    """What sort of thing must hold first."""

    TECHNICAL = "technical"
    LEGAL = "legal"
    ETHICAL = "ethical"
    ORGANISATIONAL = "organisational"


class PreconditionState(StrEnum):
    """How far a precondition is."""

    OPEN = "open"
    IN_PROGRESS = "in_progress"
    MET = "met"
    NOT_NEEDED = "not_needed"


class Grade(StrEnum):
    """Three grades, for likelihood, impact and the rating of a risk."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Commitment(StrEnum):
    """Whether an organisation promised to scale up on success (R5)."""

    YES = "yes"
    NO = "no"
    OPEN = "open"


class Basis(StrEnum):
    """What the mix is counted by: the rule is about count, the others stand beside it."""

    COUNT = "count"
    EFFORT = "effort"
    BUDGET = "budget"
