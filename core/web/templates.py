"""The environment of the templates: Flask's own, with macros imported at little cost.

A template that imports macros from another asks, for each import and each page,
which globals the other lacks. Jinja keeps a template's globals as a chain of two
mappings, and comparing that chain takes a fifth of the time of a small page. None
of our templates has globals of its own, so they all share those of the environment.
"""

from collections.abc import Mapping, MutableMapping
from typing import Any

from flask.templating import Environment


class Templates(Environment):
    """Flask's environment; templates without globals of their own share one mapping."""

    def make_globals(
        self, d: MutableMapping[str, Any] | Mapping[str, Any] | None
    ) -> MutableMapping[str, Any]:
        """Return the globals of a template that brings ``d``."""
        return self.globals if not d else super().make_globals(dict(d))
