"""Who may do what: every role against every permission, in two domains, on three days."""

from datetime import date

import pytest

from accounts.models import Membership
from accounts.permissions import NOBODY, Permission, Scope, rights, rights_of
from accounts.rules.terms import ROLES_OF_A_DOMAIN, Role

P = Permission
DAY = date(2026, 6, 15)
OWN, OTHER = Scope(frozenset({1})), Scope(frozenset({2}))
SIGNED_IN = {P.ACCOUNT_OWN, P.USE_CASE_READ_IDEAS}
CONTRIBUTES = SIGNED_IN | {P.USE_CASE_PROPOSE, P.WIKI_WRITE}
READS = {P.USE_CASE_READ_DRAFT, P.USE_CASE_READ_SCORES}
PLANS = {P.USE_CASE_EDIT, P.USE_CASE_SCORE, P.USE_CASE_PLAN, P.USE_CASE_MERGE, P.USE_CASE_IMPORT}
PLANS |= {P.SCORING_MODEL_EDIT, P.FRAMEWORK_EDIT, P.ROUND_READ, P.ROUND_OPEN}
PLANS |= {P.CAPACITY_EDIT, P.PRECONDITION_SHARE}
SCENARIOS = {P.SCENARIO_READ, P.SCENARIO_EDIT, P.SCENARIO_OVERRIDE}
IN_OWN_DOMAIN = {
    Role.CONTRIBUTOR: CONTRIBUTES,
    Role.BOARD_MEMBER: CONTRIBUTES
    | READS
    | {P.SCENARIO_READ, P.SCENARIO_OVERRIDE, P.ROUND_READ, P.ROUND_SCORE},
    Role.SECRETARY: CONTRIBUTES | READS | PLANS | SCENARIOS,
    Role.WIKI_CURATOR: CONTRIBUTES | {P.WIKI_CURATE},
    Role.PROGRAMME_MANAGER: CONTRIBUTES
    | READS
    | {P.CAPACITY_EDIT, P.PRECONDITION_SHARE, P.SCENARIO_READ, P.AGENDA_EDIT, P.REPORT_WRITE}
    | {P.SYSTEM_FUNCTION_EDIT, P.CHALLENGE_EDIT, P.ORGANISATION_COUNT_EDIT},
    Role.ADMINISTRATOR: SIGNED_IN | {P.ADMIN},
}


def held(role: Role, **values) -> Membership:
    domain = 1 if role in ROLES_OF_A_DOMAIN else None
    return Membership(**({"role": role, "domain_id": domain, "starts_on": date(2026, 1, 1)} | values))


@pytest.mark.parametrize("role", list(Role))
def test_a_role_gives_exactly_its_permissions_in_its_own_domain(role):
    reader = rights_of([held(role)], 7, DAY)

    assert {permission for permission in P if reader.has(permission, OWN)} == IN_OWN_DOMAIN[role]


@pytest.mark.parametrize("role", sorted(ROLES_OF_A_DOMAIN))
def test_a_role_of_one_domain_has_no_say_in_another(role):
    reader = rights_of([held(role)], 7, DAY)

    assert {permission for permission in P if reader.has(permission, OTHER)} == CONTRIBUTES
    assert {permission for permission in P if reader.has(permission)} == CONTRIBUTES


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize(
    ("starts_on", "ends_on", "holds"),
    [
        (DAY, DAY, True),
        (date(2026, 1, 1), date(2026, 6, 14), False),
        (date(2026, 6, 16), None, False),
        (date(2026, 1, 1), None, True),
    ],
)
def test_a_role_gives_nothing_before_its_first_and_after_its_last_day(role, starts_on, ends_on, holds):
    reader = rights_of([held(role, starts_on=starts_on, ends_on=ends_on)], 7, DAY)

    found = {permission for permission in P if reader.has(permission, OWN)}
    assert found == (IN_OWN_DOMAIN[role] if holds else SIGNED_IN)


def test_who_is_not_signed_in_may_nothing():
    assert not [permission for permission in P if NOBODY.has(permission, OWN)]
    assert rights(None) is NOBODY


@pytest.mark.parametrize(
    ("relation", "gives"),
    [
        ("owner", {P.USE_CASE_EDIT, P.FRAMEWORK_EDIT} | READS),
        ("submitter_of_idea", {P.USE_CASE_EDIT, P.USE_CASE_READ_DRAFT}),
        ("member", {P.ADOPTION_REPORT}),
    ],
)
def test_owner_and_submitter_hold_rights_on_their_own_thing_only(relation, gives):
    reader = rights_of([], 7, DAY)

    for permission in P:
        on_own = reader.has(permission, Scope(frozenset({2}), ((relation, 7),)))
        on_anothers = reader.has(permission, Scope(frozenset({2}), ((relation, 8),)))
        assert on_own is (permission in gives | SIGNED_IN), permission
        assert on_anothers is (permission in SIGNED_IN), permission


def test_the_administrator_has_no_say_in_content_also_beside_another_role():
    reader = rights_of([held(Role.ADMINISTRATOR), held(Role.CONTRIBUTOR)], 7, DAY)

    assert not reader.has(P.USE_CASE_EDIT, OWN)
    assert not reader.has(P.USE_CASE_READ_SCORES, OWN)
