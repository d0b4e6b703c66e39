"""The page of a use case in the words and numbers it shows; the rules say what they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from flask_babel import gettext as _
from flask_babel import ngettext

from accounts.rules.terms import OrganisationKind
from core.i18n import format_number, localised
from portfolio.labels import label, source_title
from portfolio.models import ChanceAnchor, OrganisationCount, UseCase
from portfolio.organisation_words import organisations_words
from portfolio.rules.adoption import AdoptionNotValid, Total, adoption
from portfolio.rules.quarters import Quarter
from portfolio.rules.scoring_model import CriterionView
from portfolio.rules.size import SizeLimits, classify
from portfolio.rules.terms import DataLevel, PersonalData
from portfolio.rules.value import LEVEL_POINTS


@dataclass(frozen=True)
class ValueLine:
    """One criterion: its share of the value, and what was judged; no level is unknown, never 0."""

    name: str
    weight: Decimal
    level: int | None
    points: Decimal | None
    anchor: str
    reason: str


@dataclass(frozen=True)
class AdoptionLine:
    """How many of one kind of organisation use it on a day; ``share`` is 0–1, None when N is unknown."""

    words: str
    on: date
    adopted: int
    total: int | None
    share: Decimal | None
    source: str
    is_illustrative: bool


def value_lines(use_case: UseCase, criteria: Sequence[CriterionView]) -> list[ValueLine]:
    """Return each criterion with the level it got."""
    scores = use_case.assessment.scores if use_case.assessment else []
    by_criterion = {score.criterion.code: score for score in scores}
    lines = []
    for criterion in criteria:
        score = by_criterion.get(criterion.code)
        level = score.level if score else None
        anchor = criterion.anchor(level)
        lines.append(
            ValueLine(
                name=localised(criterion, "name"),
                weight=criterion.weight,
                level=level,
                points=None if level is None else LEVEL_POINTS[level],
                anchor=localised(anchor, "text") if anchor else "",
                reason=score.reason if score else "",
            )
        )
    return lines


def value_sentence(use_case: UseCase) -> str:
    """Return the finding above the picture of the value."""
    low, high = use_case.value_low, use_case.value_high
    if low is None or high is None:
        return _("Deze use case is nog niet gescoord.")
    if use_case.scored == use_case.criteria:
        return _(
            "%(value)s van 100. Alle %(count)s onderdelen zijn gescoord, dus de waarde is één getal.",
            value=format_number(low),
            count=use_case.criteria,
        )
    return _(
        "Tussen %(low)s en %(high)s van 100. Van de %(count)s onderdelen zijn er %(scored)s gescoord; "
        "wat nog mist, telt van laagst tot hoogst mee.",
        low=format_number(low),
        high=format_number(high),
        count=use_case.criteria,
        scored=use_case.scored,
    )


def chance_words(chance: int | None, anchors: Sequence[ChanceAnchor]) -> str:
    """Return what a chance means: the words of the nearest anchor, the lower one of two."""
    if chance is None or not anchors:
        return ""
    return localised(min(anchors, key=lambda anchor: (abs(anchor.percent - chance), anchor.percent)), "text")


def effort_words(use_case: UseCase) -> str:
    """Return the effort in person-months with its low and high estimate; empty when unknown."""
    if use_case.effort_likely is None:
        return ""
    likely = format_number(use_case.effort_likely, 1)
    if use_case.effort_low is None or use_case.effort_high is None:
        return _("%(likely)s persoonsmaanden", likely=likely)
    return _(
        "%(likely)s persoonsmaanden (laag %(low)s, hoog %(high)s)",
        likely=likely,
        low=format_number(use_case.effort_low, 1),
        high=format_number(use_case.effort_high, 1),
    )


def size_words(use_case: UseCase) -> str:
    """Return why the use case has this size: the rule, or the board that overruled it."""
    limits = SizeLimits(
        Decimal(use_case.domain.small_effort_limit), use_case.domain.small_organisations_limit
    )
    by_rule = classify(use_case.effort_likely, use_case.organisations, None, limits).size
    if by_rule is None:
        rule = _("De maat volgt uit inspanning en aantal organisaties; de inspanning is nog niet bekend.")
    else:
        rule = _(
            "Volgens de rekenregel %(size)s: %(effort)s persoonsmaanden (klein is tot en met %(most)s) en "
            "%(organisations)s (klein is tot en met %(limit)s).",
            size=label(by_rule),
            effort=format_number(use_case.effort_likely, 1),
            most=format_number(limits.person_months),
            organisations=ngettext("%(num)s organisatie", "%(num)s organisaties", use_case.organisations),
            limit=limits.organisations,
        )
    if use_case.size_override is None:
        return rule
    return _("Het databoord koos %(size)s.", size=label(use_case.size_override)) + " " + rule


def planned_words(use_case: UseCase) -> str:
    """Return the planned quarters; empty when there is no plan."""
    if use_case.planned_start is None or use_case.planned_quarters is None:
        return ""
    first = Quarter.from_index(use_case.planned_start)
    last = first + (use_case.planned_quarters - 1)
    return _(
        "%(first)s tot en met %(last)s (%(length)s)",
        first=quarter_words(first),
        last=quarter_words(last),
        length=ngettext("%(num)s kwartaal", "%(num)s kwartalen", use_case.planned_quarters),
    )


def quarter_words(quarter: Quarter) -> str:
    """Return a quarter as people write it: Q4 2026."""
    return f"Q{quarter.number}\u00a0{quarter.year}"


def adoption_lines(use_case: UseCase, counts: Sequence[OrganisationCount]) -> list[AdoptionLine]:
    """Return n of N on each day, oldest first; N as given with n, else the count of that time."""
    totals: dict[OrganisationKind, list[Total]] = {}
    for count in counts:
        totals.setdefault(count.kind, []).append(Total(count.as_of, count.total))
    lines = []
    for row in use_case.adoptions:
        total = row.total or _total_of(row.as_of, row.adopted, totals.get(row.kind, []))
        share = Decimal(row.adopted) / total if total else None
        lines.append(
            AdoptionLine(
                organisations_words(row.kind),
                row.as_of,
                row.adopted,
                total,
                share,
                source_words(row.source),
                bool(row.illustrative),
            )
        )
    return lines


def _total_of(on: date, adopted: int, totals: list[Total]) -> int | None:
    """Return the N of that time; None when it was never counted or n does not fit in it."""
    try:
        known = adoption(on, adopted, totals)
    except AdoptionNotValid:
        return None
    return known.total if known else None


def source_words(written: str) -> str:
    """Return a source written as document and passage ("004, §2") with the title of the document."""
    document, comma, passage = written.partition(", ")
    return f"{source_title(document)}{comma}{passage}"


def needs_heavier_check(use_case: UseCase) -> bool:
    """Tell whether R12 asks for the heavier assessment."""
    sensitive = {PersonalData.SPECIAL, PersonalData.CRIMINAL}
    return use_case.data_level is DataLevel.EXECUTION or use_case.personal_data in sensitive
