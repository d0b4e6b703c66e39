"""The rules of accounts: roles in time, passwords, sessions, names of browsers, addresses."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.rules.addresses import safe_next
from accounts.rules.browsers import browser_name
from accounts.rules.membership import Term, problems
from accounts.rules.passwords import password_problem
from accounts.rules.sessions import is_over, is_touch_due
from accounts.rules.terms import ROLES_OF_A_DOMAIN, BoardRole, Role, Sector
from core.slugs import slugify

DAYS = [date(2026, 1, 1) + timedelta(days=number) for number in range(6)]


@pytest.mark.parametrize(
    ("one", "two", "is_double"),
    [
        ((0, 2), (2, 4), True),
        ((0, 2), (3, 4), False),
        ((0, None), (5, None), True),
        ((3, None), (0, 2), False),
        ((3, None), (0, 3), True),
        ((1, 1), (1, 1), True),
    ],
)
def test_the_same_role_is_held_once_on_any_day(one, two, is_double):
    terms = [
        Term(Role.CONTRIBUTOR, None, DAYS[start], DAYS[end] if end is not None else None)
        for start, end in (one, two)
    ]

    assert bool(problems(terms[0], [terms[1]])) is is_double
    assert bool(problems(terms[1], [terms[0]])) is is_double


def test_two_domains_or_two_roles_are_not_double():
    secretary = Term(Role.SECRETARY, 1, DAYS[0], None)

    assert problems(secretary, [Term(Role.SECRETARY, 2, DAYS[0], None)]) == []
    assert problems(secretary, [Term(Role.BOARD_MEMBER, 1, DAYS[0], None)]) == []


@pytest.mark.parametrize("role", list(Role))
def test_a_role_of_a_domain_needs_one_and_the_others_have_none(role):
    is_of_a_domain = role in ROLES_OF_A_DOMAIN

    assert bool(problems(Term(role, None, DAYS[0], None), [])) is is_of_a_domain
    assert bool(problems(Term(role, 1, DAYS[0], None), [])) is not is_of_a_domain


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.BOARD_MEMBER])
def test_only_a_member_of_a_board_has_a_part_in_it(role):
    domain = 1 if role in ROLES_OF_A_DOMAIN else None

    assert problems(Term(role, domain, DAYS[0], None, BoardRole.AMBASSADOR), []) == [
        ("board_role", "only_in_a_board")
    ]
    assert problems(Term(role, domain, DAYS[0], None, None, Sector.SCIENCE), [])


@pytest.mark.parametrize(
    ("password", "problem"),
    [
        ("kort", "password_too_short"),
        ("elf tekens!", "password_too_short"),
        ("twaalf teken", None),
        ("x" * 201, "password_too_long"),
        ("WachtWoord123", "password_too_common"),
        ("abababababababab", "password_too_common"),
        ("noor@voorbeeld.nl", "password_is_name"),
        ("Noor van der Berg", "password_is_name"),
        ("vier woorden zijn genoeg", None),
        ("ëéèêüúùû and more", None),
    ],
)
def test_a_new_password(password, problem):
    assert password_problem(password, email="noor@voorbeeld.nl", name="Noor van der Berg") == problem


@pytest.mark.parametrize(
    ("idle", "age", "ended"),
    [
        (timedelta(0), timedelta(0), False),
        (timedelta(hours=11, minutes=59), timedelta(days=1), False),
        (timedelta(hours=12), timedelta(days=1), True),
        (timedelta(0), timedelta(days=14), True),
    ],
)
def test_a_session_ends_after_twelve_idle_hours_or_fourteen_days(idle, age, ended):
    now = datetime(2026, 1, 31, tzinfo=UTC)

    assert is_over(seen_at=now - idle, expires_at=now - age + timedelta(days=14), now=now) is ended


def test_use_is_written_down_every_ten_minutes():
    now = datetime(2026, 1, 1, tzinfo=UTC)

    assert not is_touch_due(seen_at=now - timedelta(minutes=9, seconds=59), now=now)
    assert is_touch_due(seen_at=now - timedelta(minutes=10), now=now)


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Linux"),
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/156 Safari/537.36 Edg/156",
            "Edge, Windows",
        ),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19 like Mac OS X) Version/19 Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Linux; Android 16) AppleWebKit Chrome/156 Mobile Safari", "Chrome, Android"),
        ("curl/8", ""),
        ("", ""),
    ],
)
def test_a_browser_is_named_so_that_its_owner_knows_it(user_agent, name):
    assert browser_name(user_agent) == name


@given(st.text())
def test_an_address_to_go_to_never_leaves_this_site(target):
    answer = safe_next(target)

    assert answer.startswith("/")
    assert not answer.startswith("//")
    assert "\\" not in answer
    assert answer.isprintable()


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Gemeente 's-Hertogenbosch", "gemeente-s-hertogenbosch"),
        ("Súdwest-Fryslân", "sudwest-fryslan"),
        ("  A & B  ", "a-b"),
        ("***", ""),
        ("日本", ""),
        ("Straße", "strasse"),
    ],
)
def test_a_name_becomes_an_address(name, slug):
    assert slugify(name) == slug


@given(st.text())
def test_an_address_is_plain_bounded_and_stable(text):
    slug = slugify(text)

    assert len(slug) <= 80
    assert slugify(slug) == slug
    assert not slug.startswith("-")
    assert not slug.endswith("-")
