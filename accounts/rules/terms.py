"""The words for people and organisations as enumerations. Source: domain.md §1, contract.md."""

from enum import StrEnum


class Role(StrEnum):
    """What a person may do, everywhere or within one domain (see permissions.py)."""

    CONTRIBUTOR = "contributor"
    BOARD_MEMBER = "board_member"
    SECRETARY = "secretary"
    WIKI_CURATOR = "wiki_curator"
    PROGRAMME_MANAGER = "programme_manager"
    ADMINISTRATOR = "administrator"


ROLES_OF_A_DOMAIN = frozenset({Role.BOARD_MEMBER, Role.SECRETARY})


class BoardRole(StrEnum):
    """The four roles in a data board [000 §7.3.1]."""

    AMBASSADOR = "ambassador"
    CONNECTOR = "connector"
    COMMITTEE = "committee"
    KNOWLEDGE_AGENT = "knowledge_agent"


class Sector(StrEnum):
    """The three sides of the triple helix [000 fig. 6.3.1.1]."""

    GOVERNMENT = "government"
    BUSINESS = "business"
    SCIENCE = "science"


class OrganisationKind(StrEnum):
    """What sort of organisation it is; scale-up counts n of N within one kind (R9)."""

    MINISTRY = "ministry"
    AGENCY = "agency"
    MUNICIPALITY = "municipality"
    PROVINCE = "province"
    WATER_AUTHORITY = "water_authority"
    PUBLIC_BODY = "public_body"
    ASSOCIATION = "association"
    KNOWLEDGE_INSTITUTE = "knowledge_institute"
    COMPANY = "company"
    COURT = "court"
    FOUNDATION = "foundation"
    PARTNERSHIP = "partnership"
    POLICE = "police"
    HEALTH_AUTHORITY = "health_authority"


class Layer(StrEnum):
    """The layer of government."""

    NATIONAL = "national"
    PROVINCIAL = "provincial"
    MUNICIPAL = "municipal"
    WATER = "water"
    NONE = "none"
