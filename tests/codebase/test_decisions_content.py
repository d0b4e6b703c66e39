"""The made-up decisions hold together: numbers without gaps, and a word on each use case that was chosen."""

from collections import defaultdict

from portfolio.rules.decisions import NOT_CHOSEN, Outcome
from portfolio.rules.terms import PUBLISHED_PHASES, Phase
from seed.decisions import read_decisions, words_by_code
from seed.digest import CONTENT
from seed.reading import read_yaml
from seed.use_cases import read_use_cases

DOMAINS = {row["slug"]: row["code"] for row in read_yaml(CONTENT / "domains.yaml")}
FILE = read_decisions(CONTENT)
ROWS = FILE["decisions"]
USE_CASES = {row["code"]: row for row in read_use_cases(CONTENT)}


def test_numbers_run_without_gaps_per_board_and_year_in_the_order_of_the_days():
    runs = defaultdict(list)
    for row in ROWS:
        if "date" in row:
            runs[row["board"], row["date"].year].append((row["date"], row["serial"]))
    for run in runs.values():
        assert [serial for _day, serial in sorted(run)] == list(range(1, len(run) + 1))


def test_each_use_case_that_was_chosen_has_a_decision_of_its_own_board():
    words = words_by_code(CONTENT, DOMAINS)
    for code, row in USE_CASES.items():
        chosen = [step for step in row["phases"] if Phase(step["phase"]) in PUBLISHED_PHASES]
        assert bool(chosen) is any(word.aside is None for word in words.get(code, ())), code
        for word in words.get(code, ()):
            assert word.number.startswith(DOMAINS[row["domain"]]), code
            assert word.on >= row["phases"][0]["on"], code
            if word.aside:
                assert word.on >= row["phases"][-1]["on"], code
            else:
                assert word.on >= chosen[0]["on"], code


def test_there_is_a_no_a_next_one_dissent_and_something_to_look_at_again():
    outcomes = {Outcome(item["outcome"]) for row in ROWS for item in row["items"]}
    assert outcomes & NOT_CHOSEN
    assert [row["follows"] for row in ROWS if row["follows"]] == ["ENE-2021-001"]
    assert any(row["dissent"] for row in ROWS)
    assert any(row["revisits"] for row in ROWS)
    assert len({row["board"] for row in ROWS}) >= 6


def test_a_meeting_talks_about_candidates():
    for meeting in FILE["meetings"]:
        for part in meeting["agenda"]:
            assert USE_CASES[part["code"]]["phases"][-1]["phase"] == Phase.CANDIDATE
