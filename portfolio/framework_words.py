"""The words on screen for the enumerations of the assessment framework and of how a use case ended."""

from collections.abc import Callable
from enum import StrEnum

from flask_babel import gettext as _

from portfolio.rules.calibration import Result
from portfolio.rules.framework import PartyRole, Question, Verdict, Viewpoint

LABELS: dict[type[StrEnum], dict[str, Callable[[], str]]] = {
    Question: {
        Question.MAY: lambda: _("Mag het?"),
        Question.CAN: lambda: _("Kan het?"),
        Question.WANT: lambda: _("Willen we het?"),
    },
    Verdict: {
        Verdict.YES: lambda: _("ja"),
        Verdict.YES_IF: lambda: _("ja, onder voorwaarden"),
        Verdict.NOT_YET: lambda: _("nog niet"),
        Verdict.NO: lambda: _("nee"),
    },
    Viewpoint: {
        Viewpoint.TECHNOLOGY: lambda: _("techniek"),
        Viewpoint.PRIVACY: lambda: _("privacy"),
        Viewpoint.POLICY: lambda: _("beleid"),
        Viewpoint.EXECUTION: lambda: _("uitvoering"),
        Viewpoint.SUPERVISION: lambda: _("toezicht"),
        Viewpoint.CITIZENS: lambda: _("burgers"),
        Viewpoint.BUSINESSES: lambda: _("bedrijven"),
    },
    PartyRole: {
        PartyRole.SUPPLIER: lambda: _("dataleverancier"),
        PartyRole.DATA_OWNER: lambda: _("eigenaar van data"),
        PartyRole.GOVERNMENT: lambda: _("andere overheid"),
        PartyRole.PRIVATE: lambda: _("private partij"),
        PartyRole.STAKEHOLDER: lambda: _("belanghebbende"),
    },
    Result: {
        Result.SUCCEEDED: lambda: _("gelukt zoals bedoeld"),
        Result.PARTLY: lambda: _("deels gelukt"),
        Result.NOT: lambda: _("niet gelukt"),
    },
}
