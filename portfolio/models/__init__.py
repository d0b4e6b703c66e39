"""Tables of the portfolio: use cases and their parts, system functions, scores, agendas."""

from portfolio.models import progress as progress
from portfolio.models import reports as reports
from portfolio.models import round_blind as round_blind
from portfolio.models import scale_up as scale_up
from portfolio.models.agenda import ActionPoint, ActionTheme, Agenda, BudgetAmount, BudgetLine
from portfolio.models.capacity import CapacityQuarter, OrganisationCapacity, ScheduleRun
from portfolio.models.decisions import (
    AdoptedRow,
    Decision,
    DecisionItem,
    DecisionOverride,
    DecisionPerson,
    DecisionRevisit,
    Dissent,
    RoadmapAdoption,
)
from portfolio.models.framework import (
    FrameworkAssessment,
    FrameworkCondition,
    FrameworkConsultation,
    FrameworkParty,
    FrameworkTool,
    FrameworkVersion,
    FrameworkViewpoint,
)
from portfolio.models.meetings import AgendaItem, Meeting, MeetingSeat, MeetingState
from portfolio.models.outcome import Outcome, SelectionChance
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
from portfolio.models.ranking import RankingSnapshot
from portfolio.models.reference import OrganisationCount, UrgentChallenge
from portfolio.models.revision import Revision
from portfolio.models.rounds import (
    RoundFinal,
    RoundInterest,
    RoundReminder,
    RoundScorer,
    RoundUseCase,
    ScoringRound,
)
from portfolio.models.scenario import (
    DetailKind,
    RunDecision,
    RunDetail,
    RunState,
    Scenario,
    ScenarioOverride,
    ScenarioRun,
)
from portfolio.models.scoring import Assessment, ChanceAnchor, Criterion, Score
from portfolio.models.scoring_model import ScoringModel, ScoringModelAnchor, ScoringModelItem
from portfolio.models.system_function import Maturity, SystemFunction
from portfolio.models.use_case import UseCase, UseCaseAlias, other_domain, team_member, urgent_use_case

__all__ = [
    "ActionPoint",
    "ActionTheme",
    "AdoptedRow",
    "Adoption",
    "Agenda",
    "AgendaItem",
    "Assessment",
    "Benefit",
    "BudgetAmount",
    "BudgetLine",
    "CapacityQuarter",
    "ChanceAnchor",
    "Contribution",
    "Criterion",
    "Dataset",
    "Decision",
    "DecisionItem",
    "DecisionOverride",
    "DecisionPerson",
    "DecisionRevisit",
    "Dependency",
    "DetailKind",
    "Dissent",
    "FrameworkAssessment",
    "FrameworkCondition",
    "FrameworkConsultation",
    "FrameworkParty",
    "FrameworkTool",
    "FrameworkVersion",
    "FrameworkViewpoint",
    "Maturity",
    "Meeting",
    "MeetingSeat",
    "MeetingState",
    "OrganisationCapacity",
    "OrganisationCount",
    "Outcome",
    "Partner",
    "PhaseChange",
    "Precondition",
    "RankingSnapshot",
    "Revision",
    "Risk",
    "RoadmapAdoption",
    "RoundFinal",
    "RoundInterest",
    "RoundReminder",
    "RoundScorer",
    "RoundUseCase",
    "RunDecision",
    "RunDetail",
    "RunState",
    "Scenario",
    "ScenarioOverride",
    "ScenarioRun",
    "ScheduleRun",
    "Score",
    "ScoringModel",
    "ScoringModelAnchor",
    "ScoringModelItem",
    "ScoringRound",
    "SelectionChance",
    "Source",
    "SystemFunction",
    "UrgentChallenge",
    "UseCase",
    "UseCaseAlias",
    "other_domain",
    "team_member",
    "urgent_use_case",
]
