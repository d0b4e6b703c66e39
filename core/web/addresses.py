"""Parts of an address that name a row."""

from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter

LARGEST = 2**31 - 1


class RowId(IntegerConverter):
    """A row's number: ``<id:person_id>``; a number no table can hold is simply not found."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **(kwargs | {"min": 1, "max": LARGEST}))


def init_addresses(app: Flask) -> None:
    """Let the addresses of ``app`` name rows."""
    app.url_map.converters["id"] = RowId
