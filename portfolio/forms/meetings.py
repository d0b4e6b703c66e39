"""The forms of a meeting: who, where, the agenda; the outcome of one item; opening and closing."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from core.forms import EditForm, TermField
from core.messages import text_of
from portfolio.forms.decisions import ASIDE_PHASES, MOST_ITEMS
from portfolio.forms.fields import Blank, RowForm, RowList, lazy_label
from portfolio.models import AgendaItem, Meeting
from portfolio.rules.decisions import Outcome


class SeatRow(RowForm):
    """A seat of the board."""

    seat = StringField(_l("Zetel"), [DataRequired(message=_l("Noem de zetel.")), Length(max=120)])
    is_present = BooleanField(_l("Aanwezig"))


class AgendaRow(RowForm):
    """A use case to talk about."""

    code = StringField(
        _l("Use case"),
        [DataRequired(message=_l("Noem de code, bijvoorbeeld SOC-003.")), Length(max=16)],
    )
    why = StringField(_l("Waarom bespreken?"), [Length(max=600)])


class MeetingForm(EditForm):
    """A meeting with its seats and agenda."""

    held_on = DateField(_l("Datum"), [InputRequired(message=_l("Kies de dag van de vergadering."))])
    place = StringField(_l("Plaats"), [Length(max=200)])
    notes = TextAreaField(
        _l("Notities"),
        description=_l("Mededelingen en afspraken. Ze staan in het verslag, niet in het besluit."),
    )
    seats = RowList(SeatRow)
    agenda = RowList(AgendaRow, most=MOST_ITEMS)

    def validate(self, extra_validators: Any = None) -> bool:
        """Refuse more rows than were read, so that none is lost unseen."""
        is_valid = bool(super().validate(extra_validators))
        for rows in (self.seats, self.agenda):
            if rows.has_too_many:
                self.form_errors = [*self.form_errors, text_of("too_many_rows", most=rows.most)]
                is_valid = False
        return is_valid

    def drop_blank_rows(self) -> None:
        """Forget rows without a seat or a code."""
        for rows, name in ((self.seats, "seat"), (self.agenda, "code")):
            for place in reversed(range(len(rows))):
                if not any(field.data for field in rows[place].form if field.short_name in (name, "why")):
                    rows.pop_entry(place)

    def values(self) -> dict[str, Any]:
        """Return the plain fields."""
        return {name: self[name].data for name in ("held_on", "place", "notes")}

    def seat_rows(self) -> list[dict[str, Any]]:
        """Return the seats as the actions take them."""
        return [{"seat": row.form.seat.data, "is_present": row.form.is_present.data} for row in self.seats]

    def agenda_rows(self) -> list[dict[str, Any]]:
        """Return the agenda as the actions take it."""
        return [{"code": row.form.code.data.upper(), "why": row.form.why.data} for row in self.agenda]


def initial(meeting: Meeting) -> dict[str, Any]:
    """Return what the form of a meeting starts with."""
    return {
        **{name: getattr(meeting, name) for name in ("version", "held_on", "place", "notes")},
        "seats": [{"id": row.id, "seat": row.seat, "is_present": row.is_present} for row in meeting.seats],
        "agenda": [{"id": row.id, "code": row.use_case.code, "why": row.why} for row in meeting.items],
    }


class OppositionRow(RowForm):
    """Who disagreed about one use case."""

    seat = StringField(
        _l("Zetel"),
        [DataRequired(message=_l("Noem de zetel, bijvoorbeeld: zetel gemeenten.")), Length(max=120)],
    )
    text = StringField(_l("Wat vond deze zetel?"), [Length(max=600)])


class OutcomeForm(EditForm):
    """What the board decides about one use case."""

    outcome = TermField(
        _l("Wat besluit het bord?"), [Blank()], terms=Outcome, words=lazy_label, blank=_l("nog geen uitkomst")
    )
    aside = TermField(
        _l("Als niet gekozen: waarheen?"),
        [Blank()],
        terms=ASIDE_PHASES,
        words=lazy_label,
        blank=_l("geparkeerd (kan terugkomen)"),
    )
    reason = TextAreaField(
        _l("Waarom?"), [Length(max=2000)], description=_l("Dit komt in het besluit en is dan openbaar.")
    )
    dissents = RowList(OppositionRow)

    def drop_blank_rows(self) -> None:
        """Forget rows in which nothing was typed."""
        for place in reversed(range(len(self.dissents))):
            if not any(field.data for field in self.dissents[place].form if field.short_name != "id"):
                self.dissents.pop_entry(place)

    def dissent_rows(self) -> list[dict[str, Any]]:
        """Return the dissents as the actions take them."""
        return [{"seat": row.form.seat.data, "text": row.form.text.data} for row in self.dissents]


def initial_outcome(item: AgendaItem) -> dict[str, Any]:
    """Return what the form of an agenda item starts with."""
    return {
        **{name: getattr(item, name) for name in ("version", "outcome", "aside", "reason")},
        "dissents": list(item.dissents),
    }


class OpenForm(EditForm):
    """Open a meeting."""


class CloseForm(EditForm):
    """Close a meeting and make the draft."""

    subject = StringField(
        _l("Onderwerp van het conceptbesluit"),
        [DataRequired(message=_l("Geef het besluit een onderwerp.")), Length(max=200)],
    )
