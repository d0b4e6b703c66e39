"""Scale-up in words: n of N, where the figures come from, how many are on their way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from accounts.labels import word
from accounts.rules.terms import OrganisationKind
from core.i18n import format_day, format_number
from portfolio.organisation_words import organisations_words, share_words
from portfolio.queries.scale_up import ORDER, Adopter
from portfolio.rules.progress_terms import AdoptionStage
from portfolio.rules.scale_up import Reach
from portfolio.views.use_case_story import source_words


@dataclass(frozen=True)
class ReachLine:
    """One kind of organisation: n of N in words, where that comes from, and the stages known by name.

    ``share`` is 0–1, None when N is unknown.
    """

    kind: OrganisationKind
    name: str
    words: str
    origin: str
    on_their_way: str
    share: Any
    is_illustrative: bool


def reach_lines(
    reaches: Sequence[Reach[OrganisationKind]],
    adopters: Sequence[Adopter],
    sources: Mapping[tuple[OrganisationKind, date], str],
) -> list[ReachLine]:
    """Return a line per kind; ``adopters`` are all that are known by name, ``sources`` those of N."""
    return [
        ReachLine(
            one.kind,
            organisations_words(one.kind).capitalize(),
            n_of_n(one),
            _origin(one, sources),
            stages_words([row.stage for row in adopters if row.kind is one.kind]),
            one.share,
            one.is_illustrative,
        )
        for one in reaches
    ]


def n_of_n(one: Reach[OrganisationKind]) -> str:
    """Return ``80 van 352 gemeenten gebruiken het (23 %)``; without N only how many."""
    organisations = organisations_words(one.kind)
    if one.total:
        return ngettext(
            "%(n)s van %(total)s %(organisations)s gebruikt het (%(share)s)",
            "%(n)s van %(total)s %(organisations)s gebruiken het (%(share)s)",
            one.adopted,
            n=format_number(one.adopted),
            total=format_number(one.total),
            organisations=organisations,
            share=share_words(one.adopted, one.total),
        )
    return ngettext(
        "%(n)s %(kind)s gebruikt het",
        "%(n)s %(organisations)s gebruiken het",
        one.adopted,
        n=format_number(one.adopted),
        kind=word(one.kind),
        organisations=organisations,
    )


def _origin(one: Reach[OrganisationKind], sources: Mapping[tuple[OrganisationKind, date], str]) -> str:
    """Return who counted n when, and from when N is."""
    if one.counted is not None:
        n_words = _("geteld op %(day)s", day=format_day(one.counted.on))
        if one.counted.source:
            n_words += f" ({source_words(one.counted.source)})"
    else:
        n_words = _("alle met naam bekend")
    n_words = n_words[:1].upper() + n_words[1:]
    if one.total is None:
        return _("%(origin)s; hoeveel er zijn, is niet bekend", origin=n_words)
    if one.total_on is None:
        return _("%(origin)s; het totaal noemt dezelfde bron", origin=n_words)
    source = sources.get((one.kind, one.total_on), "")
    total_words = _(
        "het totaal is van %(day)s%(source)s",
        day=format_day(one.total_on),
        source=f" ({source_words(source)})" if source else "",
    )
    return f"{n_words}; {total_words}"


def stages_words(stages: Sequence[AdoptionStage]) -> str:
    """Return ``Met naam bekend: 3 gebruiken het, 2 bereiden voor.``; "" for none."""
    words = {
        AdoptionStage.IN_USE: lambda n: ngettext("%(num)s gebruikt het", "%(num)s gebruiken het", n),
        AdoptionStage.PREPARING: lambda n: ngettext("%(num)s bereidt voor", "%(num)s bereiden voor", n),
        AdoptionStage.EXPLORING: lambda n: ngettext("%(num)s verkent", "%(num)s verkennen", n),
        AdoptionStage.STOPPED: lambda n: ngettext("%(num)s is gestopt", "%(num)s zijn gestopt", n),
    }
    counts = [(stage, stages.count(stage)) for stage in ORDER]
    found = ", ".join(words[stage](total) for stage, total in counts if total)
    return _("Met naam bekend: %(stages)s.", stages=found) if found else ""
