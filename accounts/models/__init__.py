"""Tables of people, organisations, domains and sign-in."""

from accounts.models.domain import Domain
from accounts.models.organisation import Organisation, OrganisationAlias
from accounts.models.person import Membership, Person
from accounts.models.sign_in import AccountLink, LoginSession, SignInAttempt

__all__ = [
    "AccountLink",
    "Domain",
    "LoginSession",
    "Membership",
    "Organisation",
    "OrganisationAlias",
    "Person",
    "SignInAttempt",
]
