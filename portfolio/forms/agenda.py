"""The forms of agendas: their head, themes, lines of the budget by year, and what goes on in a next one."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from core.errors import Invalid
from core.forms import EditForm, RowField
from portfolio.forms.fields import Blank, EuroField, RowForm, RowList
from portfolio.models import Agenda, BudgetLine

MOST_EUROS = 2_000_000_000
MOST_YEARS = 40
_YEARS = NumberRange(1900, 2199)


class AgendaForm(EditForm):
    """The head of an agenda."""

    title = StringField(_l("Titel"), [DataRequired(message=_l("Geef de agenda een titel.")), Length(max=200)])
    title_en = StringField(_l("Titel in het Engels"), [Optional(), Length(max=200)])
    purpose = TextAreaField(
        _l("Waar gaat deze agenda over?"),
        [Optional()],
        description=_l("Twee of drie zinnen: wat wil de agenda bereiken, en voor wie?"),
    )
    purpose_en = TextAreaField(_l("Hetzelfde in het Engels"), [Optional()])
    from_year = IntegerField(
        _l("Eerste jaar"), [InputRequired(message=_l("Vul het eerste jaar in.")), _YEARS]
    )
    to_year = IntegerField(
        _l("Laatste jaar"), [InputRequired(message=_l("Vul het laatste jaar in.")), _YEARS]
    )
    organisation_id = RowField(_l("Van welke organisatie is de agenda?"), [Optional()])

    def offer(self, organisations: Sequence[tuple[int, str]]) -> "AgendaForm":
        """Set the organisations to choose from."""
        self.organisation_id.offer(organisations, blank="–")
        return self

    def values(self) -> dict[str, Any]:
        """Return what the actions take."""
        names = ("title", "title_en", "purpose", "purpose_en", "from_year", "to_year", "organisation_id")
        return {name: self[name].data for name in names}


class NextForm(AgendaForm):
    """The head of a next agenda, and which action points go on in it."""

    action_ids = SelectMultipleField(
        _l("Actiepunten die verdergaan"),
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    def offer_actions(self, actions: Sequence[tuple[int, str]]) -> "NextForm":
        """Set the action points to choose from."""
        self.action_ids.choices = [SelectChoice(value=id_, label=words) for id_, words in actions]
        return self


class ThemeForm(EditForm):
    """A theme: its number, title and summary; the number is fixed once the theme is there."""

    title = StringField(_l("Titel"), [DataRequired(message=_l("Geef het thema een titel.")), Length(max=200)])
    title_en = StringField(_l("Titel in het Engels"), [Optional(), Length(max=200)])
    summary = TextAreaField(_l("Samenvatting"), [Optional()])
    summary_en = TextAreaField(_l("Samenvatting in het Engels"), [Optional()])

    def values(self) -> dict[str, Any]:
        """Return what the actions take."""
        return {name: self[name].data for name in ("title", "title_en", "summary", "summary_en")}


class YearRow(RowForm):
    """What a line has in one year, and what of it was spent."""

    year = IntegerField(widget=HiddenInput(), validators=[InputRequired(), _YEARS])
    amount = EuroField(_l("Bedrag in euro's"), [Blank(), NumberRange(0, MOST_EUROS)])
    is_reserved = BooleanField(_l("Gereserveerd"))
    spent = EuroField(_l("Uitgegeven in euro's"), [Blank(), NumberRange(0, MOST_EUROS)])


class LineForm(EditForm):
    """A line of the budget."""

    name = StringField(
        _l("Onderdeel"), [DataRequired(message=_l("Noem waar het geld voor is.")), Length(max=200)]
    )
    name_en = StringField(_l("Onderdeel in het Engels"), [Optional(), Length(max=200)])
    note = TextAreaField(_l("Opmerking"), [Optional()])
    years = RowList(YearRow, most=MOST_YEARS)

    def values(self) -> dict[str, Any]:
        """Return the plain fields."""
        return {name: self[name].data for name in ("name", "name_en", "note")}

    def money(self) -> tuple[dict[int, tuple[int, bool]], dict[int, int | None]]:
        """Return amounts and what was spent, by year in cents; a year without an amount is left out.

        Raises Invalid for money that was spent without an amount beside it.
        """
        amounts: dict[int, tuple[int, bool]] = {}
        spent: dict[int, int | None] = {}
        for row in self.years:
            year, amount, out = row.form.year.data, row.form.amount.data, row.form.spent.data
            if amount is not None:
                amounts[year] = (amount * 100, bool(row.form.is_reserved.data))
                spent[year] = None if out is None else out * 100
            elif out is not None:
                raise Invalid([("money", "spent_without_amount", {"year": year})])
        return amounts, spent


def filled_line_form(agenda: Agenda, line: BudgetLine | None, **how: Any) -> LineForm:
    """Return the form of a line with a row for each year of the agenda, and any other it has money in."""
    known = {one.year: one for one in line.amounts} if line else {}
    years = sorted({*range(agenda.from_year, agenda.to_year + 1)[:MOST_YEARS], *known})
    rows: list[dict[str, Any]] = []
    for year in years:
        row: dict[str, Any] = {"year": year}
        if year in known:
            one = known[year]
            row |= {
                "amount": euros(one.cents),
                "is_reserved": one.is_reserved,
                "spent": euros(one.spent_cents),
            }
        rows.append(row)
    return LineForm(obj=line, years=rows, **how)


def euros(cents: int | None) -> int | None:
    """Return whole euros; None stays None."""
    return None if cents is None else round(cents / 100)
