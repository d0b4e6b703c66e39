"""A precondition that is shared is one thing: wherever it is read, its state and date are the same."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from accounts.rules.terms import Role
from core.audit import SYSTEM
from core.database import db, today
from core.errors import Conflict, Invalid, NotAllowed
from core.notices import Notice
from portfolio.actions.part_news import PreconditionNews, tell_preconditions
from portfolio.actions.precondition_sharing import (
    SharedText,
    edit_shared,
    join_precondition,
    leave_precondition,
    share_precondition,
)
from portfolio.actions.use_cases import edit_use_case, merge_use_cases
from portfolio.models import Precondition
from portfolio.models.progress import (
    ComputedStatus,
    PreconditionChange,
    PreconditionShare,
    SharedPrecondition,
)
from portfolio.queries.part_history import follow_preconditions
from portfolio.queries.progress_inputs import list_known
from portfolio.queries.roadmap import list_ties
from portfolio.queries.shared_preconditions import list_alike
from portfolio.rules.progress_status import Cause
from portfolio.rules.terms import Phase, PreconditionKind, PreconditionState
from tests.factories.framework import fresh

State = PreconditionState
LATE, SOON = today() - timedelta(days=5), today() + timedelta(days=50)
WORDS = SharedText(PreconditionKind.LEGAL, "De wet is er")


@pytest.fixture
def domain(make_domain):
    return make_domain()


@pytest.fixture
def make_row(make_use_case, domain):
    def make_row(text="De wet staat dit toe", **values):
        wanted = {"phase": Phase.PILOT, "domain": values.pop("domain", domain)}
        wanted |= {name: values.pop(name) for name in ("owner_id", "phase") if name in values}
        use_case = make_use_case(**wanted)
        known = {"kind": PreconditionKind.LEGAL, "is_hard": True, "due_on": SOON}
        row = Precondition(use_case_id=use_case.id, text=text, **(known | values))
        db.session.add(row)
        db.session.commit()
        row.code = use_case.code
        return row

    return make_row


def change(shared, state=State.OPEN, due_on=None, **values):
    edit_shared(shared, told=WORDS, state=state, due_on=due_on, **({"by": SYSTEM} | values))
    db.session.commit()


def stands(row):
    db.session.expire_all()
    return db.session.execute(
        select(Precondition.state, Precondition.due_on).where(Precondition.id == row.id)
    ).one()


def test_who_is_joined_follows_with_a_dated_row_and_a_computed_status(make_row):
    one, other = make_row(), make_row()
    shared = share_precondition(one, same=[other], by=SYSTEM)
    change(shared, State.IN_PROGRESS, LATE, note="De Kamer is op reces")
    for row in (one, other):
        assert stands(row) == (State.IN_PROGRESS, LATE)
        last = db.session.scalars(
            select(PreconditionChange)
            .where(PreconditionChange.precondition_id == row.id)
            .order_by(PreconditionChange.id.desc())
        ).first()
        assert (last.on, last.state, last.due_on, last.note) == (
            *(today(), State.IN_PROGRESS, LATE),
            "De Kamer is op reces",
        )
    rows = db.session.scalars(select(ComputedStatus).where(ComputedStatus.until.is_(None))).all()
    assert [Cause.PRECONDITION_LATE.value in row.causes for row in rows] == [True, True]


def test_who_joins_takes_over_and_who_leaves_keeps_what_it_had(make_row):
    one, other = make_row(), make_row(state=State.MET, due_on=None)
    shared = share_precondition(one, by=SYSTEM)
    join_precondition(other, shared, by=SYSTEM)
    db.session.commit()
    assert stands(other) == (State.OPEN, SOON)
    leave_precondition(other, by=SYSTEM)
    change(shared, State.MET)
    assert stands(other) == (State.OPEN, SOON)
    assert stands(one) == (State.MET, None)


def test_one_is_shared_once(make_row):
    one, other = make_row(), make_row()
    shared = share_precondition(one, by=SYSTEM)
    with pytest.raises(Invalid):
        join_precondition(one, shared, by=SYSTEM)
    with pytest.raises(Invalid):
        share_precondition(other, same=[one], by=SYSTEM)
    with pytest.raises(Invalid):
        leave_precondition(other, by=SYSTEM)


@pytest.mark.parametrize(
    ("role", "is_own", "may"),
    [
        (Role.SECRETARY, True, True),
        (Role.SECRETARY, False, False),
        (Role.PROGRAMME_MANAGER, False, True),
        (Role.BOARD_MEMBER, True, False),
        (Role.CONTRIBUTOR, True, False),
        (Role.ADMINISTRATOR, False, False),
    ],
)
def test_a_secretary_shares_in_the_own_domain_and_the_programme_manager_in_all(
    make_row, make_person, make_domain, domain, role, is_own, may
):
    person = make_person(role, domain=domain if is_own else make_domain())
    one = make_row()
    if may:
        assert share_precondition(one, by=person).id
    else:
        with pytest.raises(NotAllowed):
            share_precondition(one, by=person)


def test_no_secretary_takes_along_one_of_another_domain(make_row, make_person, make_domain, domain):
    secretary = make_person(Role.SECRETARY, domain=domain)
    with pytest.raises(NotAllowed):
        share_precondition(make_row(), same=[make_row(domain=make_domain())], by=secretary)


def test_a_change_of_what_changed_meanwhile_is_refused(make_row):
    shared = share_precondition(make_row(), by=SYSTEM)
    db.session.commit()
    seen = shared.version
    change(shared, State.IN_PROGRESS, version=seen)
    with pytest.raises(Conflict):
        change(shared, State.MET, version=seen)


def test_owners_who_wait_are_told_once_and_the_one_who_changes_it_is_not(make_row, make_person, domain):
    owner, other, secretary = make_person(), make_person(), make_person(Role.SECRETARY, domain=domain)
    rows = [make_row(owner_id=owner.id), make_row(owner_id=other.id, phase=Phase.FINISHED)]
    rows.append(make_row(owner_id=secretary.id))
    shared = share_precondition(rows[0], same=rows[1:], by=secretary)
    db.session.commit()
    change(shared, State.IN_PROGRESS, SOON, by=secretary)
    told = db.session.scalars(select(Notice)).all()
    assert [(one.person_id, one.kind) for one in told] == [(owner.id, "precondition-changed")]
    assert told[0].params == {"state": "in_progress", "due": SOON.isoformat()}
    change(shared, State.IN_PROGRESS, SOON, note="Zelfde stand", by=secretary)
    assert len(db.session.scalars(select(Notice)).all()) == 1


def test_the_long_form_does_not_change_what_is_shared_but_the_loader_gives_way(make_row, make_person, domain):
    row = make_row()
    code = row.code
    share_precondition(row, by=SYSTEM)
    db.session.commit()
    secretary = make_person(Role.SECRETARY, domain=domain)
    values = {"id": row.id, "kind": row.kind, "is_hard": True, "text": "Anders", "due_on": SOON}
    with pytest.raises(Invalid):
        edit_use_case(fresh(code), {"preconditions": [values | {"state": State.MET}]}, by=secretary)
    db.session.rollback()
    edit_use_case(fresh(code), {"preconditions": [values | {"state": State.MET}]}, by=SYSTEM)
    db.session.commit()
    assert stands(row) == (State.OPEN, SOON)
    assert fresh(code).preconditions[0].text == "Anders"


def test_a_merge_takes_the_share_along(make_row, make_use_case, domain):
    row, target = make_row(), make_use_case(domain=domain, phase=Phase.PILOT)
    shared = share_precondition(row, by=SYSTEM)
    db.session.commit()
    merge_use_cases(fresh(row.code), fresh(target.code), by=SYSTEM, reason="Dezelfde")
    db.session.commit()
    change(shared, State.MET)
    assert fresh(target.code).preconditions[0].state is State.MET


def test_what_is_alike_and_not_yours_is_named_but_not_offered(make_row, make_person, make_domain, domain):
    mine, theirs = make_row(), make_row("De wet staat dit ook toe.", domain=make_domain())
    make_row("Sensoren meten elke dag in het riool")
    secretary = make_person(Role.SECRETARY, domain=domain)
    (one,) = list_alike(mine, secretary)
    assert (one.precondition_id, one.may_join) == (theirs.id, False)
    (one,) = list_alike(mine, make_person(Role.PROGRAMME_MANAGER))
    assert one.may_join


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["share", "join", "leave", "change", "tell", "edit"]),
        st.integers(0, 2),
        st.sampled_from(list(State)),
        st.sampled_from([None, LATE, SOON]),
    ),
    max_size=7,
)


def step(rows, what, place, state, due_on):
    row = db.session.get(Precondition, rows[place].id)
    shared = db.session.scalars(select(SharedPrecondition).order_by(SharedPrecondition.id)).first()
    if what == "share":
        share_precondition(row, by=SYSTEM)
    elif what == "join" and shared:
        join_precondition(row, shared, by=SYSTEM)
    elif what == "leave":
        leave_precondition(row, by=SYSTEM)
    elif what == "change" and shared:
        edit_shared(shared, told=WORDS, state=state, due_on=due_on, by=SYSTEM)
    elif what == "tell":
        news = [PreconditionNews(row.id, state, due_on, "Nieuws")]
        tell_preconditions(fresh(rows[place].code), news, version=None, by=SYSTEM)
    elif what == "edit":
        values = {"id": row.id, "kind": row.kind, "is_hard": True, "text": "Wet"}
        values |= {"state": state, "due_on": due_on}
        edit_use_case(fresh(rows[place].code), {"preconditions": [values]}, by=SYSTEM)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_whatever_is_done_each_place_says_the_same_of_what_is_shared(make_row, make_person, steps):
    reader = make_person(Role.PROGRAMME_MANAGER)
    rows = [make_row() for _place in range(3)]
    codes = {row.id: row.code for row in rows}
    for one in steps:
        try:
            step(rows, *one)
            db.session.commit()
        except Invalid:
            db.session.rollback()
    db.session.expire_all()
    ids = [row.id for row in rows]
    shares = dict(
        db.session.execute(
            select(PreconditionShare.precondition_id, PreconditionShare.shared_id).where(
                PreconditionShare.precondition_id.in_(ids)
            )
        ).all()
    )
    gates = list_ties(reader, planned_only=False).gates
    for id_ in ids:
        use_case = fresh(codes[id_])
        (page,) = follow_preconditions(use_case, today(), reader)
        said = page.row.state, page.row.due_on
        if id_ in shares:
            shared = db.session.get_one(SharedPrecondition, shares[id_])
            assert said == (shared.state, shared.due_on)
        if page.changes:
            assert (page.changes[-1].state, page.changes[-1].due_on) == said
        is_open = said[0] in (State.OPEN, State.IN_PROGRESS)
        on_roadmap = [(gate.state, gate.due_on) for gate in gates.get(codes[id_], ())]
        assert on_roadmap == ([said] if is_open else [])
        (known,) = list_known(today(), [use_case.id])
        assert known.situation.late_preconditions == int(page.is_late)
