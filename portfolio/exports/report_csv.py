"""The figures and lists of a report as one table for programs: English names, one value a row."""

from collections.abc import Iterator, Mapping
from typing import Any

from core.web.tables import CELL

COLUMNS = ("list", "domain", "code", "date", "name", "value", "note", "illustrative")
_NAMES = ("slug", "name", "name_en", "is_illustrative")


def figure_rows(facts: Mapping[str, Any]) -> Iterator[list[CELL]]:
    """Yield every figure and every listed row of the facts."""
    for row in (facts["total"], *facts["domains"]):
        mark = bool(row["is_illustrative"])
        for name, value in row.items():
            if name not in _NAMES:
                yield ["figure", row.get("slug", ""), "", facts["to"], name, value, "", mark]
    for name, points in facts["course"].items():
        mark = facts["total"]["is_illustrative"]
        for point in points:
            for key, value in point.items():
                if key != "on":
                    yield [f"course of {name}", "", "", point["on"], key, value, "", mark]
    for row in facts["phases"]["rows"]:
        yield _line("phase", row, "phase", row["phase"], row["reason"])
    for row in facts["decisions"]["rows"]:
        yield _line("decision", row | {"code": row["number"]}, "kind", row["kind"], row["title"])
    for row in facts["replans"]["rows"]:
        yield _line("re-plan", row, "reason", row["reason"], row["note"])
    for reason, total in facts["reasons"].items():
        mark = facts["total"]["is_illustrative"]
        yield ["milestone re-plans", "", "", facts["to"], reason, total, "", mark]
    for row in facts["statuses"]["rows"]:
        note = f"was {row['before']}, declared {row['declared']}, drift in days {row['drift']}"
        yield _line("status", row | {"on": facts["to"]}, "computed", row["status"], note)
    for row in facts["silent"]["rows"]:
        yield _line("silent", row, "last report", row["on"] or "never", "")
    for row in facts["unmeasured"]["rows"]:
        yield _line("not measured", row, "measurement due", row["on"], row["text"])
    for row in facts["benefits"]["rows"]:
        note = f"{row['text']} ({row['unit']}; from {row['baseline']} to {row['target']})"
        yield _line("benefit", row, row["state"], row["value"], note)
    agenda = facts["agenda"]
    if agenda is not None:
        for row in agenda["without_result"]["rows"]:
            mark = row["is_illustrative"]
            yield ["no result", "", row["code"], "", "action point", row["title"], "", mark]
        for year in agenda["budget"]:
            for name in ("reserved", "proposed", "spent"):
                euros = None if year[name] is None else year[name] / 100
                mark = year["is_illustrative"]
                yield ["budget", "", "", str(year["year"]), f"{name}, euro", euros, "", mark]


def _line(kind: str, row: Mapping[str, Any], name: str, value: CELL, note: str) -> list[CELL]:
    return [kind, row["domain"], row["code"], row["on"], name, value, note, bool(row["is_illustrative"])]
