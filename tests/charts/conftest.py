"""What the tests of charts share: rows of plain values, and a check by Plotly itself."""

import json
from datetime import date
from decimal import Decimal

import pytest

from core.web.tables import json_response
from portfolio.charts.narrow import Narrow
from portfolio.queries.charts import Row
from portfolio.rules.phase_history import DatedStep, steps_by_code
from portfolio.rules.terms import Kind, Phase, Size

DAY = date(2026, 11, 22)
TODAY = Narrow(on=DAY, today=DAY)


def row(code: str, size: Size | None = Size.SMALL, **values) -> Row:
    """Make a use case that is chosen, scored and planned, unless told otherwise."""
    known = {
        "kind": Kind.USE_CASE,
        "title": f"Use case {code}",
        "title_en": "",
        "domain": "sociaal-domein",
        "phase": Phase.PILOT,
        "effort": Decimal(4),
        "cost": 1_000_000,
        "planned_start": 2026 * 4 + 3,
        "planned_quarters": 4,
        "sees_scores": True,
        "value_low": Decimal(60),
        "value_high": Decimal(60),
        "chance": 70,
        "illustrative": [],
    }
    return Row(code=code, size=size, **(known | values))


def phases_of(rows) -> dict[str, Phase]:
    """Return the phase of each row as it is now."""
    return {one.code: one.phase for one in rows}


def steps_of(*steps: tuple[str, Phase, date]) -> dict:
    """Return dated steps by code."""
    return steps_by_code([DatedStep(code, phase, on) for code, phase, on in steps])


def as_sent(figure: dict) -> dict:
    """Return a figure as the browser gets it."""
    return json.loads(json_response(figure).get_data())


@pytest.fixture(scope="session")
def valid():
    """Return a check: Plotly knows every property of the figure, and nothing in it is styled inline."""
    go = pytest.importorskip("plotly.graph_objects")

    def check(figure: dict) -> dict:
        sent = as_sent(figure)
        assert set(sent) == {"data", "layout"}
        go.Figure(sent)
        words = json.dumps(sent, ensure_ascii=False)
        for forbidden in ("<b>", "<i>", "<span", "style=", "<a "):
            assert forbidden not in words, (
                f"{forbidden} becomes a style attribute, which the content policy refuses"
            )
        return sent

    return check
