"""The words of the knowledge wiki as enumerations. Source: domain.md §8 (W2, W5, page kinds)."""

from enum import StrEnum


class PageKind(StrEnum):
    """What sort of knowledge a page holds; some kinds have fields of their own (fields.py)."""

    DATASET = "dataset"
    OBJECT = "object"
    TERM = "term"
    LESSON = "lesson"
    BEST_PRACTICE = "best_practice"
    FAQ = "faq"
    STEP_PLAN = "step_plan"
    LAW = "law"
    PRINCIPLE = "principle"
    TOOL = "tool"
    ORGANISATION = "organisation"
    PAGE = "page"


class Category(StrEnum):
    """The four top categories (W2)."""

    PERSON = "person"
    COMPANY = "company"
    LOCATION = "location"
    SENSOR = "sensor"


class Access(StrEnum):
    """How one gets at a source (W5)."""

    OPEN = "open"
    ON_REQUEST = "on_request"
    CLOSED = "closed"


class PersonalData(StrEnum):
    """Whether a source holds personal data, and of what sort (R12)."""

    NONE = "none"
    PERSONAL = "personal"
    SPECIAL = "special"
    CRIMINAL = "criminal"


class LessonPhase(StrEnum):
    """The phases of a use case that a lesson can be about; the same words as the portfolio's."""

    IDEA = "idea"
    CANDIDATE = "candidate"
    SELECTED = "selected"
    PREPARATION = "preparation"
    PILOT = "pilot"
    PRODUCTION = "production"
    SCALE_UP = "scale_up"
    FINISHED = "finished"
    STOPPED = "stopped"
    PARKED = "parked"


class Change(StrEnum):
    """How a revision came to be."""

    CREATED = "created"
    EDITED = "edited"
    REVERTED = "reverted"
    RENAMED = "renamed"
    DELETED = "deleted"
    RESTORED = "restored"


class DefinitionState(StrEnum):
    """Where a definition stands."""

    DRAFT = "draft"
    IN_USE = "in_use"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"


class Basis(StrEnum):
    """How sure a value is: from a source, general knowledge, or made up to show the software at work."""

    SOURCE = "source"
    GENERAL = "general"
    ILLUSTRATIVE = "illustrative"


class RelationKind(StrEnum):
    """How one page, or one definition, stands to another (W4)."""

    JOINS_ON = "joins_on"
    PART_OF = "part_of"
    DERIVED_FROM = "derived_from"
    SAME_AS = "same_as"
    BROADER = "broader"
    NARROWER = "narrower"
    DIFFERS = "differs"
    CONFLICTS = "conflicts"
    REPLACED_BY = "replaced_by"


class RelationState(StrEnum):
    """Whether people agree that a relation holds."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    DISPUTED = "disputed"
    ENDED = "ended"


class Reason(StrEnum):
    """Why two definitions differ (W3)."""

    LAW = "law"
    POPULATION = "population"
    MOMENT = "moment"
    GRANULARITY = "granularity"
    PURPOSE = "purpose"


class QualityAspect(StrEnum):
    """A side of quality that can be measured (W5)."""

    ACCURACY = "accuracy"
    COMPLETENESS = "completeness"
    TIMELINESS = "timeliness"


class DistributionKind(StrEnum):
    """In what form one gets a dataset."""

    FILE = "file"
    API = "api"
    VIEWER = "viewer"
    DELIVERY = "delivery"


class ToolUser(StrEnum):
    """For whom a tool of the data toolbox is: the parts of system function GRK [000 §7.2.2]."""

    BI = "GRK-1"
    PROGRAMMATIC = "GRK-2"
    EVENTS = "GRK-3"
    SOFTWARE = "GRK-4"
