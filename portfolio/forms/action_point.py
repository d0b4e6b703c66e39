"""The form of an action point. Links and figures are written one a line, with a bar between the parts."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlsplit

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import BooleanField, IntegerField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from core.forms import EditForm, RowField
from portfolio.models import ActionPoint

MOST_LINES = 20
LONGEST_PART = 300
LARGEST_FIGURE = Decimal(10) ** 12
Row = dict[str, Any]


class LinesField(TextAreaField):
    """Rows of a JSON list as lines of text; ``read`` and ``write`` turn one line into a row and back."""

    def read(self, parts: list[str]) -> Row:
        """Return the row that the parts of a line mean, or raise ValueError with words."""
        raise NotImplementedError

    def write(self, row: Row) -> list[str]:
        """Return the parts of the line for a row."""
        raise NotImplementedError

    def process_data(self, value: Any) -> None:
        """Take a list of rows, or text when there is none."""
        rows: Sequence[Row] = value or []
        self.data = "\n".join(" | ".join(self.write(row)) for row in rows)

    def rows(self) -> list[Row]:
        """Return the rows of what was typed; validate first."""
        lines = [line.strip() for line in (self.data or "").splitlines()]
        return [self.read([part.strip() for part in line.split("|")]) for line in lines if line]

    def pre_validate(self, form: Any) -> None:
        """Refuse lines that can't be read, with the number of the line."""
        lines = [line for line in (self.data or "").splitlines() if line.strip()]
        if len(lines) > MOST_LINES:
            raise ValidationError(_("Schrijf hooguit %(most)s regels.", most=MOST_LINES))
        for number, line in enumerate(lines, 1):
            parts = [part.strip() for part in line.split("|")]
            if any(len(part) > LONGEST_PART for part in parts):
                raise ValidationError(_("Regel %(number)s is te lang.", number=number))
            try:
                self.read(parts)
            except ValueError as error:
                raise ValidationError(_("Regel %(number)s: %(why)s", number=number, why=error)) from error


class LinksField(LinesField):
    """Links: ``words | https://…`` a line. An address without a lock stays when it was there already."""

    def read(self, parts: list[str]) -> Row:
        """Return label and url; only addresses of the web."""
        if len(parts) != 2 or not parts[0]:
            raise ValueError(_("schrijf ‘woorden | https://adres’."))
        known = {row.get("url") for row in self.object_data or () if isinstance(row, dict)}
        if not is_web_address(parts[1]) or (not is_secure(parts[1]) and parts[1] not in known):
            raise ValueError(_("het adres begint met https://."))
        return {"label": parts[0], "url": parts[1]}

    def write(self, row: Row) -> list[str]:
        """Return label and url."""
        return [str(row.get("label", "")), str(row.get("url", ""))]


class FiguresField(LinesField):
    """Figures: ``words | words in English | number | unit`` a line; the last may be left out."""

    def read(self, parts: list[str]) -> Row:
        """Return label, English label, value and unit."""
        if len(parts) not in (3, 4) or not parts[0]:
            raise ValueError(_("schrijf ‘woorden | Engelse woorden | getal | eenheid’."))
        try:
            number = Decimal(parts[2].replace(",", "."))
        except InvalidOperation:
            raise ValueError(_("het derde deel is een getal.")) from None
        if not number.is_finite() or abs(number) > LARGEST_FIGURE:
            raise ValueError(_("het derde deel is een getal."))
        whole = int(number)
        return {
            "label": parts[0],
            "label_en": parts[1],
            "value": whole if number == whole else float(number),
            "unit": parts[3] if len(parts) == 4 else "",
        }

    def write(self, row: Row) -> list[str]:
        """Return the four parts, the number as it is written in Dutch."""
        number = str(row.get("value", "")).replace(".", ",")
        return [str(row.get("label", "")), str(row.get("label_en", "")), number, str(row.get("unit", ""))]


def is_web_address(url: str) -> bool:
    """Tell whether a link may be followed from a page: an address of the web, nothing that runs."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc) and not set(url) & set(' "<>\n\t')


def is_secure(url: str) -> bool:
    """Tell whether what is read there can't be changed on its way."""
    return url.lower().startswith("https://")


class ActionPointForm(EditForm):
    """What a programme manager changes of an action point."""

    theme_id = RowField(lazy_gettext("Thema"), [DataRequired()])
    title = StringField(lazy_gettext("Actiepunt"), [DataRequired(), Length(max=300)])
    title_en = StringField(lazy_gettext("Actiepunt in het Engels"), [Optional(), Length(max=300)])
    description = TextAreaField(lazy_gettext("Wat het inhoudt"), [Optional()])
    year_from = IntegerField(lazy_gettext("Eerste jaar"), [Optional(), NumberRange(1900, 2199)])
    year_to = IntegerField(
        lazy_gettext("Laatste jaar"),
        [Optional(), NumberRange(1900, 2199)],
        description=lazy_gettext("Laat leeg bij een open einde."),
    )
    is_tentative = BooleanField(lazy_gettext("De jaren staan nog niet vast"))
    organisation_ids = SelectMultipleField(
        lazy_gettext("Organisaties"),
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    result = TextAreaField(
        lazy_gettext("Gemeld resultaat"),
        [Optional()],
        description=lazy_gettext(
            "Laat leeg als er niets is gemeld. Dan staat er ‘niet gemeld’, nooit ‘klaar’."
        ),
    )
    result_en = TextAreaField(lazy_gettext("Gemeld resultaat in het Engels"), [Optional()])
    figures = FiguresField(
        lazy_gettext("Cijfers"),
        [Optional()],
        description=lazy_gettext("Een per regel: woorden | Engelse woorden | getal | eenheid."),
    )
    links = LinksField(
        lazy_gettext("Links"),
        [Optional()],
        description=lazy_gettext("Een per regel: woorden | https://adres."),
    )
    note = TextAreaField(
        lazy_gettext("Opmerking"),
        [Optional()],
        description=lazy_gettext("Bijvoorbeeld waar het overzicht en het hoofdstuk van elkaar verschillen."),
    )

    def offer(
        self, organisations: Sequence[tuple[int, str]], themes: Sequence[tuple[int, str]]
    ) -> "ActionPointForm":
        """Set the organisations and themes to choose from."""
        self.theme_id.offer(themes)
        self.organisation_ids.choices = [SelectChoice(value=id_, label=name) for id_, name in organisations]
        return self

    def values(self) -> dict[str, Any]:
        """Return what the action takes, apart from the organisations."""
        names = ("title", "title_en", "description", "year_from", "year_to", "is_tentative", "note")
        plain = {name: getattr(self, name).data for name in (*names, "result", "result_en")}
        return {**plain, "figures": self.figures.rows(), "links": self.links.rows()}


def filled_form(
    action: ActionPoint,
    organisations: Sequence[tuple[int, str]],
    themes: Sequence[tuple[int, str]],
    **how: Any,
) -> ActionPointForm:
    """Return the form with what stands in the database; ``formdata=None`` leaves out what was sent."""
    chosen = [organisation.id for organisation in action.organisations]
    return ActionPointForm(obj=action, organisation_ids=chosen, **how).offer(organisations, themes)
