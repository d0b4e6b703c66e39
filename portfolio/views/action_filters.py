"""What the action tracker is narrowed to: by theme, year, state and organisation, from its address."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from core.i18n import localised
from portfolio.charts import action_points as points_chart
from portfolio.models import ActionPoint, ActionTheme, Agenda

STATES = ("reported", "not_reported")


@dataclass(frozen=True)
class Wanted:
    """What the tracker is narrowed to; empty means all, and what does not exist is left out."""

    themes: tuple[int, ...] = ()
    years: tuple[int, ...] = ()
    states: tuple[str, ...] = ()
    organisation: str = ""

    def has(self, action: ActionPoint, theme: ActionTheme, last_year: int) -> bool:
        """Tell whether an action is among what is wanted."""
        return (
            (not self.themes or theme.number in self.themes)
            and (not self.years or any(points_chart.runs_in(action, year, last_year) for year in self.years))
            and (not self.states or state_of(action) in self.states)
            and (not self.organisation or self.organisation in {one.slug for one in action.organisations})
        )

    @property
    def arguments(self) -> dict[str, Any]:
        """What stands in the address."""
        known = {
            "theme": list(self.themes),
            "year": list(self.years),
            "state": list(self.states),
            "organisation": self.organisation,
        }
        return {name: value for name, value in known.items() if value}


def state_of(action: ActionPoint) -> str:
    """Return whether a result was reported; there is no "done"."""
    return "reported" if action.is_reported else "not_reported"


def read_wanted(arguments: MultiDict[str, str], agenda: Agenda) -> Wanted:
    """Return what the address asks for, as far as this agenda has it."""
    numbers = {str(theme.number): theme.number for theme in agenda.themes}
    years = {str(year): year for year in range(agenda.from_year, agenda.to_year + 1)}
    slugs = {one.slug for theme in agenda.themes for action in theme.actions for one in action.organisations}
    organisation = arguments.get("organisation", "")
    return Wanted(
        themes=tuple(numbers[text] for text in dict.fromkeys(arguments.getlist("theme")) if text in numbers),
        years=tuple(years[text] for text in dict.fromkeys(arguments.getlist("year")) if text in years),
        states=tuple(state for state in STATES if state in arguments.getlist("state")),
        organisation=organisation if organisation in slugs else "",
    )


def groups_of(agenda: Agenda, wanted: Wanted) -> list[tuple[ActionTheme, list[ActionPoint]]]:
    """Return the themes with the actions that are wanted; all themes when nothing is left out."""
    groups = [
        (theme, [action for action in theme.actions if wanted.has(action, theme, agenda.to_year)])
        for theme in agenda.themes
    ]
    return [(theme, actions) for theme, actions in groups if actions or not wanted.arguments]


def facets_of(agenda: Agenda, wanted: Wanted) -> dict[str, list[dict[str, Any]]]:
    """Return the boxes of each filter, with how many action points each holds."""
    pairs = [(theme, action) for theme in agenda.themes for action in theme.actions]
    years = range(agenda.from_year, agenda.to_year + 1)
    words = {"reported": _("resultaat gemeld"), "not_reported": _("niet gemeld")}
    organisations = {
        one.slug: localised(one, "name") for _theme, action in pairs for one in action.organisations
    }
    return {
        "themes": [
            _box(
                theme.number,
                points_chart.theme_words(theme),
                len(theme.actions),
                theme.number in wanted.themes,
            )
            for theme in agenda.themes
        ],
        "years": [
            _box(
                year,
                str(year),
                sum(points_chart.runs_in(action, year, agenda.to_year) for _theme, action in pairs),
                year in wanted.years,
            )
            for year in years
        ],
        "states": [
            _box(
                state, words[state], sum(state_of(one) == state for _t, one in pairs), state in wanted.states
            )
            for state in STATES
        ],
        "organisations": [
            {"value": slug, "label": name}
            for slug, name in sorted(organisations.items(), key=lambda pair: pair[1].casefold())
        ],
    }


def _box(value: Any, words: str, count: int, checked: bool) -> dict[str, Any]:
    return {"value": value, "label": words, "count": count, "checked": checked}


def chosen_words(agenda: Agenda, wanted: Wanted) -> str:
    """Return what the tracker is narrowed to, in words."""
    words = [points_chart.theme_words(theme) for theme in agenda.themes if theme.number in wanted.themes]
    words += [str(year) for year in wanted.years]
    words += [
        _("niet gemeld") if state == "not_reported" else _("resultaat gemeld") for state in wanted.states
    ]
    if wanted.organisation:
        words += [
            localised(one, "name")
            for one in {
                one.id: one
                for theme in agenda.themes
                for action in theme.actions
                for one in action.organisations
            }.values()
            if one.slug == wanted.organisation
        ]
    return ", ".join(words)
