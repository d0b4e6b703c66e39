"""How tests are named and in what order they begin; hooks that tests/conftest.py takes over."""

import gc

import pytest

# These take half a minute and more: what walks every address, starts processes or loads the demo.
LONGEST = {
    "test_promises.py",
    "test_bad_input.py",
    "test_index_kill.py",
    "test_seed_commands.py",
    "test_seed_loading.py",
    "test_upgrade.py",
    "test_wiki_rendering_hostile.py",
}


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name an example of bytes after its argument: a made file holds the time, and test processes
    that start in different seconds must collect the same names."""
    return argname if isinstance(val, bytes) else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest: at the end one process would wait for the other."""
    items.sort(key=lambda item: item.path.name not in LONGEST)
    gc.freeze()  # what is loaded by now stays: no use in looking through it again and again
    gc.set_threshold(20_000, 20, 20)
