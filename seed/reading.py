"""Read the content: YAML in which only true and false are booleans, checked field by field."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from enum import EnumType, StrEnum
from pathlib import Path
from typing import Any, cast

import yaml

_Base: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_BOOLEAN = "tag:yaml.org,2002:bool"


class SeedError(Exception):
    """The content is not as agreed; the text names the file and the key."""


class ContentLoader(_Base):
    """YAML 1.1 without its surprises: on, yes, no and off stay text."""

    yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in resolvers if tag != _BOOLEAN]
        for first, resolvers in _Base.yaml_implicit_resolvers.items()
    }


ContentLoader.add_implicit_resolver(_BOOLEAN, re.compile(r"^(?:true|false)$"), list("tf"))

Check = Callable[[Any], bool]
Shape = Mapping[str, Check | type[StrEnum]]


def read_yaml(path: Path) -> Any:
    """Return what a file holds; SeedError when it is no YAML."""
    try:
        return yaml.load(path.read_text("utf-8"), Loader=ContentLoader)  # noqa: S506 (a safe loader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise SeedError(f"{path.name}: {error}") from error


def is_text(value: Any) -> bool:
    """Tell whether it is text, empty or not."""
    return isinstance(value, str)


def is_filled(value: Any) -> bool:
    """Tell whether it is text that says something."""
    return isinstance(value, str) and bool(value.strip())


def is_flag(value: Any) -> bool:
    """Tell whether it is true or false."""
    return isinstance(value, bool)


def is_number(value: Any) -> bool:
    """Tell whether it is a number."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def is_whole(value: Any) -> bool:
    """Tell whether it is a whole number."""
    return isinstance(value, int) and not isinstance(value, bool)


def is_day(value: Any) -> bool:
    """Tell whether it is a date."""
    return type(value) is date


def is_list(value: Any) -> bool:
    """Tell whether it is a list."""
    return isinstance(value, list)


def is_texts(value: Any) -> bool:
    """Tell whether it is a list of texts."""
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def is_mapping(value: Any) -> bool:
    """Tell whether it is a mapping."""
    return isinstance(value, dict)


def maybe(check: Check) -> Check:
    """Return a check that lets nothing (null) pass too."""
    return lambda value: value is None or check(value)


def check_row(row: Any, shape: Shape, where: str, optional: Iterable[str] = ()) -> None:
    """Raise SeedError unless ``row`` has just the keys of ``shape`` with fitting values."""
    if not isinstance(row, dict):
        raise SeedError(f"{where}: expected keys and values, found {row!r}")
    missing = shape.keys() - row.keys() - set(optional)
    if missing:
        raise SeedError(f"{where}: missing {', '.join(sorted(missing))}")
    unknown = row.keys() - shape.keys()
    if unknown:
        raise SeedError(f"{where}: unknown key {', '.join(sorted(map(str, unknown)))}")
    for key, value in row.items():
        _check_value(value, shape[key], f"{where}.{key}")


def check_rows(rows: Any, shape: Shape, where: str, optional: Iterable[str] = ()) -> None:
    """Check each row of a list; the error names its place."""
    if not isinstance(rows, list):
        raise SeedError(f"{where}: expected a list, found {rows!r}")
    for place, row in enumerate(rows):
        name = row.get("slug") or row.get("code") or place if isinstance(row, dict) else place
        check_row(row, shape, f"{where}[{name}]", optional)


def _check_value(value: Any, check: Check | type[StrEnum], where: str) -> None:
    if isinstance(check, EnumType):
        known = [item.value for item in cast("type[StrEnum]", check)]
        if value not in known:
            raise SeedError(f"{where}: {value!r} is none of {', '.join(known)}")
    elif not check(value):
        raise SeedError(f"{where}: {value!r} does not fit ({getattr(check, '__name__', 'value')})")
