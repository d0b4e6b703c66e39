"""The charts of progress by their name, for the register of all charts."""

from collections.abc import Callable

from portfolio.charts import (
    benefits,
    burn_up,
    capacity,
    drift,
    execution_index,
    forecast,
    freshness,
    maturity,
    milestone_trend,
    phase_flow,
    preconditions,
    results,
    scale_up,
    status_over_time,
)
from portfolio.charts.material import Material
from portfolio.charts.shape import Chart

BUILDERS: dict[str, Callable[[Material], Chart]] = {
    module.SLUG: module.build
    for module in (
        *(status_over_time, drift, execution_index, burn_up, milestone_trend, freshness),
        *(capacity, forecast, preconditions, benefits, phase_flow),
        *(scale_up, maturity, results),
    )
}
"""In the order in which a page shows them."""
