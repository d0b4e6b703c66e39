"""The base of every form: tidy text, bounded lengths, our own messages, and the version that was opened.

A text without a stated length holds at most 200 characters on one line or
20,000 in a text area; a whole number fits in 32 bits. So no input reaches the
database that it would refuse.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, TypeVar

from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import (
    DecimalField,
    Field,
    HiddenField,
    IntegerField,
    PasswordField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.fields.core import UnboundField
from wtforms.validators import Length, NumberRange, Optional, StopValidation
from wtforms.widgets import HiddenInput, TextInput

from core.errors import Invalid, Refusal
from core.form_messages import Translations
from core.messages import text_of, text_of_refusal

ONE_LINE = 200
TEXT_AREA = 20_000
LARGEST = 2**31 - 1
_BEYOND = 10**18
# Signs that no page can show: a number or date that holds one would come back in the form as it was typed.
_UNSHOWABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
Term = TypeVar("Term", bound=StrEnum)


def tidy(text: Any) -> Any:
    """Return text without spaces around it and without signs that cannot be shown; "" for a missing field."""
    if not isinstance(text, str):
        return "" if text is None else text
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    shown = "".join(
        sign for sign in lines if sign in "\n\t" or unicodedata.category(sign) not in ("Cc", "Cs")
    )
    return shown.strip()


def _bounds(kind: type[Field], validators: Iterable[Any]) -> list[Any]:
    """Return the limits that every field of this kind has, unless it states its own."""
    stated = tuple(type(validator) for validator in validators)
    if issubclass(kind, StringField) and not issubclass(kind, HiddenField) and Length not in stated:
        return [Length(max=TEXT_AREA if issubclass(kind, TextAreaField) else ONE_LINE)]
    if issubclass(kind, IntegerField) and NumberRange not in stated:
        return [NumberRange(-LARGEST, LARGEST)]
    return []


def _bound(_form: Any, field: Field) -> None:
    """Make a whole number of hundreds of digits one that validators can compare; each refuses it still."""
    if isinstance(field.data, int):
        field.data = max(-_BEYOND, min(_BEYOND, field.data))


def _once(_form: Any, field: Field) -> None:
    """Say once that what was typed can't be read: no bound is told of a value that is not there."""
    if field.process_errors and any(str(value).strip() for value in field.raw_data or ()):
        raise StopValidation


class BaseForm(FlaskForm):
    """A form with our habits; a refusal that belongs to no field stands in ``form_errors``."""

    form_errors: list[str]

    class Meta(FlaskForm.Meta):
        def get_translations(self, form: Any) -> Translations:
            return Translations()

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            data = super().wrap_formdata(form, formdata)
            if data is None or data is formdata:
                return data
            pairs = list(data.items(multi=True))
            if not any(isinstance(value, str) and _UNSHOWABLE.search(value) for _name, value in pairs):
                return data
            return MultiDict(
                (name, _UNSHOWABLE.sub("", value) if isinstance(value, str) else value)
                for name, value in pairs
            )

        def bind_field(self, form: Any, unbound_field: UnboundField, options: dict[str, Any]) -> Field:
            kind, given = unbound_field.field_class, unbound_field.kwargs
            own = list(
                given.get("validators") or (unbound_field.args[1] if len(unbound_field.args) > 1 else ())
            )
            extra = _bounds(kind, own)
            if issubclass(kind, StringField) and not issubclass(kind, PasswordField):
                options = {**options, "filters": [tidy, *given.get("filters", ())]}
            field = unbound_field.bind(form=form, **options)
            if issubclass(kind, IntegerField):
                field.validators = [_bound, *field.validators]
            field.validators = [_once, *field.validators]
            if extra:
                field.validators = [*field.validators, *extra]
                for validator in extra:
                    for flag, value in validator.field_flags.items():
                        setattr(field.flags, flag, value)
            return field

    def refuse(self, refusal: Refusal) -> None:
        """Show a refusal beside the fields it names, or above the form."""
        if isinstance(refusal, Invalid):
            for field, code, params in refusal.findings:
                self._refuse(field, text_of(code, **params))
        else:
            self._refuse(refusal.field, text_of_refusal(refusal))

    def _refuse(self, name: str | None, text: str) -> None:
        field = self._fields.get(name) if name else None
        if field is None:
            self.form_errors = [*self.form_errors, text]
        else:
            field.errors = [*field.errors, text]


class EditForm(BaseForm):
    """A form that changes something; it carries the version that its author saw."""

    version = IntegerField(widget=HiddenInput(), validators=[Optional()])


class TermField(SelectField):
    """A choice among the members of an enumeration; ``blank`` is the words for none (then data is None)."""

    def __init__(
        self,
        label: Any = None,
        validators: Any = None,
        *,
        terms: Iterable[Term],
        words: Callable[[Term], Any] | Mapping[Term, Any],
        blank: Any = None,
        **kwargs: Any,
    ) -> None:
        known = list(terms)
        word = words if callable(words) else words.__getitem__
        choices = [SelectChoice(value=term.value, label=word(term)) for term in known]
        if blank is not None:
            choices.insert(0, SelectChoice(value="", label=blank))
        by_value = {term.value: term for term in known}

        def coerce(value: Any) -> Any:
            if value in (None, ""):
                return None
            if value not in by_value:
                raise ValueError(value)
            return by_value[value]

        super().__init__(label, validators, coerce=coerce, choices=choices, **kwargs)
        self.type = "SelectField"  # how it looks


class RowField(SelectField):
    """A choice among rows by id, where "" means none; give it ``choices`` before use."""

    def __init__(self, label: Any = None, validators: Any = None, **kwargs: Any) -> None:
        super().__init__(label, validators, coerce=_row_id, **kwargs)
        self.type = "SelectField"  # how it looks

    def offer(self, rows: Iterable[tuple[int, str]], blank: str | None = None) -> None:
        """Set the rows to choose from, as (id, words)."""
        choices = [SelectChoice(value=str(id_), label=words) for id_, words in rows]
        if blank is not None:
            choices.insert(0, SelectChoice(value="", label=blank))
        self.choices = choices


def _row_id(value: Any) -> int | None:
    return None if value in (None, "") else int(value)


class ExactField(DecimalField):
    """A number with a comma or a point, at most ``places`` decimals, within ±``limit``."""

    widget = TextInput()

    def __init__(
        self, label: Any = None, validators: Any = None, *, places: int = 2, limit: int = 10**9, **kwargs: Any
    ) -> None:
        super().__init__(label, validators, places=None, **kwargs)
        self.decimals = places
        self.limit = limit

    def process_formdata(self, valuelist: list[str]) -> None:
        if not valuelist:
            return
        self.data = None
        try:
            number = Decimal(valuelist[0].strip().replace(",", "."))
        except InvalidOperation:
            raise ValueError(self.gettext("Not a valid decimal value.")) from None
        if not number.is_finite() or abs(number) > self.limit:
            raise ValueError(self.gettext("Not a valid decimal value."))
        self.data = number.quantize(Decimal(1).scaleb(-self.decimals))

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else f"{self.data.normalize():f}".replace(".", ",")
