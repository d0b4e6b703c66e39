"""What the page of a use case says of its progress: declared beside computed, and how old each figure is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext

from accounts.models import Domain
from core.i18n import format_day, localised
from portfolio.labels import label
from portfolio.models import UseCase
from portfolio.models.progress import ComputedStatus, Milestone, StatusReport
from portfolio.queries import progress as queries
from portfolio.rules.programme import Standing
from portfolio.rules.progress_status import Cause
from portfolio.rules.terms import MIX_PHASES


@dataclass(frozen=True)
class Progress:
    """The block of progress of one use case."""

    standing: ComputedStatus | None
    reports: list[StatusReport]
    milestones: list[Milestone]
    gap: str
    age: str
    unchanged: str
    causes: str
    drift: str
    is_running: bool


def progress_of(use_case: UseCase, on: date) -> Progress:
    """Return how it goes, in words; three statements."""
    standing = queries.find_standing(use_case.id)
    reports = list(queries.list_reports(use_case.id, 6))
    return Progress(
        standing,
        reports,
        list(queries.list_milestones(use_case.id)),
        gap_words(standing.gap) if standing else "",
        age_words(reports[0].on if reports else None, on),
        unchanged_words(standing.unchanged_for) if standing else "",
        ", ".join(label(Cause(cause)) for cause in standing.causes) if standing else "",
        drift_words(standing.drift) if standing else "",
        use_case.phase in MIX_PHASES,
    )


class RowWords:
    """What a row of a list of standings says besides its figures."""

    def __init__(self, domains: Sequence[Domain]) -> None:
        self._names = {domain.slug: localised(domain, "name") for domain in domains}

    def domain(self, slug: str) -> str:
        """Return the name of a domain."""
        return self._names.get(slug, slug)

    def why(self, standing: Standing) -> str:
        """Return what makes the computed status what it is: the drift, and each other cause."""
        words = [drift_words(standing.drift)]
        words += [label(Cause(cause)) for cause in standing.causes if cause != Cause.DRIFT]
        return "; ".join(words)


def gap_words(gap: int | None) -> str:
    """Return how the declared status differs from the computed one; "" when there is nothing to compare."""
    if gap is None:
        return ""
    if gap == 0:
        return _("Melding en berekening zeggen hetzelfde.")
    if gap > 0:
        return ngettext(
            "De melding is %(num)s stap rooskleuriger dan de dagen zeggen.",
            "De melding is %(num)s stappen rooskleuriger dan de dagen zeggen.",
            gap,
        )
    return ngettext(
        "De melding is %(num)s stap somberder dan de dagen zeggen.",
        "De melding is %(num)s stappen somberder dan de dagen zeggen.",
        -gap,
    )


def age_words(reported_on: date | None, on: date) -> str:
    """Return how old the last report is."""
    if reported_on is None:
        return _("nog nooit gemeld")
    days = (on - reported_on).days
    if days == 0:
        return _("vandaag gemeld")
    words = ngettext("%(num)s dag oud", "%(num)s dagen oud", days)
    return _("gemeld op %(day)s, %(age)s", day=format_day(reported_on), age=words)


def unchanged_words(times: int) -> str:
    """Return for how many reports in a row nothing changed; "" for one or none."""
    return _("%(num)s berichten op rij hetzelfde", num=times) if times > 1 else ""


def drift_words(drift: int | None) -> str:
    """Return how much later the end is than was first promised."""
    if drift is None:
        return _("nog niets beloofd")
    if drift == 0:
        return _("zoals eerst beloofd")
    if drift > 0:
        return ngettext("%(num)s dag later dan eerst beloofd", "%(num)s dagen later dan eerst beloofd", drift)
    return ngettext("%(num)s dag eerder dan eerst beloofd", "%(num)s dagen eerder dan eerst beloofd", -drift)
