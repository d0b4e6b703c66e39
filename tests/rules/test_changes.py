import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.rules.changes import Change, ChangeKind, changes

ADDED, REMOVED, CHANGED, REORDERED = ChangeKind


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ({}, {}, []),
        ({"title": "a"}, {"title": "a"}, []),
        ({"title": "a"}, {"title": "b"}, [Change(("title",), "a", "b", CHANGED)]),
        ({"chance": None}, {"chance": 0}, [Change(("chance",), None, 0, CHANGED)]),
        ({"is_draft": 1}, {"is_draft": True}, [Change(("is_draft",), 1, True, CHANGED)]),
        ({}, {"chance": None}, [Change(("chance",), None, None, ADDED)]),
        ({"chance": 5}, {}, [Change(("chance",), 5, None, REMOVED)]),
        (
            {"effort": {"low": 1, "high": 9}},
            {"effort": {"low": 2, "high": 9}},
            [Change(("effort", "low"), 1, 2, CHANGED)],
        ),
        (
            {"tags": ["a", "b"]},
            {"tags": ["a", "c", "d"]},
            [
                Change(("tags", 1), "b", "c", CHANGED),
                Change(("tags", 2), None, "d", ADDED),
            ],
        ),
        ({"risks": []}, {"risks": [{"id": 7}]}, [Change(("risks", 7), None, {"id": 7}, ADDED)]),
        (
            {"risks": [{"id": 7, "text": "a"}, {"id": 8}]},
            {"risks": [{"id": 7, "text": "b"}]},
            [
                Change(("risks", 7, "text"), "a", "b", CHANGED),
                Change(("risks", 8), {"id": 8}, None, REMOVED),
            ],
        ),
        (
            {"risks": [{"id": 1}, {"id": 2}]},
            {"risks": [{"id": 2}, {"id": 1}]},
            [Change(("risks",), [1, 2], [2, 1], REORDERED)],
        ),
        (
            {"needs": [{"code": "A"}]},
            {"needs": [{"code": "B"}, {"code": "A"}]},
            [Change(("needs", "B"), None, {"code": "B"}, ADDED)],
        ),
        (
            {"rows": [{"id": 1}, {"id": 1}]},
            {"rows": [{"id": 1}]},
            [Change(("rows", 1), {"id": 1}, None, REMOVED)],
        ),
        ({"x": {"a": 1}}, {"x": [1]}, [Change(("x",), {"a": 1}, [1], CHANGED)]),
    ],
)
def test_what_changed_is_told_field_by_field(old, new, expected):
    assert changes(old, new) == expected


def test_what_is_nested_too_deep_is_compared_as_a_whole():
    def nested(depth, core):
        for _ in range(depth):
            core = {"in": core}
        return core

    (change,) = changes(nested(500, 1), nested(500, 2))

    assert len(change.path) == 20


scalars = st.one_of(st.none(), st.booleans(), st.integers(-3, 3), st.text("ab", max_size=2))
rows = st.lists(
    st.fixed_dictionaries({"id": st.integers(1, 6), "text": scalars}),
    max_size=4,
    unique_by=lambda row: row["id"],
)
snapshots = st.dictionaries(
    st.sampled_from(["title", "risks", "tags", "effort"]),
    st.one_of(scalars, rows, st.lists(scalars, max_size=4), st.dictionaries(st.sampled_from("xy"), scalars)),
)


@given(snapshots)
def test_a_snapshot_does_not_differ_from_itself(snapshot):
    assert changes(snapshot, snapshot) == []


@given(snapshots, snapshots)
def test_the_way_back_is_the_same_differences_turned_round(old, new):
    turned = {ADDED: REMOVED, REMOVED: ADDED, CHANGED: CHANGED, REORDERED: REORDERED}
    forth = {(change.path, turned[change.kind]) for change in changes(old, new)}
    back = {(change.path, change.kind) for change in changes(new, old)}

    assert forth == back


@given(snapshots, snapshots)
def test_without_differences_snapshots_are_equal(old, new):
    if not changes(old, new):
        assert old == new


def test_a_large_list_is_no_trouble():
    old = {"rows": [{"id": n, "text": "a"} for n in range(50_000)]}
    new = {"rows": [{"id": n, "text": "b"} for n in reversed(range(50_000))]}

    assert len(changes(old, new)) == 50_001
