"""What a day reminds of: told once, to who it concerns, and never of what one may not read."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from accounts.rules.terms import Role
from core.database import db, today
from core.notices import Notice
from home.notices.queries import list_notices
from portfolio import reminders_setup as reminders
from portfolio.models import Benefit, Precondition
from portfolio.models.progress import BenefitDue
from portfolio.queries import reminders as queries
from portfolio.queries.agenda import find_agenda
from portfolio.rules.agenda import AgendaState
from portfolio.rules.terms import Phase, PreconditionKind, PreconditionState

DAY = date(2026, 6, 1)


@pytest.fixture
def manager(make_person):
    return make_person(Role.PROGRAMME_MANAGER)


def told(person):
    return list(db.session.scalars(select(Notice.kind).where(Notice.person_id == person.id)))


@pytest.mark.parametrize(
    ("day", "count"),
    [
        (date(2022, 11, 30), 0),
        (date(2022, 12, 1), 1),
        (date(2023, 2, 1), 1),
        (date(2023, 12, 1), 2),
        (date(2024, 12, 1), 3),
    ],
)
def test_from_december_on_what_ends_without_a_result_is_asked_for(
    manager, make_agenda, make_action_point, day, count
):
    agenda = make_agenda(from_year=2022, to_year=2024)
    make_action_point(agenda, "0.1", result="Klaar.")
    for code, last in (("0.2", 2022), ("0.3", 2023), ("0.4", None)):
        make_action_point(agenda, code, year_to=last)
    found = queries.list_silent_agendas(day.year if day.month == 12 else day.year - 1)
    assert sum(one.count for one in found) == count
    assert reminders.remind_of_results(day) == bool(count)
    db.session.commit()
    assert reminders.remind_of_results(day) == 0  # once per last year


def test_nobody_is_asked_for_results_of_a_draft_or_a_closed_agenda(manager, make_agenda, make_action_point):
    agenda = make_agenda()
    make_action_point(agenda, "0.1")
    agenda = find_agenda("agenda")
    for state, day in ((AgendaState.DRAFT, None), (AgendaState.CLOSED, DAY)):
        agenda.state, agenda.closed_on = state, day
        db.session.commit()
        assert reminders.remind_of_results(DAY) == 0


def test_a_programme_manager_of_before_is_not_told(
    make_membership, make_person, make_agenda, make_action_point
):
    person = make_person()
    make_membership(person=person, role=Role.PROGRAMME_MANAGER, ends_on=date(2026, 5, 31))
    make_action_point(make_agenda(), "0.1")
    assert reminders.remind_of_results(DAY) == 0
    assert reminders.remind_of_results(date(2026, 5, 31)) == 1


def test_the_words_say_how_many_and_of_which_agenda(manager, make_agenda, make_action_point, in_dutch):
    agenda = make_agenda()
    for code in ("0.1", "0.2"):
        make_action_point(agenda, code)
    reminders.remind_of_results(DAY)
    db.session.commit()
    [shown] = list_notices(manager)
    assert shown.text == ("Over 2 actiepunten die tot en met 2019 liepen, is geen resultaat gemeld: Agenda")
    assert shown.url == "/agendas/agenda"
    assert "programmamanager" in shown.reason


def with_benefit(use_case, on):
    benefit = Benefit(use_case_id=use_case.id, position=0, text="Sneller")
    db.session.add(benefit)
    db.session.flush()
    db.session.add(BenefitDue(benefit_id=benefit.id, due_on=on))
    db.session.commit()


@pytest.mark.parametrize(
    ("days", "phase", "count"),
    [
        (15, Phase.PILOT, 0),
        (14, Phase.PILOT, 1),
        (-1, Phase.FINISHED, 1),
        (-1, Phase.STOPPED, 0),
        (-200, Phase.PILOT, 0),
    ],
)
def test_an_owner_hears_two_weeks_ahead_that_a_benefit_is_to_be_measured(
    make_person, make_use_case, days, phase, count
):
    owner = make_person("contributor")
    with_benefit(make_use_case(owner=owner, phase=phase), DAY + timedelta(days=days))
    assert reminders.remind_of_measurements(DAY) == count
    db.session.commit()
    assert told(owner) == ["benefit-due"] * count
    assert reminders.remind_of_measurements(DAY) == 0


@pytest.mark.parametrize(
    ("days", "state", "count"),
    [
        (14, PreconditionState.OPEN, 2),
        (0, PreconditionState.IN_PROGRESS, 2),
        (14, PreconditionState.MET, 0),
        (15, PreconditionState.OPEN, 0),
    ],
)
def test_who_sees_to_a_precondition_and_the_owner_hear_that_it_is_due(
    make_person, make_use_case, days, state, count
):
    owner, carer = make_person("contributor"), make_person("contributor")
    use_case = make_use_case(owner=owner, phase=Phase.PREPARATION)
    db.session.add(
        Precondition(
            use_case_id=use_case.id,
            position=0,
            kind=PreconditionKind.LEGAL,
            text="Geheim contract",
            state=state,
            due_on=DAY + timedelta(days=days),
            owner_id=carer.id,
        )
    )
    db.session.commit()
    assert reminders.remind_of_preconditions(DAY) == count
    assert "Geheim" not in str(list(db.session.scalars(select(Notice.params))))


def test_all_reminders_of_today_run_with_a_constant_number_of_questions(
    manager, make_person, make_use_case, count_queries
):
    def run():
        with count_queries() as counter:
            reminders.remind()
        db.session.commit()
        return len(counter)

    nothing = run()
    owner = make_person("contributor")
    for _number in range(3):
        with_benefit(make_use_case(owner=owner, phase=Phase.PILOT), today())
    found = len(queries.list_due_measurements(today()))
    assert (found, nothing) == (3, 4)
