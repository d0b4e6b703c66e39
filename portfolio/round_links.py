"""How other pages name scoring rounds: what waits for a person, notices, and references by key ("SOC-2")."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from accounts.actions import register_after_merge
from core.database import utc_now
from core.i18n import format_moment, localised
from core.jobs import register_periodic
from core.links import Reference, Resolved, Waiting, register_resolver, register_waiting
from core.notices import MailRhythm, register_kind, register_topic
from portfolio.actions.rounds import follow_merged_domains
from portfolio.models import ScoringRound
from portfolio.queries import rounds as queries
from portfolio.round_jobs import EVERY_SECONDS, close_rounds, remind_scorers
from portfolio.round_words import register_words
from portfolio.rules.round_terms import RoundState

TOPIC = "scoring-rounds"


def waiting_in_rounds(person: Any) -> list[Waiting]:
    """Return the sheets that wait for a scorer, and the rounds that wait for their secretary."""
    now = utc_now()
    items = []
    for round_, total in queries.list_to_score(person, now):
        words = ngettext("%(num)s use case te scoren", "%(num)s use cases te scoren", total)
        items.append(
            Waiting(
                f"{localised(round_.domain, 'name')}: {words}",
                _address("show_sheets", round_),
                _("uiterlijk %(moment)s", moment=format_moment(round_.deadline)),
            )
        )
    for round_ in queries.list_to_conclude(person, now):
        note = (
            _("stel de eindwaarden vast")
            if round_.state is RoundState.REVEALED
            else _("de uitslag kan worden onthuld")
        )
        items.append(
            Waiting(
                f"{localised(round_.domain, 'name')}: {round_.title}", _address("show_round", round_), note
            )
        )
    return items


def resolve_rounds(references: Sequence[Reference], reader: Any) -> Mapping[Reference, Resolved]:
    """Answer core.links for the type "scoring-round", for who sits in the board; the key is "SOC-2"."""
    found = queries.rounds_by_key({reference.key for reference in references}, reader)
    return {
        reference: Resolved(round_.title, _address("show_round", round_), round_.id)
        for reference in references
        if (round_ := found.get(reference.key))
    }


def _address(view: str, round_: ScoringRound) -> str:
    return url_for(f"portfolio.{view}", slug=round_.domain.slug, round_number=round_.number)


def register_all() -> None:
    """Give words, links, notices and periodic work of scoring rounds to the core."""
    register_words()
    register_waiting(waiting_in_rounds)
    register_resolver("scoring-round", resolve_rounds)
    register_topic(
        TOPIC,
        lambda: _("Scoringsrondes"),
        lambda: _("U scoort mee in een ronde van uw databoord."),
        MailRhythm.AT_ONCE,
    )
    register_kind(
        "scoring-round-3", TOPIC, lambda title, **p: _("Nog drie dagen om te scoren: %(title)s", title=title)
    )
    register_kind(
        "scoring-round-1", TOPIC, lambda title, **p: _("Nog één dag om te scoren: %(title)s", title=title)
    )
    register_periodic("close scoring rounds", EVERY_SECONDS, close_rounds)
    register_periodic("remind scorers", EVERY_SECONDS, remind_scorers)
    register_after_merge("domain", follow_merged_domains)
