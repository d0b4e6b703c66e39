"""The form in which the secretary records what the board made of one use case."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from wtforms import SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import Length

from core.forms import EditForm
from core.i18n import format_percent
from portfolio.actions.round_finals import Final
from portfolio.forms.round_sheet import LEVELS, words_of
from portfolio.rules.chance import STEP
from portfolio.rules.round_terms import CHANCE


class FinalsForm(EditForm):
    """The version; the criteria and the chance are added by ``finals_form``."""

    def finals(self) -> dict[str, Final]:
        """Return what was filled in, by criterion."""
        codes = [name[6:] for name in self._fields if name.startswith("level_")]
        return {
            code: Final(
                int(self[f"level_{code}"].data) if self[f"level_{code}"].data else None,
                self[f"reason_{code}"].data or "",
            )
            for code in codes
        }


def finals_form(frozen: Mapping[str, Any]) -> type[FinalsForm]:
    """Return the form for the frozen criteria of a round, in the reader's language."""
    fields: dict[str, Any] = {}
    names = {row["code"]: words_of(row, "name") for row in frozen.get("criteria", ())}
    for code, name in (*names.items(), (CHANCE, _("Slagingskans"))):
        steps = range(0, 101, STEP) if code == CHANCE else LEVELS
        choices = [SelectChoice(value="", label=_("onbekend"))]
        choices += [
            SelectChoice(value=str(step), label=format_percent(step / 100) if code == CHANCE else str(step))
            for step in steps
        ]
        fields[f"level_{code}"] = SelectField(name, choices=choices, default="")
        fields[f"reason_{code}"] = StringField(
            _("Waarom wijkt het bord af? – %(criterion)s", criterion=name), [Length(max=600)]
        )
    return type("FinalsFormOfRound", (FinalsForm,), fields)


def initial_finals(finals: Mapping[str, Final], version: int) -> dict[str, Any]:
    """Return what the form shows at first: what was recorded, else the medians."""
    data: dict[str, Any] = {"version": version}
    for code, final in finals.items():
        data[f"level_{code}"] = "" if final.value is None else str(final.value)
        data[f"reason_{code}"] = final.reason
    return data
