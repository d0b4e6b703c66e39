"""Make rows for tests; each factory fills in what the test does not care about."""

from tests.factories.agenda import make_action_point, make_agenda
from tests.factories.framework import make_framework
from tests.factories.outcome import make_outcome
from tests.factories.people import make_domain, make_membership, make_organisation, make_person
from tests.factories.portfolio import make_criteria, make_system_function, make_use_case
from tests.factories.wiki import change_page, make_page

__all__ = [
    "change_page",
    "make_action_point",
    "make_agenda",
    "make_criteria",
    "make_domain",
    "make_framework",
    "make_membership",
    "make_organisation",
    "make_outcome",
    "make_page",
    "make_person",
    "make_system_function",
    "make_use_case",
]
