"""Charts: from rows of plain values to a finding in words, a Plotly figure, a table and rows for programs."""

from portfolio.charts.drawing import (
    CHARTS,
    OF_CALCULATIONS,
    OF_USE_CASES,
    WITH_SIZE,
    WITHOUT_DATE,
    chart_of,
    for_domain,
    for_use_case,
)
from portfolio.charts.material import Material
from portfolio.charts.narrow import Narrow
from portfolio.charts.shape import Chart, Plot

__all__ = [
    "CHARTS",
    "OF_CALCULATIONS",
    "OF_USE_CASES",
    "WITHOUT_DATE",
    "WITH_SIZE",
    "Chart",
    "Material",
    "Narrow",
    "Plot",
    "chart_of",
    "for_domain",
    "for_use_case",
]
