"""Where a roadmap asks more of an organisation than it has, in words, with what would help."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from core.i18n import format_number
from portfolio.models import OrganisationCapacity
from portfolio.queries.capacity import Asked, limits_of, list_asked, list_capacity, list_domain_capacity
from portfolio.rules.capacity import Overload, overloads
from portfolio.rules.quarters import Quarter
from portfolio.views.roadmap_words import Problem
from portfolio.views.use_case_story import quarter_words

MOST_CODES = 5


@dataclass(frozen=True)
class Carrying:
    """What is known of capacity for one roadmap: the notes, the use cases that ask, and what is too much."""

    known: Sequence[OrganisationCapacity]
    asked: Sequence[Asked]
    found: Sequence[Overload]

    @property
    def names(self) -> Mapping[str, str]:
        """The names of the organisations by slug."""
        return {one.organisation.slug: one.organisation.name for one in self.known}

    @property
    def problems(self) -> list[Problem]:
        """Each overload in words."""
        made_up = {one.organisation.slug for one in self.known if one.is_illustrative}
        return [
            problem_of(one, self.names.get(one.organisation, ""), one.organisation in made_up)
            for one in self.found
        ]

    @property
    def checked_words(self) -> str:
        """Whose capacity was looked at; who is not named was not checked."""
        if not self.known:
            return _("Nog van geen organisatie is capaciteit ingevuld: daar is niet op getoetst.")
        return ngettext(
            "Getoetst aan de capaciteit van %(num)s organisatie: %(names)s. Van andere is zij niet bekend.",
            "Getoetst aan de capaciteit van %(num)s organisaties: %(names)s. Van andere is zij niet bekend.",
            len(self.known),
            names=", ".join(self.names.values()),
        )


def carrying_of(reader: Any, domain_id: int | None, day: date) -> Carrying:
    """Return what is known for one domain, or for all together (None), as ``reader`` sees the roadmap."""
    known = list_capacity(domain_id)
    asked = list_asked(reader, domain_id, {one.organisation_id for one in known}, day)
    found = overloads([one.task for one in asked], limits_of(known), Quarter.of(day))
    return Carrying(known, asked, found)


def problems_together(reader: Any, domain_id: int, day: date) -> list[Problem]:
    """Return where all domains together ask too much, and this one plays a part in it: two queries."""
    together = carrying_of(reader, None, day)
    own = {one.task.code for one in together.asked if one.domain_id == domain_id}
    return [
        replace(problem, name=together_words(problem.name))
        for problem in together.problems
        if own & {*problem.codes}
    ]


def together_words(name: str) -> str:
    """Return the name of an organisation whose capacity for all domains is meant."""
    return _("%(name)s (alle domeinen samen)", name=name)


def count_overloads(reader: Any, day: date) -> Mapping[int, int]:
    """Return per domain how often its own roadmap asks too much: three queries."""
    per_domain = list_domain_capacity()
    ids = {one.organisation_id for known in per_domain.values() for one in known}
    asked = list_asked(reader, None, ids, day)
    now = Quarter.of(day)
    return {
        domain_id: len(
            overloads(
                [one.task for one in asked if one.domain_id == domain_id],
                limits_of(known),
                now,
                with_remedy=False,
            )
        )
        for domain_id, known in per_domain.items()
    }


def months_words(months: Any) -> str:
    """Return person-months as people write them: at most one decimal."""
    return format_number(months, 0 if round(months, 1) == int(round(months, 1)) else 1)


def overload_words(one: Overload) -> tuple[str, str]:
    """Return what is wrong, to follow the name of the organisation, and what would help."""
    shown = [f"{share.code} {months_words(share.months)}" for share in one.shares[:MOST_CODES]]
    more = len(one.shares) - len(shown)
    codes = ", ".join(shown) + (_(" en %(num)s andere", num=more) if more else "")
    what = _(
        "kan in %(quarter)s %(has)s aan, maar de planning vraagt %(asked)s persoonsmaanden: %(codes)s.",
        quarter=quarter_words(one.worst),
        has=months_words(one.has),
        asked=months_words(one.asked),
        codes=codes,
    )
    if one.first != one.last:
        what += " " + _(
            "Het knelt van %(first)s tot en met %(last)s.",
            first=quarter_words(one.first),
            last=quarter_words(one.last),
        )
    lack = months_words(one.lack)
    if one.remedy is None:
        return what, _("Maak er %(lack)s vrij, of doe minder tegelijk.", lack=lack)
    return what, ngettext(
        "Begin %(code)s %(num)s kwartaal later, of maak er %(lack)s vrij.",
        "Begin %(code)s %(num)s kwartalen later, of maak er %(lack)s vrij.",
        one.remedy.quarters,
        code=one.remedy.code,
        lack=lack,
    )


def problem_of(one: Overload, name: str, is_illustrative: bool) -> Problem:
    """Return an overload of the organisation ``name`` as a clash of a roadmap."""
    what, way_out = overload_words(one)
    return Problem(
        kind=_("Capaciteit"),
        row=None,
        what=what,
        way_out=way_out,
        is_illustrative=is_illustrative,
        name=name,
        url=url_for("portfolio.show_organisation", slug=one.organisation),
        codes=one.codes,
    )
