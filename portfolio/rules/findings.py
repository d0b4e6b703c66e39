"""What a rule answers: a finding beside the work, or a refusal of it.

Both carry a stable ``code`` and parameters and no sentence: the views make the
words from the code, in the reader's language.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a rule noticed; a blocking one stops the step, the others warn."""

    code: str
    params: Mapping[str, object] = field(default_factory=dict, hash=False)
    is_blocking: bool = True


class Refusal(ValueError):
    """A rule says no. ``code`` is stable, ``params`` fill the sentence that a view makes of it."""

    def __init__(self, code: str, /, **params: object) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params

    def __str__(self) -> str:
        return f"{self.code} {self.params}" if self.params else self.code


def blocking(findings: list[Finding]) -> list[Finding]:
    """Return the findings that stop the step, in the order found."""
    return [finding for finding in findings if finding.is_blocking]


def warnings(findings: list[Finding]) -> list[Finding]:
    """Return the findings that only warn, in the order found."""
    return [finding for finding in findings if not finding.is_blocking]
