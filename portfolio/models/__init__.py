"""Tables of the portfolio: use cases and their parts, system functions, scores, agendas."""

from portfolio.models.agenda import ActionPoint, ActionTheme, Agenda, BudgetAmount, BudgetLine
from portfolio.models.parts import (
    Adoption,
    Benefit,
    Contribution,
    Dataset,
    Dependency,
    Partner,
    PhaseChange,
    Precondition,
    Risk,
    Source,
)
from portfolio.models.reference import OrganisationCount, UrgentChallenge
from portfolio.models.revision import Revision
from portfolio.models.scoring import Anchor, Assessment, ChanceAnchor, Criterion, Score
from portfolio.models.system_function import Maturity, SystemFunction
from portfolio.models.use_case import UseCase, UseCaseAlias, other_domain, team_member, urgent_use_case

__all__ = [
    "ActionPoint",
    "ActionTheme",
    "Adoption",
    "Agenda",
    "Anchor",
    "Assessment",
    "Benefit",
    "BudgetAmount",
    "BudgetLine",
    "ChanceAnchor",
    "Contribution",
    "Criterion",
    "Dataset",
    "Dependency",
    "Maturity",
    "OrganisationCount",
    "Partner",
    "PhaseChange",
    "Precondition",
    "Revision",
    "Risk",
    "Score",
    "Source",
    "SystemFunction",
    "UrgentChallenge",
    "UseCase",
    "UseCaseAlias",
    "other_domain",
    "team_member",
    "urgent_use_case",
]
