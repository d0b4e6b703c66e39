"""What changes people, organisations and domains. Actions never commit; their caller does, once."""

from accounts.actions.own_data import change_own_data
from accounts.actions.passwords import check_new_password, make_link, set_password, use_link
from accounts.actions.sign_in import (
    count_try,
    drop_session,
    end_session,
    end_sessions,
    forget_tries,
    start_session,
)

__all__ = [
    "change_own_data",
    "check_new_password",
    "count_try",
    "drop_session",
    "end_session",
    "end_sessions",
    "forget_tries",
    "make_link",
    "set_password",
    "start_session",
    "use_link",
]
