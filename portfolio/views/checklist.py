"""What a use case still needs for its next phase, as a list to tick off for who may edit it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from core.i18n import format_day
from portfolio.rules.completeness import WANTED, Dossier, missing_contribution
from portfolio.rules.findings import Finding
from portfolio.rules.framework import missing_verdict
from portfolio.rules.phases import LIFE, Step, check_step
from portfolio.rules.terms import Phase

FOR_THE_BOARD = frozenset({"missing_risks", "missing_commitment", "commitment_open", "commitment_refused"})
WORDS: dict[str, Callable[..., str]] = {
    "missing_challenge": lambda **p: _("De opgave: welk probleem moet opgelost?"),
    "missing_intended_result": lambda **p: _("Het beoogde resultaat: wat merkt wie ervan?"),
    "missing_effort": lambda **p: _("De inspanning in persoonsmaanden"),
    "missing_preconditions": lambda **p: _("De randvoorwaarden, of dat er geen zijn"),
    "missing_risks": lambda **p: _("De grootste risico's, of dat er geen zijn"),
    "missing_owner": lambda **p: _("Een eigenaar"),
    "missing_practice": lambda **p: _("Belangstelling uit de praktijk: wie gaat dit gebruiken?"),
    "missing_contribution": lambda **p: _("Een systeemfunctie die deze use case uitbreidt of levert"),
    "missing_deliverable": lambda **p: _(
        "Wat er voor %(function)s overblijft dat anderen kunnen gebruiken", function=p["function"]
    ),
    "missing_data_level": lambda **p: _("Of er besluiten over personen mee worden genomen"),
    "missing_personal_data": lambda **p: _("Het soort persoonsgegevens"),
    "missing_dpia": lambda **p: _("Een verwijzing naar de DPIA: deze gegevens vragen een zwaardere toets"),
    "missing_decision": lambda **p: _("Een besluit van het databoord"),
    "missing_verdict": lambda **p: _(
        "Een vastgestelde afweging met een oordeel: mag het, kan het, willen we het?"
    ),
    "verdict_not_yet": lambda **p: _("Een oordeel dat het kan: de afweging zegt nu ‘nog niet’"),
    "verdict_no": lambda **p: _("Een oordeel dat het kan: de afweging zegt nu ‘nee’"),
    "missing_commitment": lambda **p: _("De belofte van de deelnemers om bij succes op te schalen"),
    "commitment_open": lambda **p: ngettext(
        "%(num)s deelnemer zei nog niet of hij opschaalt",
        "%(num)s deelnemers zeiden nog niet of zij opschalen",
        p["count"],
    ),
    "commitment_refused": lambda **p: ngettext(
        "%(num)s deelnemer schaalt niet op", "%(num)s deelnemers schalen niet op", p["count"]
    ),
    "hard_precondition_not_met": lambda **p: _(
        "Harde randvoorwaarde nog niet voldaan: %(key)s", key=p["key"]
    ),
    "hard_precondition_without_date": lambda **p: _(
        "Een datum bij de harde randvoorwaarde: %(key)s", key=p["key"]
    ),
    "hard_precondition_late": lambda **p: _(
        "Harde randvoorwaarde over de datum %(day)s heen: %(key)s", key=p["key"], day=format_day(p["due_on"])
    ),
    "hard_precondition_open": lambda **p: _(
        "Harde randvoorwaarde open tot %(day)s: %(key)s", key=p["key"], day=format_day(p["due_on"])
    ),
}


@dataclass(frozen=True)
class Item:
    """One thing to have; what is missing and not required is good to have."""

    words: str
    is_there: bool
    is_required: bool = True


@dataclass(frozen=True)
class Checklist:
    """What the usual next phase asks."""

    target: Phase
    items: list[Item]

    @property
    def there(self) -> int:
        """How many of what is required are there."""
        return sum(item.is_there for item in self.items)

    @property
    def required(self) -> int:
        """How many things the phase asks; what only warns does not count."""
        return sum(item.is_required for item in self.items)


def checklist(dossier: Dossier, today: date, *, sees_scores: bool) -> Checklist | None:
    """Return what the next phase asks; None where there is no next phase.

    What rests on risks and commitments is left out for who may not see those.
    """
    if dossier.phase not in LIFE[:-1]:
        return None
    target = LIFE[LIFE.index(dossier.phase) + 1]
    # With reason and date given, what is left to find belongs to the use case itself.
    found = check_step(dossier, Step(target, max(today, dossier.phase_since or today), reason="–"), today)
    found = [finding for finding in found if finding.code in WORDS]
    items = [_missing(finding) for finding in found if sees_scores or finding.code not in FOR_THE_BOARD]
    return Checklist(target, _already_there(dossier, target, sees_scores=sees_scores) + items)


def _already_there(dossier: Dossier, target: Phase, *, sees_scores: bool) -> list[Item]:
    """Return what the first two steps ask and is there, so that a list shows how far one is."""
    if target not in (Phase.CANDIDATE, Phase.SELECTED):
        return []
    codes = [
        code for code, is_there in WANTED if is_there(dossier) and (sees_scores or code not in FOR_THE_BOARD)
    ]
    if target is Phase.SELECTED and not missing_contribution(dossier):
        codes.append("missing_contribution")
    if target is Phase.SELECTED and not missing_verdict(dossier.verdict):
        codes.append("missing_verdict")
    return [Item(_words(code), is_there=True) for code in codes]


def _missing(finding: Finding) -> Item:
    return Item(_words(finding.code, **finding.params), is_there=False, is_required=finding.is_blocking)


def _words(code: str, **params: Any) -> str:
    return WORDS[code](**params)
