"""What changes people, organisations and domains. Actions never commit; their caller does, once."""

from accounts.actions.domains import change_domain, create_domain, merge_domains, retire_domain, revive_domain
from accounts.actions.erase import erase_person, register_erasure
from accounts.actions.memberships import change_role, give_role, take_role, term_of
from accounts.actions.merging import register_after_change, register_after_merge
from accounts.actions.organisations import change_organisation, create_organisation, merge_organisations
from accounts.actions.own_data import change_own_data
from accounts.actions.passwords import check_new_password, make_link, set_password, use_link
from accounts.actions.people import change_person, close_account, create_person, open_account
from accounts.actions.purge import purge_sign_in
from accounts.actions.sign_in import (
    count_try,
    drop_session,
    end_session,
    end_sessions,
    forget_tries,
    start_session,
    touch_session,
)

__all__ = [
    "change_domain",
    "change_organisation",
    "change_own_data",
    "change_person",
    "change_role",
    "check_new_password",
    "close_account",
    "count_try",
    "create_domain",
    "create_organisation",
    "create_person",
    "drop_session",
    "end_session",
    "end_sessions",
    "erase_person",
    "forget_tries",
    "give_role",
    "make_link",
    "merge_domains",
    "merge_organisations",
    "open_account",
    "purge_sign_in",
    "register_after_change",
    "register_after_merge",
    "register_erasure",
    "retire_domain",
    "revive_domain",
    "set_password",
    "start_session",
    "take_role",
    "term_of",
    "touch_session",
    "use_link",
]
