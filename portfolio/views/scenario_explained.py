"""The words of explanations: the price to enter, what is lost without, what mix and own word cost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from accounts.models import Domain
from accounts.permissions import Permission, Scope, may
from core.i18n import format_euro, format_number, format_percent, localised
from portfolio.models import DetailKind, Scenario, ScenarioRun
from portfolio.queries.scenario_outcome import Outcome, Row
from portfolio.rules.selection.explain import Override, RulePrice, WhyIn, WhyNot
from portfolio.rules.selection.plain import from_plain
from portfolio.rules.selection.room import Shortage
from portfolio.views.scenario_words import points, rule_words

CORE, OUT = Decimal("0.95"), Decimal("0.05")


@dataclass(frozen=True)
class Change:
    """One thing that would have to differ, in words."""

    what: str
    words: str


def may_edit(domain: Domain) -> bool:
    """Tell whether this reader may make and change scenarios here."""
    return may(Permission.SCENARIO_EDIT, Scope(frozenset({domain.id})))


def is_stale(scenario: Scenario, run: ScenarioRun) -> bool:
    """Tell whether the terms or the board's own word changed after this calculation."""
    then = {(one["code"], one["is_in"]) for one in run.context["overrides"]}
    now = {(one.use_case.code, one.is_in) for one in scenario.overrides}
    return bool(run.settings != scenario.settings or then != now)


def titles(outcome: Outcome, codes: Sequence[str]) -> str:
    """Return titles of use cases with their codes, as a list in a sentence."""
    names = [
        f"{localised(outcome.rows[code], 'title')} ({code})" if code in outcome.rows else code
        for code in codes
        if code not in outcome.hidden
    ]
    if hidden := len(codes) - len(names):
        names.append(
            ngettext(
                "%(num)s use case die niet openbaar is", "%(num)s use cases die niet openbaar zijn", hidden
            )
        )
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s en %(last)s", first=", ".join(names[:-1]), last=names[-1])


def explanation(outcome: Outcome, code: str) -> WhyNot | None:
    """Return why a use case is left out; None while nobody had that calculated."""
    data = outcome.detail(DetailKind.WHY_NOT, code)
    return None if data is None else from_plain(WhyNot, data)


def why_not(outcome: Outcome, code: str) -> str:
    """Return in one or two sentences what happens when a use case enters after all."""
    found = explanation(outcome, code)
    if found is None or found.if_in is None:
        return ""
    difference = found.if_in
    if difference.price is None:
        return _("Deze use case kan er met deze voorwaarden niet in.")
    leaves, joins = titles(outcome, difference.leaves), titles(outcome, difference.enters)
    if leaves and joins:
        change = _(
            "Komt deze erin, dan gaat %(leaves)s eruit en komt %(joins)s erbij.", leaves=leaves, joins=joins
        )
    elif leaves:
        change = _("Komt deze erin, dan gaat %(leaves)s eruit.", leaves=leaves)
    elif joins:
        change = _("Komt deze erin, dan komt %(joins)s mee.", joins=joins)
    else:
        change = _("Komt deze erin, dan gaat er niets uit.")
    return f"{change} {price_words(difference.price)}"


def price_words(price: Decimal) -> str:
    """Return what a change costs in points of value."""
    if price == 0:
        return _("Dat kost niets.")
    if price < 0:
        return _("Dat levert %(n)s punten op.", n=points(-price))
    return _("Dat kost %(n)s punten verwachte waarde.", n=points(price))


def changes(outcome: Outcome, row: Row) -> list[Change]:
    """Return what would have to differ for a use case to enter without loss; each by itself suffices."""
    why = explanation(outcome, row.code)
    if why is None:
        return []
    found = []
    if why.enters_once_ready:
        found.append(Change(_("Randvoorwaarde"), _("op tijd vervuld: dan komt deze er meteen in")))
    if why.chance_needed is not None:
        found.append(
            Change(
                _("Slagingskans"),
                _(
                    "ten minste %(to)s (nu %(now)s)",
                    to=format_percent(Decimal(why.chance_needed) / 100),
                    now=format_percent(Decimal(row.chance or 0) / 100),
                ),
            )
        )
    if why.value_needed is not None and row.value:
        now = format_number(row.value[0])
        found.append(
            Change(_("Waarde"), _("ten minste %(to)s (nu %(now)s)", to=_ceiling(why.value_needed), now=now))
        )
    if why.effort_needed is not None:
        found.append(
            Change(
                _("Inspanning"),
                _(
                    "hooguit %(to)s persoonsmaanden (nu %(now)s)",
                    to=format_number(why.effort_needed, 1),
                    now=format_number(row.effort, 1),
                ),
            )
        )
    if not found and why.utility_needed is not None and row.utility is not None:
        found.append(
            Change(
                _("Punten"),
                _("ten minste %(to)s (nu %(now)s)", to=points(why.utility_needed), now=points(row.utility)),
            )
        )
    return found


def lacking(outcome: Outcome, row: Row) -> list[str]:
    """Return what room lacks to add a use case beside all that is chosen, in words."""
    why = explanation(outcome, row.code)
    names = outcome.context["organisations"]
    return [shortage_words(one, names) for one in why.shortages] if why else []


def shortage_words(shortage: Shortage, names: Mapping[str, str]) -> str:
    """Return how much of a limit is lacking."""
    rule = rule_words(shortage.rule, names)
    if shortage.rule.name == "budget_cents":
        return f"{rule}: {format_euro(int(shortage.amount))}"
    if shortage.rule.name in ("budget_months", "capacity"):
        months = format_number(shortage.amount, 1)
        return _("%(rule)s: %(n)s persoonsmaanden", rule=rule, n=months)
    return rule


def _ceiling(number: Decimal) -> str:
    return format_number(number.to_integral_value(rounding="ROUND_CEILING"))


def obstacle(outcome: Outcome, row: Row) -> list[str]:
    """Return the rules that keep a use case out whatever else is chosen."""
    why = explanation(outcome, row.code)
    if why is None or why.if_in is None or why.if_in.price is not None:
        return []
    names = outcome.context["organisations"]
    return [rule_words(rule, names) for rule in why.if_in.obstacle]


def mix_price(outcome: Outcome) -> str:
    """Return what the rule of the mix costs."""
    data = outcome.detail(DetailKind.MIX_RULE)
    if data is None:
        return ""
    if outcome.settings.mix.mode == "off":
        return _("De mix telt in dit scenario niet mee.")
    found = from_plain(RulePrice, data)
    if found.price is None:
        return _("Zonder de mixregel is er geen antwoord gevonden.")
    joins, leaves = titles(outcome, found.without.enters), titles(outcome, found.without.leaves)
    if found.price <= 0 and not joins:
        return _("Niets. Zonder de mixregel is dit ook het beste portfolio.")
    words = _("%(n)s punten verwachte waarde.", n=points(max(found.price, Decimal(0))))
    if joins:
        words += " " + _("Zonder de regel komt %(joins)s erin.", joins=joins)
    if leaves:
        words += " " + _("Dan gaat %(leaves)s eruit.", leaves=leaves)
    return words


def price_of_override(outcome: Outcome, code: str) -> Decimal | None:
    """Return what the board's own word on a use case costs; None while it is not known."""
    data = outcome.detail(DetailKind.OVERRIDE, code)
    return None if data is None else from_plain(Override, data).without.price


def override_price(outcome: Outcome, code: str) -> str:
    """Return what the board's own word on a use case costs; no words while it is not known."""
    price = price_of_override(outcome, code)
    if price is None:
        return ""
    return _("kost niets") if price <= 0 else _("kost %(n)s punten", n=points(price))


def price_of_loss(outcome: Outcome, code: str) -> Decimal | None:
    """Return what is lost without a chosen use case; None while it is not known."""
    data = outcome.detail(DetailKind.LOSS, code)
    return None if data is None else from_plain(WhyIn, data).if_out.price


def loss(outcome: Outcome, code: str) -> str:
    """Return what is lost without a chosen use case; no words while it is not known."""
    price = price_of_loss(outcome, code)
    return "" if price is None else _("%(n)s punten", n=points(max(price, Decimal(0))))


def to_discuss(outcome: Outcome) -> list[tuple[Row, Decimal]]:
    """Return what is in some best portfolios and not in others: the agenda of the meeting, shakiest first."""
    data = outcome.detail(DetailKind.ROBUSTNESS)
    if not data:
        return []
    shares = {one["code"]: Decimal(str(one["share"])) for one in data["portfolios"]["inclusion"]}
    found = [
        (outcome.rows[code], share)
        for code, share in shares.items()
        if OUT < share < CORE and code in outcome.rows
    ]
    return sorted(found, key=lambda pair: (abs(pair[1] - Decimal("0.5")), pair[0].code))


def public_inputs(outcome: Outcome) -> dict[str, Any]:
    """Return the question without codes of use cases that took no part: a draft shows nowhere."""
    known = set(outcome.rows)
    plain = dict(outcome.inputs)
    plain["candidates"] = [
        {**one, "depends_on": [code for code in one["depends_on"] if code in known]}
        for one in plain["candidates"]
    ]
    return plain
