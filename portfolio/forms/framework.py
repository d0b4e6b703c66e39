"""The form of an assessment by the framework: one form, in the sections of the framework."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, FormField, RadioField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from core.forms import BaseForm, EditForm, TermField
from core.messages import text_of
from portfolio.forms.fields import MOST_ROWS, Blank, RowForm, RowList, lazy_label
from portfolio.rules.framework import LEVELS, PartyRole, Question, Verdict, Viewpoint

LONG = 4000
ROWS = ("parties", "tools", "consultations", "conditions")
PLAIN = (
    *("purpose", "value_kind", "data", "has_personal", "has_special", "has_sensitive", "has_private"),
    *("data_note", "may_level", "may_reason", "may_explanation", "legal_basis", "can_level", "can_reason"),
    *("want_level", "want_reason", "verdict", "verdict_reason"),
)


def _level(value: Any) -> int | None:
    return None if value in (None, "") else int(value)


def _verdict(value: Any) -> Verdict | None:
    return Verdict(value) if value else None


class PartyRow(RowForm):
    """Somebody who is involved."""

    name = StringField(
        _l("Wie?"), [DataRequired(message=_l("Noem de organisatie of groep.")), Length(max=200)]
    )
    role = TermField(
        _l("In welke rol?"),
        [InputRequired(message=_l("Kies een rol."))],
        terms=PartyRole,
        words=lazy_label,
        blank=_l("Kies een rol"),
    )
    note = StringField(_l("Wat doen zij of willen zij?"), [Length(max=600)])


class ToolRow(RowForm):
    """A help tool that was used."""

    name = StringField(
        _l("Welk hulpmiddel?"), [DataRequired(message=_l("Noem het hulpmiddel.")), Length(max=200)]
    )
    question = TermField(
        _l("Bij welke vraag?"),
        [InputRequired(message=_l("Kies een vraag."))],
        terms=Question,
        words=lazy_label,
        blank=_l("Kies een vraag"),
    )
    reference = StringField(_l("Verwijzing"), [Length(max=400)])


class ConsultationRow(RowForm):
    """A function that was consulted."""

    role = StringField(
        _l("Welke functie?"), [DataRequired(message=_l("Noem de functie, zonder naam.")), Length(max=160)]
    )
    consulted_on = DateField(_l("Wanneer?"), [Blank()])
    said = TextAreaField(_l("Wat was het advies?"), [Length(max=LONG)])


class ConditionRow(RowForm):
    """A condition of the verdict."""

    text = TextAreaField(
        _l("Wat moet gelden?"), [DataRequired(message=_l("Schrijf de voorwaarde op.")), Length(max=2000)]
    )
    owner_role = StringField(_l("Wie zorgt ervoor?"), [Length(max=160)])
    due_on = DateField(_l("Voor wanneer?"), [Blank()])


class ViewpointForm(BaseForm):
    """What was said for one viewpoint; empty is not heard."""

    class Meta(BaseForm.Meta):
        csrf = False

    speaker = StringField(_l("Wie sprak ervoor?"), [Length(max=160)])
    said = TextAreaField(_l("Wat is er gezegd?"), [Length(max=LONG)])
    heard_on = DateField(_l("Wanneer?"), [Blank()])


def _levels(words: Any) -> RadioField:
    return RadioField(words, coerce=_level)


class FrameworkForm(EditForm):
    """Everything in an assessment; nothing is required until it is established."""

    purpose = TextAreaField(
        _l("Wat levert het project op?"),
        [Length(max=LONG)],
        description=_l("Zo concreet mogelijk: welke waarde voor de samenleving, of in geld, en voor wie?"),
    )
    value_kind = StringField(
        _l("In cijfers, als dat kan"),
        [Length(max=200)],
        description=_l("Bijvoorbeeld: hulp zes weken eerder, of € 200.000 minder kosten per jaar."),
    )
    parties = RowList(PartyRow, _l("Wie zijn betrokken?"))
    data = TextAreaField(
        _l("Welke data?"),
        [Length(max=LONG)],
        description=_l("Eén dataset of registratie per regel. Een bekende afkorting is genoeg, zoals BRP."),
    )
    has_personal = BooleanField(_l("Persoonsgegevens"))
    has_special = BooleanField(_l("Bijzondere of strafrechtelijke persoonsgegevens"))
    has_sensitive = BooleanField(_l("Bedrijfsgevoelige gegevens"))
    has_private = BooleanField(_l("Gegevens van een private partij"))
    data_note = TextAreaField(_l("Toelichting op de data"), [Length(max=LONG)])

    may_level = _levels(_l("Mag het?"))
    may_reason = TextAreaField(_l("Waarom?"), [Length(max=LONG)])
    may_explanation = TextAreaField(
        _l("Waarom niet 0 of 5?"),
        [Length(max=LONG)],
        description=_l("Alleen bij een score van 1 tot en met 4. De wet geeft meestal ruimte of niet."),
    )
    legal_basis = TextAreaField(
        _l("Welke wetten en artikelen?"),
        [Length(max=LONG)],
        description=_l("Noem elke wet bij haar naam. Zo vinden anderen uw redenering terug."),
    )
    can_level = _levels(_l("Kan het?"))
    can_reason = TextAreaField(_l("Waarom?"), [Length(max=LONG)])
    want_level = _levels(_l("Willen we het?"))
    want_reason = TextAreaField(_l("Waarom?"), [Length(max=LONG)])
    tools = RowList(ToolRow, _l("Gebruikte hulpmiddelen"))
    consultations = RowList(ConsultationRow, _l("Geraadpleegde functies"))

    verdict = RadioField(_l("Oordeel"), coerce=_verdict)
    verdict_reason = TextAreaField(
        _l("Waarom dit oordeel?"),
        [Length(max=LONG)],
        description=_l("In een paar zinnen. Dit leest men het eerst."),
    )
    conditions = RowList(ConditionRow, _l("Voorwaarden voor hergebruik"))
    note = StringField(
        _l("Wat is er anders dan in de vorige versie?"),
        [Length(max=300)],
        description=_l("Eén zin. Zij staat bij de versie als u de afweging vaststelt."),
    )

    def offer(self) -> "FrameworkForm":
        """Set the words of levels and verdicts in the reader's language."""
        open_ = SelectChoice(value="", label=_("Nog open"))
        for question in Question:
            levels = [SelectChoice(value=str(level), label=str(level)) for level in LEVELS]
            self[f"{question}_level"].choices = [open_, *levels]
        verdicts = [SelectChoice(value=one.value, label=lazy_label(one)) for one in Verdict]
        self.verdict.choices = [SelectChoice(value="", label=_("Nog geen oordeel")), *verdicts]
        return self

    def views(self) -> list[tuple[Viewpoint, Any]]:
        """Return the part of the form for each viewpoint."""
        return [(viewpoint, self[f"view_{viewpoint}"]) for viewpoint in Viewpoint]

    def row_lists(self) -> list[RowList]:
        """Return the lists that grow and shrink."""
        return [self[name] for name in ROWS]

    def drop_blank_rows(self) -> None:
        """Forget rows in which nothing was filled in."""
        for rows in self.row_lists():
            rows.drop_blank_rows()

    def values(self) -> dict[str, Any]:
        """Return what the action takes: scalars, and whole lists of rows."""
        found: dict[str, Any] = {name: self[name].data for name in PLAIN}
        for rows in self.row_lists():
            found[rows.short_name] = [
                {name: value for name, value in entry.form.data.items() if name != "csrf_token"}
                for entry in rows
            ]
        found["viewpoints"] = [
            {"viewpoint": viewpoint, **_view_values(part.form)}
            for viewpoint, part in self.views()
            if any(_view_values(part.form).values())
        ]
        return found

    def validate(self, extra_validators: Any = None) -> bool:
        is_valid = bool(super().validate(extra_validators))
        if any(rows.has_too_many for rows in self.row_lists()):
            self.form_errors = [*self.form_errors, text_of("too_many_rows", most=MOST_ROWS)]
            return False
        return is_valid

    def _refuse(self, name: str | None, text: str) -> None:
        whole, _dash, part = (name or "").partition("-")
        field = self._fields.get(whole)
        if part and isinstance(field, FormField) and part in field.form:
            field.form[part].errors = [*field.form[part].errors, text]
        else:
            super()._refuse(None if isinstance(field, RowList) else name, text)


for _viewpoint in Viewpoint:
    setattr(FrameworkForm, f"view_{_viewpoint}", FormField(ViewpointForm, lazy_label(_viewpoint)))


def _view_values(form: BaseForm) -> dict[str, Any]:
    return {name: form[name].data for name in ("speaker", "said", "heard_on")}


def initial(copy: Mapping[str, Any] | None, version: int, *, data: str = "") -> dict[str, Any]:
    """Return what the form shows at first: the assessment as JSON, or an empty one with ``data`` named."""
    if copy is None:
        return {"version": version, "data": data}
    known: dict[str, Any] = {name: copy[name] for name in PLAIN} | {"version": version}
    known["verdict"] = _verdict(copy["verdict"])
    for name in ROWS:
        known[name] = [_dated(row) for row in copy[name]]
    for row in known["tools"]:
        row["question"] = Question(row["question"])
    for row in known["parties"]:
        row["role"] = PartyRole(row["role"])
    for row in copy["viewpoints"]:
        known[f"view_{row['viewpoint']}"] = _dated(row)
    return known


def _dated(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: date.fromisoformat(value) if name.endswith("_on") and value else value
        for name, value in row.items()
    }


class PublishForm(EditForm):
    """Publish the established version: from which day."""

    on = DateField(
        _l("Openbaar vanaf"),
        [InputRequired(message=_l("Kies een dag."))],
        description=_l("De dag van het besluit van het databoord: vandaag of eerder."),
    )
