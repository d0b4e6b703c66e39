"""The content itself: complete against its inventory, in our own words, and everything resolves."""

import os
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from portfolio.actions.writing import MARKS, SCALARS
from portfolio.models import (
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
from portfolio.rules.risks import DEFAULT_MATRIX, read_matrix
from portfolio.rules.terms import BUILDING_LEVELS, Phase
from seed.digest import CONTENT
from seed.people import read_demo
from seed.reading import read_yaml
from seed.use_case_shape import PART_MARKS, PARTS, TOP_MARKS
from seed.use_cases import read_use_cases

WIKI = CONTENT.parent / "wiki"
RUN = 8  # so many equal words in a row are a quotation
WORD = re.compile(r"\w+")
LEAST_WORDS = 120
NOT_CHOSEN = {Phase.IDEA, Phase.CANDIDATE, Phase.STOPPED, Phase.PARKED}


@cache
def content(name: str) -> Any:
    return read_yaml(CONTENT / f"{name}.yaml")


@cache
def use_cases() -> list[dict[str, Any]]:
    return read_use_cases(CONTENT)


def codes() -> list[str]:
    return sorted(path.stem for path in CONTENT.glob("use_cases/*.yaml"))


def use_case(code: str) -> dict[str, Any]:
    return next(row for row in use_cases() if row["code"] == code)


def slugs(name: str, key: str = "slug") -> set[str]:
    return {row[key] for row in content(name)}


def source_folder() -> Path | None:
    """Return the folder of the sources, when this machine has them."""
    given = os.environ.get("ROUTEKAART_TEST_DATA")
    places = [Path(given)] if given else [CONTENT.parents[2] / "shared"]
    found = [place / "sources" for place in places if (place / "sources").is_dir()]
    return found[0] if found else None


def words(text: str) -> list[str]:
    return WORD.findall(text.lower())


def runs(text: str) -> set[tuple[str, ...]]:
    found = words(text)
    return {tuple(found[start : start + RUN]) for start in range(len(found) - RUN + 1)}


@pytest.fixture(scope="module")
def source_runs() -> set[tuple[str, ...]]:
    folder = source_folder()
    if folder is None:
        pytest.skip(
            "the sources are not here: set ROUTEKAART_TEST_DATA to the folder that has sources/ in it"
        )
    return set().union(*(runs(path.read_text("utf-8")) for path in sorted(folder.glob("*.txt"))))


def texts(value: Any) -> Iterator[str]:
    """Yield every text below ``value`` that is not an address."""
    if isinstance(value, str) and not value.startswith("https://"):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from texts(item)


def test_every_named_thing_is_content_and_all_content_is_in_the_inventory():
    agenda = content("agenda")
    listed = [(row["kind"], row["key"]) for row in content("inventory")]
    there = [
        *((row["kind"], row["code"]) for row in use_cases()),
        *(("action_point", row["code"]) for row in agenda["actions"]),
        *(("budget_line", row["slug"]) for row in agenda["budget"]),
        *(("organisation", slug) for slug in slugs("organisations")),
        *(("system_function", code) for code in slugs("system_functions", "code")),
        *(("domain", slug) for slug in slugs("domains")),
        *(("urgent_challenge", slug) for slug in slugs("urgent_challenges")),
    ]
    assert [thing for thing, times in Counter(listed).items() if times > 1] == []
    assert set(listed) == set(there)


def test_every_thing_in_the_inventory_has_its_passage():
    assert not [row["key"] for row in content("inventory") if not (row["source"] and row["passage"])]


@pytest.mark.parametrize("code", codes())
def test_a_use_case_tells_enough(code):
    row = use_case(code)
    told = words(f"{row['challenge']} {row['intended_result']} {row['description']}")
    assert len(told) >= LEAST_WORDS
    assert len(row["title"]) <= 90
    assert len(row["summary"]) <= 300
    assert row["sources"]
    assert row["contributions"]


@pytest.mark.parametrize("code", codes())
def test_a_chosen_use_case_names_what_it_builds(code):
    row = use_case(code)
    building = [part for part in row["contributions"] if part["level"] in BUILDING_LEVELS]
    assert building or Phase(row["phase"]) in NOT_CHOSEN
    assert all(part["deliverable"] and part["deliverable_en"] for part in building)


@pytest.mark.parametrize("code", codes())
def test_every_name_in_a_use_case_resolves(code):
    row = use_case(code)
    organisations = [part["organisation"] for part in row["partners"]]
    organisations += [part["holder"] for part in row["datasets"] if part["holder"]]
    organisations += [row["owner"]] if row["owner"] else []
    assert set(organisations) <= slugs("organisations")
    assert {row["domain"], *row["other_domains"]} <= slugs("domains")
    assert row["domain"] not in row["other_domains"]
    assert {part["function"] for part in row["contributions"]} <= slugs("system_functions", "code")
    assert set(row["urgent"]) <= slugs("urgent_challenges")
    criteria = [criterion["code"] for criterion in content("scoring")["value"]]
    assert sorted(row["scores"]) == sorted(criteria)
    assert set(row.get("score_reasons", {})) <= set(criteria)
    prefix = next(domain["code"] for domain in content("domains") if domain["slug"] == row["domain"])
    assert code.startswith(f"{prefix}-")


@pytest.mark.parametrize("code", codes())
def test_what_no_source_gives_is_marked(code):
    row = use_case(code)
    assert {"effort", "cost_keuro", "scores"} <= set(row["illustrative"])
    assert row["planned"] is None or "planned" in row["illustrative"]
    assert row["chance"] is None or "chance" in row["illustrative"]
    for part in row["preconditions"]:
        assert part["due_quarter"] is None or "due_quarter" in part["illustrative"]
    for part in row["risks"]:
        assert {"likelihood", "impact"} <= set(part["illustrative"])


def test_every_mark_is_the_name_of_a_value_in_the_tables():
    relations = {
        "domain",
        "phase",
        "chance",
        "scores",
        "score_reasons",
        "other_domains",
        "challenges",
        "dependencies",
    }
    known = set(MARKS.values()) | set(SCALARS) | relations | {"partners", "adoptions", "benefits", "datasets"}
    used = {TOP_MARKS.get(mark, mark) for row in use_cases() for mark in row["illustrative"]}
    assert used <= known

    models = {
        "partners": Partner,
        "phases": PhaseChange,
        "preconditions": Precondition,
        "risks": Risk,
        "depends_on": Dependency,
        "contributions": Contribution,
        "benefits": Benefit,
        "adoption": Adoption,
        "datasets": Dataset,
        "sources": Source,
    }
    assert models.keys() == PARTS.keys()
    for name, model in models.items():
        marks = {mark for row in use_cases() for part in row[name] for mark in part.get("illustrative", [])}
        assert {PART_MARKS.get(mark, mark) for mark in marks} <= set(model.__table__.columns.keys()), name


def test_the_agenda_has_its_38_action_points_and_they_resolve():
    agenda = content("agenda")
    per_theme = Counter(action["theme"] for action in agenda["actions"])
    assert [per_theme[theme["number"]] for theme in agenda["themes"]] == [3, 2, 8, 12, 8, 5]
    for action in agenda["actions"]:
        assert set(action["organisations"]) <= slugs("organisations"), action["code"]
        assert action["code"].startswith(f"{action['theme']}.")
        is_reported = action["result_state"] == "reported"
        assert is_reported is bool(action["result"]) is bool(action["result_en"]), action["code"]
        assert all(link["url"].startswith("https://") for link in action["links"])


def test_the_budget_adds_up_as_in_the_source():
    lines = content("agenda")["budget"]
    totals = {year: sum(line["amounts"][year] for line in lines) for year in (2019, 2020, 2021)}
    assert totals == {2019: 2550, 2020: 2575, 2021: 2600}
    assert all(line["reserved"] == [2019] for line in lines)


def test_functions_name_parents_that_are_there():
    parents = {row["parent"] for row in content("system_functions")} - {None}
    assert parents <= slugs("system_functions", "code")


def test_the_risk_matrix_of_the_content_is_that_of_the_rules():
    assert read_matrix(content("scoring")["risk_matrix"]) == DEFAULT_MATRIX


def test_demo_people_are_nobody():
    demo = read_demo(CONTENT)
    assert len(demo["people"]) == 12
    for person in demo["people"]:
        assert person["name"].startswith("Voorbeeld ")
        assert person["email"].endswith("@voorbeeld.nl")
        assert {*person.get("owns", []), *person.get("works_on", [])} <= set(codes())


@pytest.mark.parametrize("path", sorted(CONTENT.rglob("*.yaml")), ids=lambda path: path.stem)
def test_content_is_in_our_own_words(path, source_runs):
    assert not [" ".join(run) for text in texts(read_yaml(path)) for run in runs(text) & source_runs]


def test_the_wiki_is_in_our_own_words(source_runs):
    quoted = {
        path.name: [" ".join(run) for run in shared]
        for path in sorted(WIKI.glob("*.md"))
        if (shared := runs(path.read_text("utf-8")) & source_runs)
    }
    assert not quoted


def test_plain_loaders_read_the_same_use_cases():
    for path in sorted(CONTENT.glob("use_cases/*.yaml")):
        assert yaml.safe_load(path.read_text("utf-8")) == read_yaml(path), path.name
