"""What reads people, organisations and domains."""

from accounts.queries.audit_events import list_object_types, list_verbs, select_events
from accounts.queries.domains import (
    count_boards,
    find_domain,
    get_domain,
    get_own_domain,
    list_board,
    list_domains,
)
from accounts.queries.organisations import (
    find_former_address,
    find_organisation,
    get_organisation,
    is_address_taken,
    list_earlier_addresses,
    list_organisation_names,
    refresh_organisation,
    select_organisations,
)
from accounts.queries.people import (
    count_active_demo_accounts,
    find_person,
    find_person_to_sign_in,
    get_membership,
    get_person,
    list_lasting_administrators,
    list_people_names,
    select_people,
    shown_name,
)
from accounts.queries.references import Reference, count_references, links_to
from accounts.queries.sessions import find_session, get_link, list_sessions, may_sign_in

__all__ = [
    "Reference",
    "count_active_demo_accounts",
    "count_boards",
    "count_references",
    "find_domain",
    "find_former_address",
    "find_organisation",
    "find_person",
    "find_person_to_sign_in",
    "find_session",
    "get_domain",
    "get_link",
    "get_membership",
    "get_organisation",
    "get_own_domain",
    "get_person",
    "is_address_taken",
    "links_to",
    "list_board",
    "list_domains",
    "list_earlier_addresses",
    "list_lasting_administrators",
    "list_object_types",
    "list_organisation_names",
    "list_people_names",
    "list_sessions",
    "list_verbs",
    "may_sign_in",
    "refresh_organisation",
    "select_events",
    "select_organisations",
    "select_people",
    "shown_name",
]
