"""Pages of accounts; importing this package attaches every view to its blueprint."""

from accounts.views import account, audit, domains, links, memberships, organisations, people, sign_in
from accounts.views.blueprints import accounts, admin

__all__ = [
    "account",
    "accounts",
    "admin",
    "audit",
    "domains",
    "links",
    "memberships",
    "organisations",
    "people",
    "sign_in",
]
