"""What a roadmap says of the first promise: how far off, how bad, how often and why it was replanned."""

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from portfolio.plan_words import replan_words, slip_words
from portfolio.queries.plan_moves import Promise
from portfolio.rules.progress_status import Cause, Situation, compute_status
from portfolio.rules.quarters import Quarter
from portfolio.rules.terms import Phase
from portfolio.views.blueprint import bp
from portfolio.views.use_case_story import quarter_words

TONES = {"green": "check", "amber": "triangle", "red": "square"}


@dataclass(frozen=True)
class Drift:
    """The plan of now against the first promise; ``quarters`` is positive when it ends later.

    ``tone`` is that of the rule of methods.md §5 for drift alone: green, amber or red.
    """

    promise: Promise
    quarters: int
    tone: str
    is_overdue: bool

    @property
    def symbol(self) -> str:
        """The sign beside the words."""
        return TONES[self.tone]

    @property
    def words(self) -> str:
        """How much later or earlier it ends."""
        return _("einde voorbij") if self.is_overdue and not self.quarters else slip_words(self.quarters)

    @property
    def first(self) -> str:
        """The quarters that were first promised."""
        return span_words(self.promise.first, self.promise.last)

    @property
    def replans(self) -> str:
        """How often it was planned anew, with the reasons; empty for never."""
        return replan_words(self.promise.reasons)


def drift_of(promise: Promise | None, first: Quarter, last: Quarter, phase: Phase, day: date) -> Drift | None:
    """Return the drift of a plan on a day; None without a promise.

    What has no end yet and should have is counted as late as today.
    """
    if promise is None:
        return None
    is_over = phase in (Phase.FINISHED, Phase.STOPPED)
    found = compute_status(
        Situation(promise.first.first_day, promise.last.last_day, last.last_day, day),
        day,
        ended_on=last.last_day if is_over else None,
    )
    tone = found.status.value if Cause.DRIFT in found.causes else "green"
    return Drift(promise, last - promise.last, tone, not is_over and last.last_day < day)


@bp.app_template_global("span_words")
def span_words(first: Quarter, last: Quarter) -> str:
    """Return quarters in words: Q1 2027 – Q3 2027."""
    return quarter_words(first) if first == last else f"{quarter_words(first)} – {quarter_words(last)}"


@bp.app_template_global("plan_words")
def plan_words(plan: tuple[int | None, int | None]) -> str:
    """Return a plan of the log in words."""
    start, quarters = plan
    if start is None or quarters is None:
        return _("geen plek")
    return span_words(Quarter.from_index(start), Quarter.from_index(start + quarters - 1))
