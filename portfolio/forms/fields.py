"""Fields that the forms of the portfolio share: rows, quarters, euros, and values that may stay empty."""

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

from flask_babel import LazyString
from wtforms import BooleanField, FieldList, FormField, IntegerField, StringField
from wtforms.validators import Optional, ValidationError
from wtforms.widgets import HiddenInput, TextInput

from core.forms import BaseForm, TermField
from core.messages import text_of
from portfolio.labels import label
from portfolio.rules.findings import Refusal
from portfolio.rules.quarters import Quarter

MOST_ROWS = 120
_INDEX = re.compile(r"[0-9]{1,4}")
_THOUSANDS = re.compile(r"-?[0-9]{1,3}([.\u00a0 ][0-9]{3})+")


class Blank(Optional):
    """The value may stay empty, without a note that says so: on a form where most may."""

    def __init__(self) -> None:
        super().__init__()
        self.field_flags: dict[str, Any] = {}


def lazy_label(term: StrEnum) -> Any:
    """Return the words for ``term``, chosen when they are shown."""
    return LazyString(label, term)


class QuarterField(StringField):
    """A quarter written as Q4 2026 or 2026-Q4; data is the text, ``index`` its running number or None."""

    def pre_validate(self, form: Any) -> None:
        if not self.data:
            return
        try:
            Quarter.parse(self.data)
        except Refusal as refusal:
            raise ValidationError(text_of(refusal.code, **refusal.params)) from None

    @property
    def index(self) -> int | None:
        """Running number of a valid quarter."""
        return Quarter.parse(self.data).index if self.data else None


class EuroField(IntegerField):
    """Whole euros; a euro sign and points or spaces between thousands are fine."""

    widget = TextInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        if valuelist:
            text = valuelist[0].replace("€", "").strip()
            if _THOUSANDS.fullmatch(text):
                text = re.sub(r"[.\u00a0 ]", "", text)
            valuelist = [text]
        super().process_formdata(valuelist)


class RowForm(BaseForm):
    """One row of a list inside a form; the token stands on the form around it."""

    class Meta(BaseForm.Meta):
        csrf = False

    id = IntegerField(widget=HiddenInput(), validators=[Optional()])


class RowList(FieldList):
    """Rows that grow and shrink; an index that is no small number is ignored, too many rows are refused."""

    def __init__(
        self, row: type[RowForm], label: Any = None, *, most: int = MOST_ROWS, **kwargs: Any
    ) -> None:
        super().__init__(FormField(row), label, **kwargs)
        self.most = most
        self.type = "FieldList"  # what templates look at
        self.has_too_many = False

    def process(self, formdata: Any, *args: Any, **kwargs: Any) -> None:
        self.has_too_many = False
        super().process(formdata, *args, **kwargs)

    def _extract_indices(self, prefix: str, formdata: Any) -> Iterator[int]:
        found: set[int] = set()
        for key in formdata:
            if key.startswith(f"{prefix}-"):
                part = key[len(prefix) + 1 :].split("-", 1)[0]
                if _INDEX.fullmatch(part):
                    found.add(int(part))
        self.has_too_many = len(found) > self.most
        yield from sorted(found)[: self.most]

    def drop_blank_rows(self) -> None:
        """Forget rows in which nothing was filled in; so emptying a row removes it."""
        for place in reversed(range(len(self.entries))):
            if is_blank(self.entries[place].form):
                self.pop_entry(place)


def is_blank(row: BaseForm) -> bool:
    """Tell whether nothing was typed or picked; a choice that always has a value does not count."""
    for field in row:
        if isinstance(field, (BooleanField, TermField)) or isinstance(field.widget, HiddenInput):
            continue
        if any(str(value).strip() for value in field.raw_data or ()):
            return False
    return True
