"""Parts of an address that name a row."""

from flask import Flask
from werkzeug.routing import IntegerConverter

LARGEST = 2**31 - 1


class RowId(IntegerConverter):
    """A row's number: ``<id:person_id>``; a number no table can hold is simply not found."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **(kwargs | {"min": 1, "max": LARGEST}))  # type: ignore[arg-type]


def init_addresses(app: Flask) -> None:
    """Let the addresses of ``app`` name rows."""
    app.url_map.converters["id"] = RowId
