"""What reads people, organisations and domains."""

from accounts.queries.people import find_person, find_person_to_sign_in, get_person
from accounts.queries.sessions import find_session, get_link, list_sessions, may_sign_in

__all__ = [
    "find_person",
    "find_person_to_sign_in",
    "find_session",
    "get_link",
    "get_person",
    "list_sessions",
    "may_sign_in",
]
