"""The form of a page: the same for all kinds, plus the fields of its kind."""

from dataclasses import replace
from functools import cache
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, IntegerField, StringField, TextAreaField
from wtforms.validators import Length, NumberRange, Optional
from wtforms.widgets import HiddenInput

from core.forms import LARGEST, BaseForm, TermField
from wiki.forms.fields import (
    BLANK_ROWS,
    FIELD_PREFIX,
    BoxesField,
    LinesField,
    PairsField,
    blank_rows,
    form_field,
    is_filled,
)
from wiki.labels import page_word
from wiki.rules.draft import LONGEST_ABSTRACT, LONGEST_BODY, LONGEST_SUMMARY, LONGEST_TITLE, Draft
from wiki.rules.fields import LONGEST_LIST, Shape, fields_of
from wiki.rules.terms import Category, PageKind

_PLAIN = ("title", "abstract", "body", "title_en", "abstract_en", "aliases", "sources")


class PageForm(BaseForm):
    """What a person fills in. ``shown_kind`` tells which kind's fields the form showed.

    A form that comes without ``shown_kind`` is not ours: then only what it names
    is changed, and nothing else is taken to be emptied.
    """

    base_revision = IntegerField(widget=HiddenInput(), validators=[Optional(), NumberRange(0, LARGEST)])
    merge_base = IntegerField(widget=HiddenInput(), validators=[Optional(), NumberRange(0, LARGEST)])
    draft_version = IntegerField(widget=HiddenInput(), validators=[Optional(), NumberRange(0, LARGEST)])
    proposal_version = IntegerField(widget=HiddenInput(), validators=[Optional(), NumberRange(0, LARGEST)])
    shown_kind = HiddenField()
    title = StringField(_l("Titel"), [Length(max=LONGEST_TITLE)])
    kind = TermField(_l("Soort"), terms=PageKind, words=page_word)
    abstract = TextAreaField(
        _l("Samenvatting"),
        [Length(max=LONGEST_ABSTRACT)],
        description=_l("Eén of twee zinnen: wat is dit, en waarom doet het ertoe?"),
    )
    body = TextAreaField(_l("Tekst"), [Length(max=LONGEST_BODY)])
    categories = BoxesField(_l("Categorieën"))
    domains = BoxesField(_l("Domeinen"))
    aliases = LinesField(
        _l("Andere namen"),
        description=_l("Afkortingen en synoniemen, één per regel. Ook hiermee vindt men de pagina."),
    )
    sources = PairsField(
        _l("Bronnen"),
        description=_l(
            "Eén per regel: bron | vindplaats. De codes 000 tot en met 004 zijn de beleidsstukken."
        ),
    )
    title_en = StringField(_l("Titel in het Engels"), [Length(max=LONGEST_TITLE)])
    abstract_en = TextAreaField(_l("Samenvatting in het Engels"), [Length(max=LONGEST_ABSTRACT)])
    is_core = BooleanField(
        _l("Kernpagina"),
        description=_l("Velen bouwen op deze pagina: haar kern wijzigt pas na een beoordeling."),
    )
    summary = StringField(
        _l("Wat heeft u gewijzigd?"),
        [Length(max=LONGEST_SUMMARY)],
        description=_l("Eén zin voor de geschiedenis, bijvoorbeeld: bronhouder bijgewerkt."),
    )

    kind_shown: PageKind = PageKind.PAGE

    @property
    def structured(self) -> list[Any]:
        """The form fields of this kind, in order."""
        return [self[FIELD_PREFIX + field.name] for field in fields_of(self.kind_shown)]

    def offer_domains(self, domains: list[tuple[str, str]]) -> None:
        """Set the words of categories and the domains that can be chosen, as (slug, name)."""
        self.categories.offer((category.value, page_word(category)) for category in Category)
        self.domains.offer(domains)

    def draft(self, present: Draft, sent: Any, *, may_curate: bool) -> Draft:
        """Return what was filled in; what the form did not show stays as in ``present``."""
        is_whole = "shown_kind" in sent
        changes: dict[str, Any] = {
            name: self[name].data if name not in ("aliases", "sources") else tuple(self[name].data or ())
            for name in _PLAIN
            if is_whole or name in sent
        }
        if self.kind.data and (is_whole or "kind" in sent):
            changes["kind"] = self.kind.data
        if is_whole or "categories" in sent:
            changes["categories"] = tuple(
                Category(value) for value in self.categories.data or () if value in list(Category)
            )
        if is_whole or "domains" in sent:
            changes["domains"] = tuple(self.domains.data or ())
        if may_curate and (is_whole or "is_core" in sent):
            changes["is_core"] = bool(self.is_core.data)
        if is_whole or any(name.startswith(FIELD_PREFIX) for name in sent):
            changes["fields"] = {
                field.name: self[FIELD_PREFIX + field.name].data for field in fields_of(self.kind_shown)
            }
        elif changes.get("kind", present.kind) != present.kind:
            changes["fields"] = {}
        return replace(present, **changes)


@cache
def _form_class(kind: PageKind) -> type[PageForm]:
    """Return the form of one kind."""
    extra: dict[str, Any] = {FIELD_PREFIX + field.name: form_field(field) for field in fields_of(kind)}
    return type("PageForm", (PageForm,), {**extra, "kind_shown": kind})


def page_form(kind: PageKind, **how: Any) -> PageForm:
    """Return a form for a page of this kind."""
    return _form_class(kind)(**how)


def filled_form(draft: Draft, base_revision: int) -> PageForm:
    """Return a form with what a page holds; nothing of the request is read."""
    values: dict[str, Any] = {name: getattr(draft, name) for name in _PLAIN}
    values |= {
        "kind": draft.kind,
        "shown_kind": draft.kind.value,
        "categories": [category.value for category in draft.categories],
        "domains": list(draft.domains),
        "aliases": list(draft.aliases),
        "sources": list(draft.sources),
        "is_core": draft.is_core,
        "base_revision": base_revision,
    }
    for field in fields_of(draft.kind):
        value = draft.fields.get(field.name)
        if field.shape is Shape.CHOICE:
            value = next((term for term in field.terms or () if term == value), None)
        values[FIELD_PREFIX + field.name] = value
    form = page_form(draft.kind, formdata=None, data=values)
    add_blank_rows(form)
    return form


def add_blank_rows(form: PageForm) -> None:
    """Leave room for a few more rows in each list; empty ones are not kept."""
    for field in fields_of(form.kind_shown):
        if field.shape is Shape.ROWS:
            rows = form[FIELD_PREFIX + field.name]
            filled = [row for row in rows if is_filled(row)]
            room = blank_rows(field)
            for _row in range(min(room, LONGEST_LIST + BLANK_ROWS - len(rows))):
                if len(rows) - len(filled) < room:
                    rows.append_entry()
