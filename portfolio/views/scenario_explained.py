"""The words of explanations: the price to enter, what is lost without, what mix and own word cost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _

from accounts.models import Domain
from accounts.permissions import Permission, Scope, may
from core.i18n import format_number, format_percent, localised
from portfolio.models import DetailKind, Scenario, ScenarioRun
from portfolio.rules.selection.plain import from_plain
from portfolio.rules.selection.proposal import Conflict
from portfolio.rules.terms import Size
from portfolio.views.scenario_outcome import Outcome, Row
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
    ]
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s en %(last)s", first=", ".join(names[:-1]), last=names[-1])


def why_not(outcome: Outcome, code: str) -> str:
    """Return in one or two sentences what happens when a use case enters after all."""
    data = outcome.detail(DetailKind.WHY_NOT, code)
    if data is None:
        return ""
    if not data["is_possible"]:
        return _("Deze use case kan er met deze voorwaarden niet in.")
    price = Decimal(data["price"])
    if data["leaves"] and data["joins"]:
        change = _(
            "Komt deze erin, dan gaat %(leaves)s eruit en komt %(joins)s erbij.",
            leaves=titles(outcome, data["leaves"]),
            joins=titles(outcome, data["joins"]),
        )
    elif data["leaves"]:
        change = _("Komt deze erin, dan gaat %(leaves)s eruit.", leaves=titles(outcome, data["leaves"]))
    elif data["joins"]:
        change = _("Komt deze erin, dan komt %(joins)s mee.", joins=titles(outcome, data["joins"]))
    else:
        change = _("Komt deze erin, dan gaat er niets uit.")
    return f"{change} {price_words(price)}"


def price_words(price: Decimal) -> str:
    """Return what a change costs in points of value."""
    if price == 0:
        return _("Dat kost niets.")
    if price < 0:
        return _("Dat levert %(n)s punten op.", n=points(-price))
    return _("Dat kost %(n)s punten verwachte waarde.", n=points(price))


def changes(outcome: Outcome, row: Row) -> list[Change]:
    """Return what would have to differ for a use case to enter without loss; each by itself suffices."""
    data = outcome.detail(DetailKind.WHY_NOT, row.code)
    if data is None or not data["is_possible"] or data.get("needs_gain") is None:
        return []
    found = []
    needed = Decimal(data["needs_gain"])
    value, chance = (row.value[0] if row.value else None), row.chance
    if outcome.settings.yardstick == "expected" and value and chance:
        wanted = needed / value * 100
        if chance < wanted <= 100:
            found.append(
                Change(
                    _("Slagingskans"),
                    _(
                        "ten minste %(to)s (nu %(now)s)",
                        to=_up(wanted),
                        now=format_percent(Decimal(chance) / 100),
                    ),
                )
            )
        level = needed / chance * 100
        if value < level <= 100:
            found.append(
                Change(
                    _("Waarde"),
                    _("ten minste %(to)s (nu %(now)s)", to=_ceiling(level), now=format_number(value)),
                )
            )
    elif row.utility is not None and row.utility < needed <= 100:
        name = _("Slagingskans") if row.size is Size.SMALL else _("Waarde")
        found.append(
            Change(name, _("ten minste %(to)s (nu %(now)s)", to=_ceiling(needed), now=points(row.utility)))
        )
    if data.get("extra_months"):
        extra = format_number(Decimal(data["extra_months"]), 1)
        found.append(
            Change(
                _("Budget"), _("%(n)s persoonsmaanden extra: dan past deze erbij, en niets valt af", n=extra)
            )
        )
    return found


def _ceiling(number: Decimal) -> str:
    return format_number(number.to_integral_value(rounding="ROUND_CEILING"))


def _up(percent: Decimal) -> str:
    return format_percent(percent.to_integral_value(rounding="ROUND_CEILING") / 100)


def conflict_rules(outcome: Outcome, data: Mapping[str, Any]) -> list[str]:
    """Return the rules that keep a use case out whatever else is chosen."""
    if not data.get("conflict"):
        return []
    conflict = from_plain(Conflict, data["conflict"])
    names = outcome.context["organisations"]
    return [rule_words(rule, names) for rule in conflict.together]


def mix_price(outcome: Outcome) -> str:
    """Return what the rule of the mix costs."""
    data = outcome.detail(DetailKind.MIX_RULE)
    if data is None:
        return ""
    if outcome.settings.mix.mode == "off":
        return _("De mix telt in dit scenario niet mee.")
    if not data["is_possible"]:
        return _("Zonder de mixregel is er geen antwoord gevonden.")
    price = Decimal(data["price"])
    if price <= 0 and not data["joins"]:
        return _("Niets. Zonder de mixregel is dit ook het beste portfolio.")
    words = _("%(n)s punten verwachte waarde.", n=points(max(price, Decimal(0))))
    if data["joins"]:
        words += " " + _("Zonder de regel komt %(joins)s erin.", joins=titles(outcome, data["joins"]))
    if data["leaves"]:
        words += " " + _("Dan gaat %(leaves)s eruit.", leaves=titles(outcome, data["leaves"]))
    return words


def override_price(outcome: Outcome, code: str) -> str:
    """Return what the board's own word on a use case costs; no words while it is not known."""
    data = outcome.detail(DetailKind.OVERRIDE, code)
    if data is None or not data["is_possible"]:
        return ""
    price = Decimal(data["price"])
    return _("kost niets") if price <= 0 else _("kost %(n)s punten", n=points(price))


def loss(outcome: Outcome, code: str) -> str:
    """Return what is lost without a chosen use case; no words while it is not known."""
    data = outcome.detail(DetailKind.LOSS, code)
    if data is None or not data["is_possible"]:
        return ""
    return _("%(n)s punten", n=points(max(Decimal(data["price"]), Decimal(0))))


def to_discuss(outcome: Outcome) -> list[tuple[Row, Decimal]]:
    """Return what is in some best portfolios and not in others: the agenda of the meeting, shakiest first."""
    data = outcome.detail(DetailKind.ROBUSTNESS)
    if not data:
        return []
    shares = {code: Decimal(str(share)) for code, share in data["inclusion"].items()}
    found = [
        (outcome.rows[code], share)
        for code, share in shares.items()
        if OUT < share < CORE and code in outcome.rows
    ]
    return sorted(found, key=lambda pair: (abs(pair[1] - Decimal("0.5")), pair[0].code))


def public_inputs(outcome: Outcome) -> dict[str, Any]:
    """Return the question without codes of use cases that took no part: a draft shows nowhere."""
    known = set(outcome.rows)
    plain = dict(outcome.run.inputs)
    plain["candidates"] = [
        {**one, "depends_on": [code for code in one["depends_on"] if code in known]}
        for one in plain["candidates"]
    ]
    return plain
