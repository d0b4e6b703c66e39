"""Small forms for one definition or one relation; each carries the page's revision as ``version``."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length

from core.forms import EditForm
from wiki.forms.fields import form_field
from wiki.rules.draft import LONGEST_SUMMARY
from wiki.rules.field_kinds import DEFINITION_PARTS, LINE, RELATION_PARTS, TEXT, Field, Shape


class RowForm(EditForm):
    """One row of a page, with a note for its history."""

    summary = StringField(
        _l("Waarom?"), [Length(max=LONGEST_SUMMARY)], description=_l("Eén zin voor de geschiedenis.")
    )

    first: tuple[str, ...] = ()

    def shown(self) -> list[Any]:
        """Return the fields that most people need, in their order."""
        return [self[name] for name in self.first]

    def more(self) -> list[Any]:
        """Return the other fields; they are folded while they are empty and right."""
        kept = {*self.first, "summary", "version", "csrf_token"}
        return [field for field in self if field.short_name not in kept]

    def row(self, parts: tuple[Field, ...]) -> dict[str, str]:
        """Return what was filled in, by part."""
        return {part.name: str(self[part.name].data or "") for part in parts if part.name in self}


def _visible(parts: tuple[Field, ...]) -> dict[str, Any]:
    return {part.name: form_field(part) for part in parts if part.shape not in (Shape.KEY, Shape.CARRIED)}


class _Relation(RowForm):
    own = SelectField(_l("Geldt voor"), coerce=str)
    theirs = StringField(
        _l("Welke definitie daar?"),
        [Length(max=LINE)],
        description=_l("De naam van een definitie op die pagina. Laat leeg als het om de hele pagina gaat."),
    )

    def offer(self, definitions: list[tuple[str, str]]) -> None:
        """Set the definitions of this page to choose from, as (key, name)."""
        choices = [SelectChoice(value="", label=str(_l("de hele pagina")))]
        self.own.choices = choices + [SelectChoice(value=key, label=name) for key, name in definitions]


DefinitionForm: type[RowForm] = type(
    "DefinitionForm",
    (RowForm,),
    {**_visible(DEFINITION_PARTS), "first": ("name", "definition", "scope", "source_label", "basis")},
)
RelationForm: type[_Relation] = type(
    "RelationForm",
    (_Relation,),
    {
        **_visible(RELATION_PARTS),
        "first": ("relation", "target", "own", "theirs", "keys", "ground", "note"),
    },
)


class RemoveForm(EditForm):
    """Take a definition or relation away, with the reason."""

    summary = StringField(
        _l("Waarom?"),
        [InputRequired(message=_l("Schrijf op waarom dit weg kan.")), Length(max=LONGEST_SUMMARY)],
    )


class MergeForm(EditForm):
    """Make one definition of two."""

    other = SelectField(_l("Neem deze definitie op"), coerce=str)
    name = StringField(_l("Naam van deze definitie"), [Length(max=LINE)])
    definition = TextAreaField(
        _l("De definitie die overblijft"),
        [InputRequired(message=_l("Schrijf de definitie op die overblijft.")), Length(max=TEXT)],
    )
    scope = StringField(_l("Geldt voor"), [Length(max=LINE)])
    summary = StringField(
        _l("Waarom voegt u ze samen?"),
        [InputRequired(message=_l("Schrijf op waarom u ze samenvoegt.")), Length(max=LONGEST_SUMMARY)],
    )

    def offer(self, definitions: list[tuple[str, str]]) -> None:
        """Set the other definitions of the page, as (key, name)."""
        self.other.choices = [SelectChoice(value=key, label=name) for key, name in definitions]


class SplitForm(EditForm):
    """Make two definitions of one."""

    definition = TextAreaField(
        _l("De eerste definitie"),
        [InputRequired(message=_l("Schrijf de eerste definitie op.")), Length(max=TEXT)],
        description=_l("Deze houdt haar verwijzingen."),
    )
    scope = StringField(_l("Geldt voor"), [Length(max=LINE)])
    new_name = StringField(_l("Naam van de tweede definitie"), [Length(max=LINE)])
    new_definition = TextAreaField(
        _l("De tweede definitie"),
        [InputRequired(message=_l("Schrijf de tweede definitie op.")), Length(max=TEXT)],
    )
    new_scope = StringField(_l("De tweede geldt voor"), [Length(max=LINE)])
    summary = StringField(
        _l("Waarom splitst u haar?"),
        [InputRequired(message=_l("Schrijf op waarom u haar splitst.")), Length(max=LONGEST_SUMMARY)],
    )
