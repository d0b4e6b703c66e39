"""Who builds a system function, who waits, and what is weak."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.rules.coverage import CoverageNotPossible
from portfolio.rules.growth import Growth, Help, Weakness, growth, weak_points
from portfolio.rules.terms import ContributionLevel, Phase

USES, EXTENDS, DELIVERS = ContributionLevel
NOBODY, STOPPED, LATE, ONE, MANY = Weakness
SHAPE = {"FDS": ["FDS-1", "FDS-2"], "TAL": []}


def help_(code, target="TAL", level=DELIVERS, phase=Phase.PILOT, late=False):
    return Help(code, target, level, phase, late)


@pytest.mark.parametrize(
    ("helps", "expected"),
    [
        ([], (NOBODY,)),
        ([help_("A", phase=Phase.CANDIDATE)], (NOBODY,)),
        ([help_("A")], (ONE,)),
        ([help_("A", phase=Phase.FINISHED)], (ONE,)),
        ([help_("A"), help_("B", level=EXTENDS)], ()),
        ([help_("A", late=True)], (LATE, ONE)),
        ([help_("A", late=True), help_("B")], ()),
        ([help_("A", late=True), help_("B", late=True)], (LATE,)),
        ([help_("A", late=True), help_("B", phase=Phase.PRODUCTION)], ()),
        ([help_("A", phase=Phase.PARKED), help_("B")], (STOPPED, ONE)),
        ([help_("A", phase=Phase.STOPPED), help_("B"), help_("C")], ()),
        ([help_("A"), help_("B"), *(help_(f"W{n}", level=USES) for n in range(3))], (MANY,)),
        ([help_("A"), help_("B"), *(help_(f"W{n}", level=USES) for n in range(2))], ()),
        (
            [
                help_("A"),
                help_("B", phase=Phase.SCALE_UP),
                *(help_(f"W{n}", level=USES) for n in range(3)),
            ],
            (),
        ),
        ([help_("A", level=USES), help_("B", level=USES, phase=Phase.PRODUCTION)], (NOBODY,)),
    ],
)
def test_a_function_is_weak_when_it_rests_on_too_little(helps, expected):
    assert growth(SHAPE, helps)["TAL"].weaknesses == expected


def test_a_use_case_counts_once_for_the_function_at_its_strongest():
    found = growth(SHAPE, [help_("A", "FDS-1", USES), help_("A", "FDS-2"), help_("B", "FDS-1", USES)])
    assert found["FDS"] == Growth("FDS", building=("A",), waiting=("B",))
    assert found["FDS-1"].waiting == ("A", "B")
    with pytest.raises(CoverageNotPossible):
        growth(SHAPE, [help_("A", "XXX")])


def test_weak_points_are_what_is_really_built_where_most_wait_first():
    helps = [help_("A", "FDS-1"), help_("B", "FDS-2", late=True), help_("C", "FDS-2", USES)]
    known = growth(SHAPE, helps)
    assert [one.code for one in weak_points(SHAPE, known)] == ["FDS-2", "TAL", "FDS-1"]


@given(
    st.lists(
        st.builds(
            Help,
            st.sampled_from("ABCDE"),
            st.sampled_from(["FDS", "FDS-1", "FDS-2", "TAL"]),
            st.sampled_from(ContributionLevel),
            st.sampled_from(Phase),
            st.booleans(),
        ),
        unique_by=lambda one: (one.use_case, one.target),
        max_size=8,
    )
)
def test_nobody_is_in_two_groups_and_another_builder_never_weakens_what_one_builds(helps):
    phase = {one.use_case: one.phase for one in helps}
    helps = [Help(one.use_case, one.target, one.level, phase[one.use_case], one.is_late) for one in helps]
    for one in growth(SHAPE, helps).values():
        groups = (*one.building, *one.delivered, *one.stopped, *one.waiting, *one.using)
        assert len(groups) == len(set(groups))
        assert set(one.late) <= set(one.building)
    before = growth(SHAPE, helps)["TAL"].weaknesses
    after = growth(SHAPE, [*helps, help_("Z", phase=Phase.PRODUCTION)])["TAL"].weaknesses
    assert set(after) - set(before) <= {ONE}
