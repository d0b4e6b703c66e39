"""What a scorer sees of the first round while filling in the second."""

from typing import Any

from flask_babel import gettext as _

from core.i18n import format_number, language
from portfolio.models import ScoringRound
from portfolio.queries import round_scores
from portfolio.queries.rounds import find_round
from portfolio.rules.agreement import Summary
from portfolio.rules.round_terms import CHANCE, READABLE


def value_words(value: Any, *, is_chance: bool) -> str:
    """Return a level or chance in words: "2,5", "55 %"; a dash for none."""
    if value is None:
        return "–"
    number = format_number(value, 2)
    if not is_chance:
        return number
    return f"{number}%" if language() == "en" else f"{number}\u00a0%"


def summary_words(summary: Summary, *, is_chance: bool) -> str:
    """Return the figures of a group in words."""
    return _(
        "mediaan %(median)s, middelste helft %(lower)s tot %(upper)s",
        median=value_words(summary.median, is_chance=is_chance),
        lower=value_words(summary.lower, is_chance=is_chance),
        upper=value_words(summary.upper, is_chance=is_chance),
    )


def earlier_words(round_: ScoringRound, use_case_id: int, reader: Any) -> dict[str, str]:
    """Return by criterion what the reader gave in the first round, and the median; empty in a first."""
    if round_.previous is None or round_.previous.state not in READABLE:
        return {}
    first = find_round(round_.domain, round_.previous.number)
    if first is None:
        return {}
    own = round_scores.earlier_sheets(round_, reader).get(use_case_id)
    outcome = round_scores.reveal(first, reader).outcomes.get(use_case_id)
    words = {}
    for item in outcome.items if outcome else ():
        is_chance = item.criterion == CHANCE
        mine = own.scores.get(item.criterion) if own and own.is_done else None
        gave = (
            _("niets")
            if mine is None
            else _("‘weet ik niet’")
            if mine.is_unknown
            else value_words(mine.value, is_chance=is_chance)
        )
        all_of_us = (
            value_words(item.summary.median, is_chance=is_chance)
            if item.summary
            else _("niet te tonen, te weinig scores")
        )
        words[item.criterion] = _(
            "Eerste ronde: u gaf %(own)s; de mediaan was %(median)s.", own=gave, median=all_of_us
        )
    return words
