"""What an assessment by the framework, or the outcome of a use case, is refused or warned for, in words."""

from collections.abc import Callable, Sequence

from flask_babel import gettext as _
from flask_babel import ngettext

from core.i18n import format_day
from portfolio.labels import label
from portfolio.rules.framework import Question, Viewpoint

Message = Callable[..., str]


def _question(question: Question) -> str:
    return label(Question(question))


def listed(viewpoints: Sequence[Viewpoint]) -> str:
    """Return viewpoints as a list in words."""
    return ", ".join(label(Viewpoint(viewpoint)) for viewpoint in viewpoints)


MESSAGES: dict[str, Message] = {
    "framework_level_unknown": lambda **p: _("Kies een score van 0 tot en met 5, of laat de vraag open."),
    "framework_may_in_between": lambda **p: _(
        "De wet geeft meestal ruimte of niet: 0 of 5. U koos %(level)s. Leg uit waarom het ertussenin ligt.",
        level=p["level"],
    ),
    "framework_speaker_missing": lambda **p: _(
        "Noem wie dit zei, met de functie en zonder naam. Bijvoorbeeld: privacyfunctionaris."
    ),
    "framework_said_missing": lambda **p: _("Schrijf op wat er is gezegd. Anders telt het niet als gehoord."),
    "framework_purpose_missing": lambda **p: _("Schrijf op wat het project oplevert, en voor wie."),
    "framework_level_missing": lambda **p: _(
        "Geef een score bij ‘%(question)s’.", question=_question(p["question"])
    ),
    "framework_reason_missing": lambda **p: _(
        "Schrijf op waarom u deze score geeft bij ‘%(question)s’.", question=_question(p["question"])
    ),
    "framework_verdict_missing": lambda **p: _(
        "Kies een oordeel. Zonder oordeel valt er niets vast te stellen."
    ),
    "framework_verdict_without_reason": lambda **p: _(
        "Vat in een paar zinnen samen waarom dit het oordeel is."
    ),
    "framework_conditions_missing": lambda **p: _(
        "Noem ten minste één voorwaarde. Zonder voorwaarden is het oordeel ‘ja’."
    ),
    "framework_yes_against_the_law": lambda **p: _(
        "De score bij ‘Mag het?’ is 0: de wet staat het niet toe. Daar past geen ja bij. "
        "Kies een ander oordeel, of controleer de score."
    ),
    "framework_yes_on_weak_ground": lambda **p: _(
        "Let op: het oordeel is ja, maar ‘%(question)s’ scoort %(level)s.",
        question=_question(p["question"]),
        level=p["level"],
    ),
    "framework_viewpoints_missing": lambda **p: ngettext(
        "Let op: %(num)s gezichtspunt is nog niet gehoord: %(viewpoints)s.",
        "Let op: %(num)s gezichtspunten zijn nog niet gehoord: %(viewpoints)s.",
        len(p["viewpoints"]),
        viewpoints=listed(p["viewpoints"]),
    ),
    "framework_nobody_consulted": lambda **p: _("Let op: er is nog niemand geraadpleegd."),
    "framework_nothing_to_publish": lambda **p: _(
        "Er is nog geen vastgestelde versie. Stel de afweging eerst vast."
    ),
    "outcome_without_explanation": lambda **p: _("Schrijf op waaraan u dit ziet. Anderen leren ervan."),
    "outcome_in_future": lambda **p: _("Kies vandaag of een dag die voorbij is."),
    "outcome_before_end": lambda **p: _(
        "Kies een dag op of na %(day)s: toen eindigde de use case.", day=format_day(p["since"])
    ),
    "outcome_not_ended": lambda **p: _("Deze use case loopt nog. Zet de fase eerst op afgerond of gestopt."),
    "table:framework_assessment": lambda **p: _("afweging"),
    "table:use_case_outcome": lambda **p: _("afloop van een use case"),
    "verb:framework_assessment.established": lambda **p: _("afweging vastgesteld"),
    "verb:framework_assessment.published": lambda **p: _("afweging gepubliceerd"),
}
CONSTRAINTS: dict[str, tuple[str, str]] = {
    "uq_framework_assessment_use_case_id": ("version", "stale"),
    "uq_framework_version_assessment_id_number": ("version", "stale"),
    "uq_use_case_outcome_use_case_id": ("version", "stale"),
}
