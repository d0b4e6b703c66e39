"""Writing system functions, criteria, challenges and counts."""

from datetime import date

import pytest
from sqlalchemy import select

from accounts.rules.terms import OrganisationKind, Role
from core.database import db
from core.errors import Conflict, Invalid
from portfolio.actions import reference as actions
from portfolio.models import ChanceAnchor, OrganisationCount
from portfolio.queries.reference import get_system_function


@pytest.fixture
def manager(make_person):
    return make_person(Role.PROGRAMME_MANAGER)


@pytest.fixture
def function(manager):
    """A system function with its maturity on one day."""
    made = actions.add_system_function("FDS", {"name": "Stelsel"}, by=manager)
    actions.add_maturity(made, on=date(2026, 1, 1), level=1, by=manager, is_illustrative=True)
    db.session.commit()
    return get_system_function("FDS")


def test_a_maturity_is_a_new_version_of_its_function(function, manager):
    seen = function.version
    actions.add_maturity(function, on=date(2026, 4, 1), level=2, evidence="Gezien", by=manager, version=seen)
    db.session.commit()
    found = get_system_function("FDS")
    assert [(row.on, row.level) for row in found.maturities] == [(date(2026, 1, 1), 1), (date(2026, 4, 1), 2)]
    assert found.version == seen + 1


def test_a_corrected_maturity_is_no_longer_illustrative(function, manager):
    actions.edit_maturity(function, function.maturities[0], {"level": 3}, by=manager)
    db.session.commit()
    row = get_system_function("FDS").maturities[0]
    assert (row.level, row.is_illustrative) == (3, False)


@pytest.mark.parametrize(
    ("on", "level"), [(date(2026, 1, 1), 2), (date(2026, 5, 1), 6), (date(2026, 5, 1), -1)]
)
def test_a_day_twice_or_a_level_off_the_scale_is_refused(function, manager, on, level):
    with pytest.raises(Invalid):
        actions.add_maturity(function, on=on, level=level, by=manager)


def test_a_stale_page_of_a_function_is_refused(function, manager):
    actions.edit_system_function(function, {"name": "Beter"}, by=manager, version=function.version)
    db.session.commit()
    function = get_system_function("FDS")
    for stale in (
        lambda: actions.edit_system_function(function, {"name": "Ook"}, by=manager, version=1),
        lambda: actions.add_maturity(function, on=date(2026, 5, 1), level=1, by=manager, version=1),
        lambda: actions.edit_maturity(function, function.maturities[0], {"level": 0}, by=manager, version=1),
    ):
        with pytest.raises(Conflict):
            stale()


@pytest.mark.parametrize(
    ("values", "field"), [({"name": ""}, "name"), ({"until": date(2020, 1, 1)}, "until")]
)
def test_a_challenge_has_a_name_and_ends_after_it_began(database, manager, values, field):
    challenge = actions.add_challenge("a", {"name": "Armoede", "since": date(2021, 10, 1)}, by=manager)
    db.session.commit()
    with pytest.raises(Invalid) as refused:
        actions.edit_challenge(challenge, values, by=manager, version=challenge.version)
    assert refused.value.field == field


def test_a_challenge_ends_and_a_stale_page_of_it_is_refused(database, manager):
    challenge = actions.add_challenge("a", {"name": "Armoede", "since": date(2021, 10, 1)}, by=manager)
    db.session.commit()
    actions.edit_challenge(challenge, {"until": date(2026, 1, 1)}, by=manager, version=1)
    db.session.commit()
    assert challenge.until == date(2026, 1, 1)
    with pytest.raises(Conflict):
        actions.edit_challenge(challenge, {"until": None}, by=manager, version=1)


def test_a_chance_in_words_and_a_count_are_set_again(database, manager):
    for text in ("kan niet", "nooit"):
        actions.set_chance_anchor(0, text=text, text_en="", by=manager)
    kind, day = OrganisationKind.MUNICIPALITY, date(2021, 10, 1)
    for total in (352, 345):
        actions.set_count(kind, as_of=day, total=total, source="000", by=manager)
    db.session.commit()
    assert db.session.scalars(select(ChanceAnchor.text)).all() == ["nooit"]
    assert db.session.scalars(select(OrganisationCount.total)).all() == [345]
    with pytest.raises(Invalid):
        actions.set_count(kind, as_of=day, total=0, source="", by=manager)
