"""The forms of a decision: the draft with its rows, publishing, and what the board found on looking again."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from core.forms import EditForm, RowField, TermField
from core.messages import text_of
from portfolio.forms.fields import Blank, RowForm, RowList, lazy_label
from portfolio.models import Decision
from portfolio.rules.decisions import DecisionKind, Outcome, RevisitKind
from portfolio.rules.terms import Phase

MOST_ITEMS = 250  # a board has 60 to 200 candidates; a page with more rows takes too long
ASIDE_PHASES = (Phase.PARKED, Phase.STOPPED)
NEW_KINDS = (DecisionKind.SELECTION, DecisionKind.OTHER)


class ItemRow(RowForm):
    """What the board decides about one use case."""

    code = StringField(
        _l("Use case"),
        [DataRequired(message=_l("Noem de code, bijvoorbeeld SOC-003.")), Length(max=16)],
    )
    outcome = TermField(
        _l("Wat besluit het bord?"),
        [InputRequired(message=_l("Kies wat het bord besluit."))],
        terms=Outcome,
        words=lazy_label,
        blank=_l("Kies"),
    )
    aside = TermField(
        _l("Als niet gekozen: waarheen?"),
        [Blank()],
        terms=ASIDE_PHASES,
        words=lazy_label,
        blank=_l("geparkeerd (kan terugkomen)"),
    )
    reason = TextAreaField(
        _l("Waarom?"), [Length(max=2000)], description=_l("Iedereen kan dit lezen zodra u publiceert.")
    )


class OverrideRow(RowForm):
    """Why the board went against the proposal on one use case; the rest came with the calculation."""

    reason = TextAreaField(_l("Waarom?"), [Length(max=2000)])


class DissentRow(RowForm):
    """Who disagreed, by seat."""

    seat = StringField(
        _l("Zetel"),
        [DataRequired(message=_l("Noem de zetel, bijvoorbeeld: zetel gemeenten.")), Length(max=120)],
        description=_l("Noem de zetel en niet de naam van een persoon."),
    )
    code = StringField(_l("Over welke use case? Leeg is het hele besluit"), [Length(max=16)])
    text = TextAreaField(_l("Wat vond deze zetel?"), [Length(max=2000)])


class RevisitRow(RowForm):
    """When the board looks again."""

    kind = TermField(
        _l("Wanneer?"),
        [InputRequired(message=_l("Kies wanneer."))],
        terms=RevisitKind,
        words=lazy_label,
        blank=_l("Kies"),
    )
    due_on = DateField(_l("Dag"), [Blank()])
    code = StringField(_l("Use case"), [Length(max=16)])
    phase = TermField(_l("Fase"), [Blank()], terms=Phase, words=lazy_label, blank=_l("Kies"))
    precondition_id = RowField(_l("Randvoorwaarde"), [Blank()])
    text = StringField(_l("Waar kijkt het bord dan naar?"), [Length(max=600)])


class DecisionForm(EditForm):
    """A draft."""

    kind = TermField(_l("Soort besluit"), terms=NEW_KINDS, words=lazy_label)
    subject = StringField(
        _l("Onderwerp"),
        [DataRequired(message=_l("Geef het besluit een onderwerp.")), Length(max=200)],
    )
    subject_en = StringField(_l("Onderwerp in het Engels"), [Length(max=200)])
    decided_on = DateField(
        _l("Dag van het besluit"),
        [Blank()],
        description=_l("De dag waarop het bord besloot: vandaag of eerder."),
    )
    text = TextAreaField(_l("Wat besluit het bord?"), description=_l("Eén of enkele zinnen, zonder omhaal."))
    alternatives = TextAreaField(
        _l("Welke andere keuzes lagen er?"), description=_l("Ook: wat gebeurt er als het bord niets doet?")
    )
    reasons = TextAreaField(_l("Waarom?"))
    conditions = TextAreaField(_l("Onder welke voorwaarden?"))
    summary = TextAreaField(_l("Samenvatting"), [Length(max=600)])
    summary_en = TextAreaField(_l("Samenvatting in het Engels"), [Length(max=600)])
    supersedes_id = RowField(
        _l("Volgt dit besluit op een eerder besluit?"),
        [Blank()],
        description=_l("Een gepubliceerd besluit verandert niet. Een volgend besluit neemt zijn plaats in."),
    )
    items = RowList(ItemRow, most=MOST_ITEMS)
    overrides = RowList(OverrideRow, most=MOST_ITEMS)
    dissents = RowList(DissentRow)
    revisits = RowList(RevisitRow)

    def row_lists(self) -> Sequence[RowList]:
        """Return the lists that grow and shrink."""
        return (self.items, self.dissents, self.revisits)

    def validate(self, extra_validators: Any = None) -> bool:
        """Refuse more rows than were read, so that none is lost unseen."""
        is_valid = bool(super().validate(extra_validators))
        for rows in (*self.row_lists(), self.overrides):
            if rows.has_too_many:
                self.form_errors = [*self.form_errors, text_of("too_many_rows", most=rows.most)]
                is_valid = False
        return is_valid

    def offer(
        self, followable: Sequence[Decision], preconditions: Sequence[tuple[int, str]], no: str
    ) -> "DecisionForm":
        """Set what can be chosen; ``no`` is the words for none."""
        self.supersedes_id.offer([(row.id, row.label) for row in followable], blank=no)
        for row in self.revisits:
            row.form.precondition_id.offer(preconditions, blank=no)
        return self

    def drop_blank_rows(self) -> None:
        """Forget rows that were left empty; a chosen term alone is a row that is not finished."""
        for rows in self.row_lists():
            for place in reversed(range(len(rows))):
                if not any(_is_typed(field) for field in rows[place].form):
                    rows.pop_entry(place)

    def values(self) -> dict[str, Any]:
        """Return the fields as the actions take them."""
        names = (
            *("subject", "subject_en", "decided_on", "text", "alternatives", "reasons", "conditions"),
            *("summary", "summary_en", "supersedes_id"),
        )
        return {name: self[name].data for name in names}

    def item_rows(self) -> list[dict[str, Any]]:
        """Return the items as the actions take them."""
        return [
            {
                "use_case": row.form.code.data.upper(),
                "outcome": row.form.outcome.data,
                "aside": row.form.aside.data,
                "reason": row.form.reason.data,
            }
            for row in self.items
        ]

    def override_rows(self, draft: Decision) -> list[dict[str, Any]]:
        """Return the overrides of a draft with the reasons as filled in."""
        reasons = {row.form.id.data: row.form.reason.data for row in self.overrides}
        return [
            {
                **{name: getattr(one, name) for name in ("code", "direction", "price")},
                "reason": reasons.get(one.id, one.reason),
            }
            for one in draft.overrides
        ]

    def dissent_rows(self) -> list[dict[str, Any]]:
        """Return the dissents as the actions take them."""
        return [
            {"seat": row.form.seat.data, "code": row.form.code.data.upper(), "text": row.form.text.data}
            for row in self.dissents
        ]

    def revisit_rows(self) -> list[dict[str, Any]]:
        """Return the agreements to look again as the actions take them."""
        return [
            {
                **{name: row.form[name].data for name in ("kind", "due_on", "phase", "text")},
                "precondition_id": row.form.precondition_id.data,
                "use_case": row.form.code.data.upper() or None,
            }
            for row in self.revisits
        ]


def _is_typed(field: Any) -> bool:
    return field.short_name != "id" and any(str(value).strip() for value in field.raw_data or ())


def initial(draft: Decision) -> dict[str, Any]:
    """Return what the form of a draft starts with."""
    plain = (
        *("version", "kind", "subject", "subject_en", "decided_on", "text", "alternatives", "reasons"),
        *("conditions", "summary", "summary_en", "supersedes_id"),
    )
    return {
        **{name: getattr(draft, name) for name in plain},
        "items": [
            {
                "id": item.id,
                "code": item.use_case.code,
                "outcome": item.outcome,
                "aside": item.aside,
                "reason": item.reason,
            }
            for item in draft.items
        ],
        "overrides": [{"id": one.id, "reason": one.reason} for one in draft.overrides],
        "dissents": [
            {"id": one.id, "seat": one.seat, "code": one.code, "text": one.text} for one in draft.dissents
        ],
        "revisits": [
            {
                **{name: getattr(one, name) for name in ("id", "kind", "due_on", "phase", "text")},
                "precondition_id": one.precondition_id,
                "code": one.use_case.code if one.use_case else "",
            }
            for one in draft.revisits
        ],
    }


class PublishForm(EditForm):
    """Publish a draft; the checklist beside it says what is still needed."""


class DropForm(EditForm):
    """Throw a draft away."""


class RoadmapForm(EditForm):
    """Make the draft that adopts a roadmap."""

    subject = StringField(_l("Onderwerp"), [DataRequired(message=_l("Geef het besluit een onderwerp."))])


class SettleForm(EditForm):
    """What came of looking again."""

    note = TextAreaField(
        _l("Wat vond het bord?"),
        [DataRequired(message=_l("Schrijf op wat het bord vond.")), Length(max=600)],
        description=_l("Verandert er iets? Maak dan een nieuw besluit dat op dit besluit volgt."),
    )
