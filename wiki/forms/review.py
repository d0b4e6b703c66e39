"""Forms of the review: decide, object, answer, what is core. Each carries the version that was seen."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange

from core.forms import BaseForm, EditForm
from wiki.forms.fields import BoxesField
from wiki.rules.core_parts import choices
from wiki.rules.field_kinds import TEXT

ANSWER = "answer_"


class DecideForm(EditForm):
    """What a curator decides; the button says which decision."""

    reason = TextAreaField(
        _l("Toelichting"),
        [Length(max=TEXT)],
        description=_l("Verplicht bij afwijzen en bij aanpassing vragen. De indiener leest dit."),
    )
    is_urgent = BooleanField(
        _l("Wacht niet op bezwaren"),
        description=_l("Alleen als het niet kan wachten. Leg dan in de toelichting uit waarom."),
    )


def decide_form(objections: Iterable[Any], **how: Any) -> DecideForm:
    """Return the form with an answer for each objection."""
    extra = {
        f"{ANSWER}{one.id}": TextAreaField(_l("Uw antwoord"), [Length(max=TEXT)], default=one.answer)
        for one in objections
    }
    made: type[DecideForm] = type("DecideForm", (DecideForm,), extra)
    return made(**how)


class ReasonForm(EditForm):
    """Object to a proposal."""

    reason = TextAreaField(
        _l("Waarom maakt u bezwaar?"),
        [InputRequired(message=_l("Schrijf op wat uw bezwaar is.")), Length(max=TEXT)],
        description=_l("Wat gaat er mis in uw werk als dit wordt goedgekeurd?"),
    )


class AnswerForm(EditForm):
    """Hand in again with an answer, or take back."""

    text = TextAreaField(_l("Uw antwoord aan de redacteur"), [Length(max=TEXT)])


class BatchForm(BaseForm):
    """One decision about several proposals."""

    reason = TextAreaField(
        _l("Toelichting voor alle gekozen voorstellen"),
        [Length(max=TEXT)],
        description=_l("Verplicht bij afwijzen."),
    )


class SettingForm(EditForm):
    """How long people may object, when curators are reminded; which parts are core, per kind."""

    days_to_object = IntegerField(_l("Dagen om bezwaar te maken"), [InputRequired(), NumberRange(0, 90)])
    days_to_remind = IntegerField(
        _l("Dagen tot een herinnering aan redacteuren"), [InputRequired(), NumberRange(1, 90)]
    )


def setting_form(words: Any, part_word: Any, **how: Any) -> Any:
    """Return the form with a group of boxes per kind; ``words`` names a kind, ``part_word`` a part."""
    extra = {f"parts_{kind}": BoxesField(words(kind)) for kind in choices()}
    form = type("SettingForm", (SettingForm,), extra)(**how)
    for kind, parts in choices().items():
        form[f"parts_{kind}"].offer((part, part_word(part)) for part in parts)
    return form
