"""One tree of refusals. A refusal names what is not allowed, carries a stable
code with its parameters, and becomes words only in a view (core/messages.py)."""

from typing import Any


class Refusal(Exception):
    """Something that our rules do not allow; the transaction must be rolled back."""

    status = 422

    def __init__(self, code: str, field: str | None = None, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.field = field
        self.params = params


class NotFound(Refusal):
    """There is no such thing, or this reader may not know of it."""

    status = 404


class NotAllowed(Refusal):
    """This person lacks the right."""

    status = 403


class Conflict(Refusal):
    """What was opened has changed since; saving would overwrite what its author did not see."""

    status = 409


class Invalid(Refusal):
    """A value is missing or wrong; ``findings`` lists (field, code, params)."""

    def __init__(self, findings: list[tuple[str, str, dict[str, Any]]]) -> None:
        field, code, params = findings[0]
        super().__init__(code, field, **params)
        self.findings = findings


class Throttled(Refusal):
    """Too many tries; wait."""

    status = 429
