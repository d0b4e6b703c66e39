"""Reading content: plain YAML without surprises, and errors that say where."""

from pathlib import Path

import pytest

from portfolio.rules.terms import Kind
from seed.reading import SeedError, check_row, check_rows, is_filled, is_flag, maybe, read_yaml

SHAPE = {"slug": is_filled, "kind": Kind, "is_hard": is_flag, "note": maybe(is_filled)}
GOOD = {"slug": "a", "kind": "initiative", "is_hard": True, "note": None}


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("true", True),
        ("false", False),
        ("yes", "yes"),
        ("no", "no"),
        ("on", "on"),
        ("off", "off"),
        ("True", "True"),
        ("12", 12),
        ("null", None),
    ],
)
def test_only_true_and_false_are_booleans(tmp_path: Path, written, read):
    path = tmp_path / "a.yaml"
    path.write_text(f"value: {written}\n")
    assert read_yaml(path) == {"value": read}


def test_on_may_be_a_key(tmp_path: Path):
    path = tmp_path / "a.yaml"
    path.write_text("{phase: pilot, on: 2018-03-01}")
    assert set(read_yaml(path)) == {"phase", "on"}


def test_a_file_that_is_no_yaml_is_named(tmp_path: Path):
    path = tmp_path / "broken.yaml"
    path.write_text("a: [1")
    with pytest.raises(SeedError, match=r"broken\.yaml"):
        read_yaml(path)


def test_no_yaml_tag_makes_python_run(tmp_path: Path):
    path = tmp_path / "bad.yaml"
    path.write_text("!!python/object/apply:os.getcwd []")
    with pytest.raises(SeedError, match=r"bad\.yaml"):
        read_yaml(path)


def test_a_good_row_passes():
    check_row(GOOD, SHAPE, "file.yaml")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"slug": ""}, r"file\.yaml\.slug: '' does not fit"),
        ({"slug": 3}, r"file\.yaml\.slug"),
        ({"kind": "thing"}, r"file\.yaml\.kind: 'thing' is none of use_case, initiative"),
        ({"kind": None}, r"file\.yaml\.kind"),
        ({"is_hard": "yes"}, r"file\.yaml\.is_hard"),
        ({"note": 1}, r"file\.yaml\.note"),
        ({"noot": "x"}, r"file\.yaml: unknown key noot"),
    ],
)
def test_what_does_not_fit_is_named_with_file_and_key(change, said):
    with pytest.raises(SeedError, match=said):
        check_row(GOOD | change, SHAPE, "file.yaml")


def test_a_missing_key_is_named_unless_it_may_be_left_out():
    row = {"slug": "a", "kind": "use_case", "is_hard": False}
    with pytest.raises(SeedError, match="missing note"):
        check_rows([row], SHAPE, "file.yaml")
    check_rows([row], SHAPE, "file.yaml", optional=("note",))


@pytest.mark.parametrize("row", [None, "text", ["a"]])
def test_a_row_that_is_no_mapping_is_refused(row):
    with pytest.raises(SeedError, match=r"file\.yaml\[0\]: expected keys"):
        check_rows([row], SHAPE, "file.yaml")
