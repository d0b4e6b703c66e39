"""The five headline numbers of the programme against the first promise, bad news first. methods.md §5."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from core.i18n import format_day, format_number, format_percent
from portfolio.charts import mix
from portfolio.charts.drawing import CHARTS
from portfolio.charts.material import Material
from portfolio.charts.mix_words import band_words
from portfolio.charts.progress_looks import asked_of
from portfolio.progress_words import begun_words, both_kinds_words
from portfolio.queries import programme as queries
from portfolio.rules.mix import Mix, Verdict, measure
from portfolio.rules.programme import (
    Period,
    Standing,
    Summary,
    fell_behind,
    period_start,
    summarise,
    to_look_at,
)
from portfolio.rules.terms import BEGUN, MIX_PHASES, RUNNING, Basis, Kind, Phase

MOST_TO_LOOK_AT = 8


@dataclass(frozen=True)
class Figure:
    """One large number: what it is, its comparison, what it means, the list and the chart behind it.

    A missing number is None, never 0. ``is_bad`` when it asks for attention.
    """

    name: str
    number: str | None
    unit: str
    comparison: str
    sentence: str
    list_url: str
    list_words: str
    chart_url: str
    is_bad: bool = False


class Programme:
    """How the programme stood on the reference date, and since the period began; read when asked for."""

    def __init__(self, material: Material, period: Period) -> None:
        self.material, self.period = material, period
        self.on = material.narrow.on
        self.since = period_start(period, self.on)
        self.asked = asked_of(material)

    @cached_property
    def phases(self) -> Mapping[str, Phase]:
        """The phases of the use cases that are narrowed to, on the day."""
        known = self.material.phases
        return {
            row.code: known[row.code]
            for row in self.material.sized_rows
            if row.kind is Kind.USE_CASE and row.code in known
        }

    @cached_property
    def followed(self) -> Collection[str]:
        """The codes from *selected* up to and including scale-up."""
        return frozenset(code for code, phase in self.phases.items() if phase in MIX_PHASES)

    @cached_property
    def standings(self) -> list[Standing]:
        """How those that are followed stood on the day."""
        return [row for row in self.everything if row.code in self.followed]

    @cached_property
    def everything(self) -> list[Standing]:
        """How all stood on the day that have a status, also what ended or is aside, and initiatives."""
        return self.standings_of(self.material.phases)

    def standings_of(self, codes: Collection[str]) -> list[Standing]:
        """Return how some use cases stood on the day; those that are not followed have none."""
        return queries.list_standings(self.asked, self.on, codes)

    @cached_property
    def before(self) -> list[Standing]:
        """How those that are followed now stood on the day before the period."""
        return [row for row in self.everything_before if row.code in self.followed]

    @cached_property
    def everything_before(self) -> list[Standing]:
        """How all stood on the day before the period."""
        day = date.fromordinal(self.since.toordinal() - 1)
        return queries.list_standings(self.asked, day, self.material.phases)

    @cached_property
    def summary(self) -> Summary:
        """The standings counted."""
        return summarise(self.standings, self.on)

    @cached_property
    def drift(self) -> Summary:
        """All first promises counted, as in chart 5: none gets out of it by being stopped, parked or done."""
        return summarise(self.everything, self.on)

    @cached_property
    def mix(self) -> Mix:
        """The mix by count."""
        items = mix.items_of(self.material.rows, self.material.phases)
        return measure(items, Basis.COUNT, self.material.narrow.mix_rule)

    @property
    def changes(self) -> tuple[list[Standing], list[Standing]]:
        """What became red in the period, and what no longer is."""
        return fell_behind(self.before, self.standings)

    @property
    def attention(self) -> tuple[list[Standing], int]:
        """What to look at first, and how many there are."""
        return to_look_at(self.standings, MOST_TO_LOOK_AT)

    @property
    def is_illustrative(self) -> bool:
        """Whether a status or a phase rests on what is made up."""
        return any(row.is_illustrative for row in self.standings) or any(
            row.is_illustrative("phase") for row in self.material.sized_rows
        )

    @property
    def counting(self) -> str:
        """What the figures count."""
        return both_kinds_words()

    @property
    def lead(self) -> str:
        """The worst first."""
        summary = self.summary
        if not summary.total:
            return _("Er wordt nog geen use case gevolgd: er is nog niets gekozen of berekend.")
        if not summary.red:
            return ngettext(
                "De %(num)s use case die wij volgen is niet vertraagd.",
                "Geen van de %(num)s use cases die wij volgen is vertraagd.",
                summary.total,
            )
        found = ngettext(
            "%(red)s van de %(num)s use case die wij volgen is vertraagd.",
            "%(red)s van de %(num)s use cases die wij volgen zijn vertraagd.",
            summary.total,
            red=summary.red,
        )
        if not summary.red_said_green:
            return found
        return f"{found} " + ngettext(
            "Over %(num)s daarvan meldt de eigenaar nog ‘op schema’.",
            "Over %(num)s daarvan melden de eigenaren nog ‘op schema’.",
            summary.red_said_green,
        )

    def figures(self) -> list[Figure]:
        """Return the five, in the order of the methods."""
        return [self._running(), self._delivered(), self._drift(), self._mix(), self._benefits()]

    def list_url(self, **filters: Any) -> str:
        """Return the address of the list of use cases behind a figure."""
        return url_for("portfolio.list_followed", **{**self.material.narrow.arguments, **filters})

    def _milestones_url(self, **filters: Any) -> str:
        return url_for("portfolio.list_all_milestones", **{**self.material.narrow.arguments, **filters})

    def _chart(self, slug: str) -> str:
        known: dict[str, Any] = dict(self.material.narrow.arguments)
        return url_for("portfolio.show_chart", chart=slug, **known)

    def _running(self) -> Figure:
        running = sum(phase in RUNNING for phase in self.phases.values())
        promised = queries.list_promised(self.asked)
        begun = sum(self.phases.get(code) in BEGUN for code in promised)
        chosen = len(self.followed) - running
        return Figure(
            _("Lopende use cases"),
            format_number(running),
            "",
            begun_words(begun, len(promised)),
            ngettext(
                "%(num)s is gekozen en nog niet begonnen.",
                "%(num)s zijn gekozen en nog niet begonnen.",
                chosen,
            ),
            self.list_url(),
            _("Alle gevolgde use cases"),
            self._chart("phase-flow"),
            is_bad=begun < len(promised),
        )

    def _delivered(self) -> Figure:
        found = queries.count_delivered(self.asked, self.since)
        since, until = self.since.isoformat(), self.on.isoformat()
        return Figure(
            _("Mijlpalen gehaald"),
            format_number(found.kept) if found.promised else None,
            _("van %(total)s", total=format_number(found.promised)) if found.promised else "",
            _("eerst beloofd sinds %(day)s", day=format_day(self.since, "medium")),
            (
                ngettext(
                    "%(num)s beloofde mijlpaal is niet gehaald.",
                    "%(num)s beloofde mijlpalen zijn niet gehaald.",
                    found.missed,
                )
                + " "
                + _("In totaal zijn er %(n)s gehaald.", n=format_number(found.reached))
            )
            if found.promised or found.reached
            else _("In deze periode is niets beloofd en niets gehaald."),
            self._milestones_url(state="missed", since=since, until=until)
            if found.missed
            else self._milestones_url(state="promised", since=since, until=until),
            _("Wat niet gehaald is") if found.missed else _("De beloofde mijlpalen"),
            self._chart("burn-up"),
            is_bad=found.missed > 0,
        )

    def _drift(self) -> Figure:
        summary = self.drift
        before = summarise(self.everything_before, self.since).median
        return Figure(
            _("Mediane verschuiving"),
            None if summary.median is None else format_number(summary.median),
            "" if summary.median is None else _("dagen"),
            _("voor de periode: niet bekend")
            if before is None
            else _("voor de periode: %(n)s dagen", n=format_number(before)),
            ngettext(
                "%(late)s van de %(num)s belofte schuift meer dan twee weken.",
                "%(late)s van de %(num)s beloften schuiven meer dan twee weken.",
                summary.promised,
                late=summary.late,
            )
            if summary.promised
            else _("Er is nog geen eerste belofte om tegen te meten."),
            self.list_url(drift="late", ended="yes", kind="all"),
            _("Wat later eindigt"),
            self._chart("drift"),
            is_bad=(summary.median or 0) > 0,
        )

    def _mix(self) -> Figure:
        found = self.mix
        words = {
            Verdict.WITHIN: _("Binnen de band."),
            Verdict.TOO_FEW_SMALL: _("Te weinig klein."),
            Verdict.TOO_MANY_SMALL: _("Te weinig ambitieus."),
        }
        share = None if found.share is None else format_percent(found.share / 100)
        return Figure(
            _("Aandeel klein"),
            share,
            "",
            ""
            if share is None
            else _(
                "%(small)s van %(total)s; band %(band)s",
                small=format_number(found.small),
                total=format_number(found.total),
                band=band_words(found.rule),
            ),
            _("Er is nog niets gekozen, dus er is geen mix.")
            if share is None or found.verdict is None
            else words[found.verdict],
            self.list_url(),
            _("Wat meetelt"),
            self._chart("mix"),
            is_bad=share is not None and found.verdict is not Verdict.WITHIN,
        )

    def _benefits(self) -> Figure:
        found = queries.count_measured(self.asked, self.since)
        return Figure(
            _("Baten gemeten"),
            format_number(found.measured) if found.due else None,
            _("van %(total)s", total=format_number(found.due)) if found.due else "",
            _("die sinds %(day)s gemeten moesten zijn", day=format_day(self.since, "medium")),
            ngettext("%(num)s meting is over tijd.", "%(num)s metingen zijn over tijd.", found.overdue)
            if found.due
            else _("Er was in deze periode niets te meten."),
            self.list_url(benefits="overdue"),
            _("Waar een meting over tijd is"),
            self._chart("benefits") if "benefits" in CHARTS else "",
            is_bad=found.overdue > 0,
        )


def names_of(rows: Sequence[Standing], most: int = 3) -> tuple[Sequence[Standing], int]:
    """Return the first few, and how many more there are."""
    return rows[:most], max(len(rows) - most, 0)
