"""The words of scoring models: how weights came about, what a version is called, what changed in it."""

from decimal import Decimal

from flask_babel import gettext as _

from core.i18n import format_number, format_percent, language, localised
from portfolio.rules.scoring_model import ScoringModelView, WeightMethod
from portfolio.rules.scoring_model_diff import ChangeKind, ModelChange


def method_words(method: WeightMethod) -> str:
    """Return the name of a way of weighing."""
    words = {
        WeightMethod.EQUAL: _("Alles even zwaar"),
        WeightMethod.ORDER: _("Volgorde van belang"),
        WeightMethod.SWING: _("Wegen met punten"),
    }
    return words[method]


def method_meaning(method: WeightMethod) -> str:
    """Return in one sentence what a way of weighing does."""
    words = {
        WeightMethod.EQUAL: _("Nog niemand woog: elk onderdeel telt even zwaar."),
        WeightMethod.ORDER: _(
            "Het bord gaf alleen een volgorde; de gewichten zijn het midden van wat daarbij past."
        ),
        WeightMethod.SWING: _(
            "Het bord vergeleek de sprong van slechtst naar best per onderdeel; de grootste kreeg 100 punten."
        ),
    }
    return words[method]


def version_words(model: ScoringModelView) -> str:
    """Return what a version is called in a sentence."""
    if model.domain_id is None:
        return _("versie %(number)s (de standaard)", number=model.number)
    return _("versie %(number)s", number=model.number)


def change_words(change: ModelChange) -> str:
    """Return one change between two versions as a sentence."""
    name = localised(change.criterion, "name") if change.criterion else ""
    before, after = change.before, change.after
    match change.kind:
        case ChangeKind.ADDED:
            return _("Nieuw: ‘%(name)s’, met een gewicht van %(after)s.", name=name, after=share_words(after))
        case ChangeKind.RETIRED:
            return _(
                "Telt niet meer mee: ‘%(name)s’ (woog %(before)s).", name=name, before=share_words(before)
            )
        case ChangeKind.WEIGHT:
            return _(
                "‘%(name)s’ weegt %(after)s; eerst was dat %(before)s.",
                name=name,
                after=share_words(after),
                before=share_words(before),
            )
        case ChangeKind.NAME:
            return _("‘%(before)s’ heet nu ‘%(after)s’.", before=before, after=after)
        case ChangeKind.HELP:
            return _("De uitleg bij ‘%(name)s’ luidt nu: %(after)s", name=name, after=after or "–")
        case ChangeKind.ANCHOR:
            return _(
                "Niveau %(level)s van ‘%(name)s’ betekent nu: %(after)s Eerst: %(before)s",
                level=change.level,
                name=name,
                after=after or "–",
                before=before or "–",
            )
        case ChangeKind.TRANSLATION:
            return _("De Engelse tekst van ‘%(name)s’ is anders.", name=name)
        case ChangeKind.METHOD:
            return _("Manier van wegen: %(after)s.", after=method_words(WeightMethod(str(after))).lower())
        case ChangeKind.VALUE_FLOOR:
            return _(
                "De ondergrens voor waarde is %(after)s; eerst was die %(before)s.",
                after=format_number(int(str(after))),
                before=format_number(int(str(before))),
            )
        case ChangeKind.CHANCE_FLOOR:
            return _(
                "De ondergrens voor slagingskans is %(after)s; eerst was die %(before)s.",
                after=format_percent(int(str(after)) / 100),
                before=format_percent(int(str(before)) / 100),
            )


def share_words(weight: object) -> str:
    """Return a share of 0–1 as a percentage with one decimal, so that they add up on screen."""
    if not isinstance(weight, Decimal):
        return "–"
    number = format_number(weight * 100, 1)
    return f"{number}%" if language() == "en" else f"{number}\u00a0%"
