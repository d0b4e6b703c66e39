"""Form fields for what pages hold beside plain text: lists by the line, choices with boxes, rows."""

from collections.abc import Iterable
from typing import Any

from flask_babel import LazyString
from wtforms import Field, FieldList, FormField, HiddenField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import Length
from wtforms.widgets import CheckboxInput, DateInput, ListWidget

from core.forms import BaseForm, TermField, tidy
from wiki.labels import FIELD_WORDS, page_word
from wiki.rules import fields as rule
from wiki.rules.fields import LONGEST_LIST, Shape

FIELD_PREFIX = "field_"
BLANK_ROWS = 2
_WIDE = 5  # from so many parts on, one empty row is enough: each fills a screen


class LinesField(TextAreaField):
    """A list of short texts, one a line; empty lines are left out."""

    def process_formdata(self, valuelist: list[str]) -> None:
        if valuelist:
            self.data = [line.strip() for line in tidy(valuelist[0]).split("\n") if line.strip()]

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else "\n".join(self.data or [])


class PairsField(LinesField):
    """A list of sources, one a line: ``source | passage``."""

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata(valuelist)
        if valuelist:
            parts = [line.partition("|") for line in self.data]
            self.data = [{"source": one.strip(), "passage": two.strip()} for one, _bar, two in parts]

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "\n".join(" | ".join(filter(None, row.values())) for row in self.data or [])


class BoxesField(SelectMultipleField):
    """Any number of choices, each with a box."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def offer(self, choices: Iterable[tuple[str, Any]]) -> None:
        """Set what can be chosen, as (value, words)."""
        self.choices = [SelectChoice(value=value, label=words) for value, words in choices]


class DayField(StringField):
    """A date, kept as ISO text; the rule says whether it is one."""

    widget = DateInput()


class Row(BaseForm):
    """One row of a list; the token is that of the form around it."""

    class Meta(BaseForm.Meta):
        csrf = False


def form_field(field: rule.Field) -> Field:
    """Return the form field for a field of a page."""
    if field.shape in (Shape.KEY, Shape.CARRIED):
        return HiddenField(field.name, [Length(max=rule.CARRIED)])
    label = LazyString(lambda: FIELD_WORDS[field.name][0]())
    hint = LazyString(lambda: FIELD_WORDS[field.name][1]())
    if field.shape in (Shape.LINE, Shape.NAME):
        return StringField(label, [Length(max=rule.LINE)], description=hint)
    if field.shape is Shape.DAY:
        return DayField(label, [Length(max=rule.LINE)], description=hint)
    if field.shape is Shape.TEXT:
        return TextAreaField(label, [Length(max=rule.TEXT)], description=hint)
    if field.shape is Shape.CHOICE:
        words = LazyString(lambda: page_word(None))
        return TermField(
            label, terms=list(field.terms or ()), words=_lazy_word, blank=words, description=hint
        )
    if field.shape is Shape.CHOICES:
        choices = [SelectChoice(value=term.value, label=_lazy_word(term)) for term in field.terms or ()]
        return BoxesField(label, choices=choices, description=hint)
    if field.shape is Shape.ROWS:
        row = type("Row", (Row,), {part.name: form_field(part) for part in field.parts})
        return FieldList(FormField(row), label=label, max_entries=LONGEST_LIST + BLANK_ROWS, description=hint)
    return LinesField(label, description=hint)


def _lazy_word(term: Any) -> Any:
    return LazyString(lambda: page_word(term))


def blank_rows(field: rule.Field) -> int:
    """Return how many empty rows to leave room for."""
    return 1 if len(field.parts) > _WIDE else BLANK_ROWS


def is_filled(row: Any) -> bool:
    """Whether a person wrote anything in a row."""
    return any(part.data for part in row.form if part.type != "HiddenField")


def has_rows(field: Any) -> bool:
    """Whether a list of rows holds anything: a value, or a row that was refused."""
    return any(is_filled(row) or row.form.errors for row in field)
