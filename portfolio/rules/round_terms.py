"""The words of scoring rounds as enumerations. Source: methods.md §2, domain.md R8.

Values are what the database, CSV and JSON hold; the words on screen stand in
``portfolio/round_labels.py``.
"""

from enum import StrEnum

CHANCE = "_chance"
"""Stands for the chance of success beside the codes of criteria, which never begin so."""


class RoundState(StrEnum):
    """How far a scoring round is; only *open* takes scores, and nobody reads any before *revealed*."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    REVEALED = "revealed"
    SETTLED = "settled"
    CANCELLED = "cancelled"


READABLE = frozenset({RoundState.REVEALED, RoundState.SETTLED})
"""The states in which what was scored may be read, in total and never per person."""


class Viewpoint(StrEnum):
    """For whom a scorer speaks (R8)."""

    TECHNOLOGY = "technology"
    PRIVACY = "privacy"
    POLICY = "policy"
    EXECUTION = "execution"
    SUPERVISION = "supervision"
    CITIZENS = "citizens"
    BUSINESSES = "businesses"


class InterestKind(StrEnum):
    """Why somebody does not score a use case: what is in it for him or his organisation."""

    TEAM = "team"
    ORGANISATION = "organisation"
    SUPPLIER = "supplier"
    PERSONAL = "personal"
    OTHER = "other"
