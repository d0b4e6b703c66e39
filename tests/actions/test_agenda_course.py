"""The course of an agenda: opened, closed, followed; nothing in the old one changes."""

from datetime import date

import pytest
from sqlalchemy import select, text

from accounts.rules.terms import Role
from core.audit import AuditEvent
from core.database import db
from core.errors import Conflict, Invalid, Refusal
from portfolio.actions import agenda as actions
from portfolio.actions import agenda_course as course
from portfolio.models import ActionPoint, ActionTheme, Agenda, BudgetLine
from portfolio.queries.agenda import find_agenda, get_action, get_theme
from portfolio.rules.agenda import AgendaState
from search.models import SearchOutbox

ON = date(2026, 1, 31)
TABLES = ("agenda", "action_theme", "action_point", "action_organisation", "budget_line", "budget_amount")


@pytest.fixture
def manager(make_person):
    return make_person(Role.PROGRAMME_MANAGER)


@pytest.fixture
def agenda(manager, make_agenda, make_action_point, make_organisation):
    """An agenda with a finished, a silent and a running action, in two themes."""
    made = make_agenda()
    make_action_point(made, "0.1", result="Klaar.")
    make_action_point(
        made, "0.2", title="Stil", organisations=[make_organisation()], sources=[{"source": "004"}]
    )
    make_action_point(made, "1.1", theme=1, title="Loopt", year_to=2026, result="Een begin.")
    return find_agenda("agenda")


def contents(agenda_id):
    """Return every row of an agenda as the database holds it."""
    found = {}
    for table in TABLES:
        rows = db.session.execute(text(f"SELECT * FROM {table} ORDER BY 1, 2")).mappings()  # noqa: S608
        found[table] = [dict(row) for row in rows]
    return {
        table: [row for row in rows if row.get("agenda_id", agenda_id) == agenda_id and row.get("id") != -1]
        for table, rows in found.items()
        if table in ("action_theme", "action_point", "budget_line")
    } | {"agenda": [row for row in found["agenda"] if row["id"] == agenda_id]}


def make_next(agenda, manager, *, codes=("0.2", "1.1")):
    ids = [one.id for theme in agenda.themes for one in theme.actions if one.code in codes]
    values = {"title": "Vervolg", "from_year": 2022, "to_year": 2024}
    made = course.make_next(agenda, "vervolg", values, action_ids=ids, by=manager)
    db.session.commit()
    return find_agenda("vervolg", manager) or made


def test_the_next_agenda_goes_on_with_what_was_chosen_and_nothing_old_changes(agenda, manager):
    before = contents(agenda.id)
    made = make_next(agenda, manager)
    assert (made.state, made.follows_id) == (AgendaState.DRAFT, agenda.id)
    assert [theme.number for theme in made.themes] == [0, 1]
    copied = [one for theme in made.themes for one in theme.actions]
    assert [(one.code, one.title, one.year_from, one.year_to, one.is_tentative) for one in copied] == [
        ("0.1", "Stil", 2022, None, True),
        ("1.1", "Loopt", 2022, 2026, True),
    ]
    assert all(not one.is_reported and one.result == "" for one in copied)
    assert len(copied[0].organisations) == 1
    assert copied[0].sources == [{"source": "004"}]
    assert get_action("0.1", "vervolg", reader=manager).continues.code == "0.2"
    assert [one.code for one in get_action("0.2", "agenda", reader=manager).continued_by] == ["0.1"]
    assert contents(agenda.id) == before


def test_at_least_one_action_goes_on_and_only_one_of_this_agenda(agenda, manager):
    values = {"title": "Vervolg", "from_year": 2022, "to_year": 2024}
    for ids in ([], [987_654]):
        with pytest.raises(Invalid, match="choose_action_points"):
            course.make_next(agenda, "vervolg", values, action_ids=ids, by=manager)


def test_a_closed_agenda_refuses_every_write_until_it_is_opened_again(agenda, manager):
    course.set_state(agenda, AgendaState.CLOSED, on=ON, by=manager, version=agenda.version)
    db.session.commit()
    agenda = find_agenda("agenda")
    assert agenda.closed_on == ON
    theme, action, line = agenda.themes[0], agenda.themes[0].actions[0], agenda.budget_lines[0]
    writes = [
        lambda: actions.edit_agenda(agenda, {"title": "Anders"}, by=manager),
        lambda: actions.add_theme(agenda, 9, {"title": "Negen"}, by=manager),
        lambda: actions.edit_theme(theme, {"title": "Anders"}, by=manager),
        lambda: actions.add_action_point(theme, "0.9", {"title": "Nieuw"}, by=manager),
        lambda: actions.edit_action_point(action, {"title": "Anders"}, by=manager),
        lambda: actions.add_budget_line(agenda, "x", {"name": "X"}, amounts={}, by=manager),
        lambda: actions.edit_budget_line(line, {"name": "X"}, amounts={}, by=manager),
    ]
    for write in writes:
        with pytest.raises(Refusal, match="agenda_closed"):
            write()
    db.session.rollback()
    course.set_state(find_agenda("agenda"), AgendaState.OPEN, on=ON, by=manager)
    assert find_agenda("agenda").closed_on is None
    actions.edit_action_point(get_action("0.1"), {"title": "Anders"}, by=manager)


@pytest.mark.parametrize(
    ("state", "code"),
    [(AgendaState.DRAFT, "agenda_step_not_allowed"), (AgendaState.OPEN, "agenda_step_not_allowed")],
)
def test_an_open_agenda_only_closes(agenda, manager, state, code):
    with pytest.raises(Refusal, match=code):
        course.set_state(agenda, state, on=ON, by=manager)


def test_an_empty_draft_cannot_be_opened(manager):
    values = {"title": "Leeg", "from_year": 2027, "to_year": 2028}
    draft = actions.add_agenda("leeg", values, by=manager, state=AgendaState.DRAFT)
    with pytest.raises(Refusal, match="agenda_without_actions"):
        course.set_state(draft, AgendaState.OPEN, on=ON, by=manager)


def test_opening_puts_every_action_of_it_in_the_index_again(agenda, manager):
    made = make_next(agenda, manager)
    db.session.execute(text("DELETE FROM search_outbox"))
    course.set_state(made, AgendaState.OPEN, on=ON, by=manager)
    ids = set(db.session.scalars(select(ActionPoint.id).where(ActionPoint.agenda_id == made.id)))
    assert set(db.session.scalars(select(SearchOutbox.object_id))) == ids


def test_themes_of_a_draft_change_places_and_codes_go_along(agenda, manager):
    made = make_next(agenda, manager)
    theme = get_theme("vervolg", made.themes[1].id, manager)
    course.swap_themes(theme, is_up=True, by=manager, version=theme.version)
    db.session.commit()
    db.session.expire_all()
    made = find_agenda("vervolg", manager)
    assert [(theme.number, [one.code for one in theme.actions]) for theme in made.themes] == [
        (0, ["0.1"]),
        (1, ["1.1"]),
    ]
    assert [one.title for theme in made.themes for one in theme.actions] == ["Loopt", "Stil"]
    first = get_theme("vervolg", made.themes[0].id, manager)
    course.swap_themes(first, is_up=True, by=manager)  # already first: nothing happens
    assert first.number == 0


def test_what_is_public_keeps_its_numbers_and_its_action_points(agenda, manager):
    theme = get_theme("agenda", agenda.themes[0].id, manager)
    writes = [
        lambda: course.swap_themes(theme, is_up=False, by=manager),
        lambda: course.remove_theme(theme, by=manager),
        lambda: course.remove_action_point(get_action("0.1"), by=manager),
        lambda: course.remove_agenda(agenda, by=manager),
    ]
    for write in writes:
        with pytest.raises(Refusal, match="agenda_not_a_draft"):
            write()


def test_an_action_moved_in_a_draft_gets_a_new_code_and_in_public_keeps_it(agenda, manager):
    made = make_next(agenda, manager)
    moved = get_action("0.1", "vervolg", reader=manager)
    actions.edit_action_point(moved, {}, theme=made.themes[1], by=manager)
    assert (moved.code, moved.theme_id) == ("1.2", made.themes[1].id)
    public = get_action("0.1", "agenda", reader=manager)
    actions.edit_action_point(public, {}, theme=find_agenda("agenda").themes[1], by=manager)
    db.session.commit()
    assert (public.code, public.version) == ("0.1", 2)
    with pytest.raises(Refusal):
        actions.edit_action_point(public, {}, theme=find_agenda("vervolg", manager).themes[0], by=manager)


def test_a_draft_can_lose_parts_and_go_altogether(agenda, manager):
    first = make_next(agenda, manager).themes[0].id
    with pytest.raises(Refusal, match="theme_not_empty"):
        course.remove_theme(get_theme("vervolg", first, manager), by=manager)
    course.remove_action_point(get_action("0.1", "vervolg", reader=manager), by=manager)
    db.session.commit()
    db.session.expire_all()
    course.remove_theme(get_theme("vervolg", first, manager), by=manager)
    db.session.commit()
    course.remove_agenda(find_agenda("vervolg", manager), by=manager)
    db.session.commit()
    assert [one.slug for one in db.session.scalars(select(Agenda))] == ["agenda"]
    assert db.session.scalars(select(ActionTheme.agenda_id).distinct()).all() == [agenda.id]


def test_a_stale_step_is_refused(agenda, manager):
    with pytest.raises(Conflict):
        course.set_state(agenda, AgendaState.CLOSED, on=ON, by=manager, version=99)


def test_the_trail_does_not_say_what_stands_in_a_draft(agenda, manager):
    make_next(agenda, manager)
    trail = db.session.scalars(select(AuditEvent).where(AuditEvent.actor_id == manager.id)).all()
    assert trail
    assert not any(
        word in one.object_label for one in trail for word in ("Vervolg", "Stil", "Loopt", "Begin")
    )


def test_a_change_of_money_alone_is_a_new_version_of_its_line(agenda, manager):
    line = agenda.budget_lines[0]
    seen = line.version
    amounts = {one.year: (one.cents, one.is_reserved) for one in line.amounts}
    actions.edit_budget_line(line, {}, amounts=amounts, spent={2019: 5}, by=manager, version=seen)
    db.session.commit()
    found = db.session.get(BudgetLine, line.id, populate_existing=True)
    assert found.version > seen
    with pytest.raises(Conflict):
        actions.edit_budget_line(line, {}, amounts=amounts, by=manager, version=seen)


def test_a_made_up_value_loses_its_mark_when_somebody_changes_it(agenda, manager):
    line = agenda.budget_lines[0]
    amounts = {2019: (100, True), 2020: (100, True)}
    marks = {2019: ["cents", "spent_cents"], 2020: ["cents"]}
    actions.edit_budget_line(line, {}, amounts=amounts, spent={2019: 5}, marks=marks, by=manager)
    db.session.commit()
    actions.edit_budget_line(line, {}, amounts=amounts, spent={2019: 6}, by=manager)
    assert [one.illustrative for one in line.amounts] == [["cents"], ["cents"]]
