"""Two people changed the same thing: both texts side by side, field by field."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from wtforms import (
    BooleanField,
    Field,
    FieldList,
    FileField,
    FormField,
    HiddenField,
    PasswordField,
    SubmitField,
)
from wtforms.fields.choices import SelectFieldBase
from wtforms.form import BaseForm as AnyForm
from wtforms.widgets import HiddenInput

_NOT_COMPARED = (HiddenField, PasswordField, SubmitField, FileField)


@dataclass(frozen=True)
class Difference:
    """One field that differs: what the reader typed and what stands there now."""

    id: str
    label: str
    yours: str
    theirs: str


@dataclass(frozen=True)
class Comparison:
    """Everything that differs between a refused save and the present text."""

    differences: tuple[Difference, ...]
    version: int | None


def compare(yours: AnyForm, theirs: AnyForm) -> Comparison:
    """Compare two forms of one class; ``yours`` then carries the present version.

    So a second save is one that its author made after seeing both texts.
    """
    version = theirs["version"].data if "version" in theirs else None
    if "version" in yours:
        field = yours["version"]
        field.data, field.raw_data = version, None
    return Comparison(tuple(_differences(yours, theirs)), version)


def _differences(yours: AnyForm, theirs: AnyForm) -> Iterator[Difference]:
    for field in yours:
        if not _is_compared(field) or field.short_name not in theirs:
            continue
        typed, present = shown(field), shown(theirs[field.short_name])
        if typed != present:
            yield Difference(field.id, str(field.label.text), typed, present)


def _is_compared(field: Field) -> bool:
    return not isinstance(field, _NOT_COMPARED) and not isinstance(field.widget, HiddenInput)


def shown(field: Any) -> str:
    """Return the value of a field in words, as its reader would read it."""
    if isinstance(field, BooleanField):
        return _("Ja") if field.data else _("Nee")
    if isinstance(field, SelectFieldBase):
        return "; ".join(str(choice.label) for choice in field.iter_choices() if choice.selected)
    if isinstance(field, FieldList):
        return "\n".join(filter(None, (shown(entry) for entry in field)))
    if isinstance(field, FormField):
        parts = [(part.label.text, shown(part)) for part in field.form if _is_compared(part)]
        return "; ".join(f"{label}: {text}" for label, text in parts if text)
    return str(field._value()) if hasattr(field, "_value") else str(field.data or "")
