"""The words of a calculation: how it ended, what is tight, why something is in or out."""

from collections.abc import Mapping
from decimal import Decimal

from flask_babel import gettext as _
from flask_babel import ngettext

from core.i18n import format_euro, format_number, format_percent
from portfolio.charts.roadmap import quarter_words as roadmap_words
from portfolio.models import RunState, ScenarioRun
from portfolio.queries.scenario_outcome import Outcome, Row
from portfolio.rules.quarters import Quarter
from portfolio.rules.scenario import Begun, Ineligible
from portfolio.rules.selection.proposal import Conflict, Proposal, Reason, Rule, Status, Tight

_NUMBERED = ("budget_months", "budget_cents", "capacity")


def state_words(run: ScenarioRun) -> str:
    """Return where a calculation stands."""
    if run.is_at_work:
        return _("de berekening loopt")
    words = {
        RunState.QUEUED: _("wacht op de rekenmachine"),
        RunState.DONE: _("klaar"),
        RunState.CANCELLED: _("afgebroken"),
        RunState.TIMED_OUT: _("gestopt op tijd"),
        RunState.FAILED: _("mislukt"),
    }
    return words[run.state]


def quarter_words(quarter: Quarter | None) -> str:
    """Return a quarter as people write it; a dash for none."""
    return roadmap_words(quarter) if quarter else "–"


def points(number: Decimal | None) -> str:
    """Return points of value with one decimal."""
    return format_number(number, 1)


def headline(outcome: Outcome) -> str:
    """Return the finding of a calculation in one or two sentences."""
    run, proposal = outcome.run, outcome.proposal
    if run.state is RunState.QUEUED:
        return _("Deze berekening is nog niet klaar.")
    if run.state is RunState.FAILED or proposal is None:
        return _("Deze berekening gaf geen antwoord.")
    if proposal.status is Status.INFEASIBLE:
        return _("Met deze voorwaarden past geen enkel voorstel: zij spreken elkaar tegen.")
    if proposal.status is Status.NOTHING_FOUND:
        return _(
            "De berekening stopte voordat er een antwoord was. Geef haar meer tijd of een ruimere grens."
        )
    total = len(outcome.candidates)
    limit = outcome.terms.budget_months
    effort = format_number(proposal.effort, 1)
    if limit is None:
        return _(
            "Voorstel: %(chosen)s van %(total)s use cases, samen %(effort)s persoonsmaanden. "
            "De score adviseert, het databoord besluit.",
            chosen=len(proposal.chosen),
            total=total,
            effort=effort,
        )
    return _(
        "Voorstel: %(chosen)s van %(total)s use cases, samen %(effort)s van %(limit)s persoonsmaanden. "
        "De score adviseert, het databoord besluit.",
        chosen=len(proposal.chosen),
        total=total,
        effort=effort,
        limit=format_number(limit, 1),
    )


def proof_words(proposal: Proposal) -> str:
    """Return how sure it is that nothing better exists."""
    if proposal.status is Status.INFEASIBLE:
        return _("Bewezen: er is geen keuze die aan alle voorwaarden voldoet.")
    if proposal.is_exact:
        return _("Bewezen: met deze getallen en voorwaarden bestaat er geen betere keuze.")
    if proposal.gap is None:
        return _("Hoe ver dit van het beste af ligt, is niet bekend.")
    gap = format_percent(proposal.gap) if proposal.gap >= Decimal("0.005") else _("minder dan 1 %")
    if proposal.status in (Status.TIME_LIMIT, Status.CANCELLED):
        return _(
            "Het beste dat gevonden is voordat de berekening stopte; het echte beste ligt hooguit "
            "%(gap)s hoger.",
            gap=gap,
        )
    return _("Het echte beste ligt hooguit %(gap)s hoger.", gap=gap)


def repeat_words(proposal: Proposal) -> str:
    """Return whether the same question gives the same answer again."""
    if proposal.is_reproducible:
        return _("Dezelfde invoer geeft precies hetzelfde antwoord.")
    return _("Deze berekening stopte op tijd of is afgebroken. Zij is daarom niet precies te herhalen.")


def rule_words(rule: Rule, names: Mapping[str, str]) -> str:
    """Return the name of one rule of the model; ``names`` gives organisations by slug."""
    parts = rule.parts
    if rule.name == "capacity":
        return _(
            "de capaciteit van %(who)s in %(quarter)s",
            who=names.get(parts[0], parts[0]),
            quarter=quarter_words(Quarter.parse(parts[1])),
        )
    if rule.name == "function_minimum":
        return _("het minimum voor systeemfunctie %(code)s", code=parts[0])
    if rule.name == "either_or":
        return _("hooguit één van %(codes)s", codes=", ".join(parts))
    if rule.name == "depends_on":
        return _("%(code)s heeft %(needs)s nodig", code=parts[0], needs=", ".join(parts[1:]))
    if rule.name == "locked_in":
        return _("%(code)s staat vast in het voorstel", code=parts[0])
    if rule.name == "locked_out":
        return _("%(code)s staat vast buiten het voorstel", code=parts[0])
    words = {
        "budget_months": _("het budget in persoonsmaanden"),
        "budget_cents": _("het budget in euro's"),
        "mix_low": _("de ondergrens van de mix"),
        "mix_high": _("de bovengrens van de mix"),
    }
    return words.get(rule.name, str(rule))


def tight_words(tight: Tight, names: Mapping[str, str]) -> str:
    """Return what a tight rule keeps out, with what is left of it."""
    name = rule_words(tight.rule, names)
    first = name[:1].upper() + name[1:]
    if tight.rule.name == "budget_cents":
        return _(
            "%(rule)s: er blijft %(room)s over, te weinig voor de eerstvolgende.",
            rule=first,
            room=format_euro(int(tight.room)),
        )
    if tight.rule.name in _NUMBERED:
        return _(
            "%(rule)s: er blijven %(room)s persoonsmaanden over, te weinig voor de eerstvolgende.",
            rule=first,
            room=format_number(tight.room, 1),
        )
    return _("%(rule)s: daar zit geen ruimte meer in.", rule=first)


def conflict_words(conflict: Conflict, names: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """Return the rules that contradict each other, and those to give up, in words."""
    return (
        [rule_words(rule, names) for rule in conflict.together],
        [rule_words(rule, names) for rule in conflict.give_up],
    )


def reason_words(row: Row) -> str:
    """Return in a few words why a use case is not in the proposal."""
    if row.override is not None and not row.override["is_in"]:
        return _("door het databoord eruit gelaten")
    words = {
        Reason.NOT_RANKABLE: _("nog niet te ordenen"),
        Reason.BLOCKED: _("een harde randvoorwaarde staat open"),
        Reason.TOO_LATE: _("te laat klaar of te laat te beginnen"),
        Reason.DEPENDENCY_MISSING: _("wat eerst nodig is, kan niet"),
        Reason.LOCKED_OUT: _("door het databoord eruit gelaten"),
        Reason.NOT_CHOSEN: _("andere brengen meer binnen de grenzen"),
    }
    return words[row.reason] if row.reason else ""


def ineligible_words(why: Ineligible) -> str:
    """Return what keeps a use case from taking part."""
    words = {
        Ineligible.NO_VALUE: _("de waarde is nog niet gescoord"),
        Ineligible.NO_CHANCE: _("de slagingskans is nog niet bekend"),
        Ineligible.NO_EFFORT: _("de inspanning is nog niet geschat"),
        Ineligible.NO_BUILDING: _("bouwt aan geen systeemfunctie mee"),
        Ineligible.VALUE_BELOW_FLOOR: _("waarde onder de ondergrens"),
        Ineligible.CHANCE_BELOW_FLOOR: _("kans onder de ondergrens"),
    }
    return words[why]


def settings_words(outcome: Outcome) -> list[tuple[str, str]]:
    """Return what was asked, as (name, words)."""
    settings = outcome.settings
    none = _("geen grens")
    mix = settings.mix
    band = f"{format_number(mix.low * 100)}–{format_percent(mix.high)}"
    begun = {
        Begun.COUNTS: _("staan vast en tellen mee"),
        Begun.APART: _("blijven buiten de som"),
        Begun.FREE: _("doen opnieuw mee"),
    }
    modes = {"soft": _("zacht"), "hard": _("hard"), "off": _("telt niet")}
    found = [
        (
            _("Budget"),
            none
            if settings.budget_months is None
            else _("%(n)s pm", n=format_number(settings.budget_months, 1)),
        ),
        (_("Geld"), none if settings.budget_cents is None else format_euro(settings.budget_cents)),
        (_("Mix"), modes[mix.mode] if mix.mode == "off" else f"{band}, {modes[mix.mode]}"),
        (
            _("Doel"),
            _("kans maal waarde") if settings.yardstick == "expected" else _("per maat: kans of waarde"),
        ),
        (_("Al gekozen"), begun[settings.begun]),
        (
            _("Kwartalen"),
            ngettext("%(num)s kwartaal vrij te kiezen", "%(num)s kwartalen vrij te kiezen", settings.quarters)
            if settings.with_quarters
            else _("zoals nu gepland"),
        ),
    ]
    if outcome.proposal is not None and mix.mode == "soft":
        found.append((_("Prijs buiten de band"), _("%(n)s punten", n=points(outcome.proposal.mix_price))))
    if settings.capacity:
        found.append(
            (
                _("Capaciteit"),
                ngettext(
                    "begrensd bij %(num)s organisatie",
                    "begrensd bij %(num)s organisaties",
                    len(settings.capacity),
                ),
            )
        )
    if settings.function_minimum:
        minimums = ", ".join(f"{code} ≥ {least}" for code, least in sorted(settings.function_minimum.items()))
        found.append((_("Systeemfuncties"), minimums))
    return found
