"""The words of steering as enumerations. Source: domain.md R6, R9; methods.md §4."""

from enum import StrEnum


class MilestoneKind(StrEnum):
    """What a milestone is about (R6)."""

    SOCIETAL_VALUE = "societal_value"
    SYSTEM_FUNCTION = "system_function"


class ReplanReason(StrEnum):
    """Why a promised date moved."""

    CAPACITY = "capacity"
    LEGAL = "legal"
    DATA_QUALITY = "data_quality"
    PARTNER = "partner"
    SCOPE = "scope"
    MONEY = "money"
    OTHER = "other"


class AdoptionStage(StrEnum):
    """How far an organisation is with adopting a use case (R9)."""

    EXPLORING = "exploring"
    PREPARING = "preparing"
    IN_USE = "in_use"
    STOPPED = "stopped"
